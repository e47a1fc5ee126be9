import { rawText } from './sql/texts.ts'
import type { Item, Term } from './term.ts'

/** What an event must have for a rule to match, lower-cased; an undefined part may be anything. */
export interface IndexKey {
  readonly eventSource: string | undefined
  readonly eventName: string | undefined
}
/** No key at all: the rule can match nothing. */
export type EventIndex = 'any' | readonly IndexKey[]

/** Above this many keys, asking each event is no cheaper than asking the rule. */
const MAX_KEYS = 2_000

/** The events that a condition can match, by exact sources and names. Never too few, perhaps too many. */
export function indexOf(term: Term): EventIndex {
  switch (term.kind) {
    case 'item':
      return indexOfItem(term.item)
    case 'not':
      return 'any'
    case 'and':
      return term.terms.map(indexOf).reduce(intersect, 'any')
    case 'or':
      return term.terms.map(indexOf).reduce(unite, [])
  }
}

function indexOfItem(item: Item): EventIndex {
  const { field, test, negated, windash, timeUnit, values, all } = item
  const key = field === 'eventSource' || field === 'eventName' ? field : undefined
  if (key === undefined || test.kind !== 'equal' || negated || windash || timeUnit !== undefined) return 'any'
  const groups = values.map((alternatives): EventIndex => {
    const texts = alternatives.map(rawText)
    // Letters beyond ASCII are folded by the engine, in its own way.
    if (
      alternatives.some(({ kind }) => kind === 'number') ||
      texts.some((text) => text === undefined || /[^ -~]/.test(text))
    )
      return 'any'
    return texts.map((text) => ({ eventSource: undefined, eventName: undefined, [key]: text?.toLowerCase() }))
  })
  return all ? groups.reduce(intersect, 'any') : groups.reduce(unite, [])
}

function unite(left: EventIndex, right: EventIndex): EventIndex {
  if (left === 'any' || right === 'any') return 'any'
  const keys = distinct([...left, ...right])
  return keys.length > MAX_KEYS ? 'any' : keys
}

function intersect(left: EventIndex, right: EventIndex): EventIndex {
  if (left === 'any') return right
  if (right === 'any') return left
  if (left.length * right.length > MAX_KEYS * 50) return left
  const keys = distinct(left.flatMap((a) => right.flatMap((b) => both(a, b))))
  return keys.length > MAX_KEYS ? left : keys
}

function both(a: IndexKey, b: IndexKey): readonly IndexKey[] {
  if (a.eventSource !== undefined && b.eventSource !== undefined && a.eventSource !== b.eventSource) return []
  if (a.eventName !== undefined && b.eventName !== undefined && a.eventName !== b.eventName) return []
  return [{ eventSource: a.eventSource ?? b.eventSource, eventName: a.eventName ?? b.eventName }]
}

const distinct = (keys: readonly IndexKey[]): readonly IndexKey[] => [
  ...new Map(keys.map((key) => [JSON.stringify([key.eventSource ?? 0, key.eventName ?? 0]), key])).values(),
]
