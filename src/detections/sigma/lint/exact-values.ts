import { resolveField } from '../fields/resolve.ts'
import { rawText } from '../sql/texts.ts'
import type { Item, Term } from '../term.ts'
import type { Part, Value } from '../value.ts'

/** What a condition demands of fields that have one value: the texts it may be, and patterns it must meet. */
export interface Demands {
  readonly exact: ReadonlyMap<string, ReadonlySet<string>>
  readonly patterns: ReadonlyMap<string, readonly RegExp[]>
}

const NOTHING: Demands = { exact: new Map(), patterns: new Map() }

/** Demands that every event must meet for the term to be true; what cannot be said so simply is left out. */
export function demandsOf(term: Term): Demands {
  switch (term.kind) {
    case 'item':
      return demandsOfItem(term.item)
    case 'and':
      return term.terms.map(demandsOf).reduce(together, NOTHING)
    case 'or':
      return either(term.terms.map(demandsOf))
    case 'not':
      return NOTHING
  }
}

/** A field of which the demands can never be met, or undefined. */
export function contradiction({ exact, patterns }: Demands): string | undefined {
  for (const [field, texts] of exact) {
    const tests = patterns.get(field) ?? []
    if (![...texts].some((text) => tests.every((test) => test.test(text)))) return field
  }
  return undefined
}

/** Both. */
export function together(left: Demands, right: Demands): Demands {
  const exact = new Map(left.exact)
  for (const [field, texts] of right.exact) {
    const before = exact.get(field)
    exact.set(field, before === undefined ? texts : new Set([...texts].filter((text) => before.has(text))))
  }
  const patterns = new Map(left.patterns)
  for (const [field, tests] of right.patterns) patterns.set(field, [...(patterns.get(field) ?? []), ...tests])
  return { exact, patterns }
}

function either(all: readonly Demands[]): Demands {
  const [first, ...rest] = all.filter((one) => contradiction(one) === undefined)
  if (first === undefined) return all[0] ?? NOTHING
  const exact = new Map<string, ReadonlySet<string>>()
  for (const [field, texts] of first.exact) {
    const others = rest.map((one) => one.exact.get(field))
    if (others.every((one) => one !== undefined)) {
      exact.set(field, new Set([...texts, ...others.flatMap((one) => [...one])]))
    }
  }
  return { exact, patterns: new Map() }
}

function demandsOfItem(item: Item): Demands {
  const { field, test, negated, windash, timeUnit, values, all } = item
  const simple = test.kind === 'equal' && !negated && !windash && timeUnit === undefined
  if (field === undefined || !simple || resolveField(field).kind !== 'one') return NOTHING
  const groups = all ? values : [values.flat()]
  return groups.map((group) => demandsOfGroup(field, group)).reduce(together, NOTHING)
}

function demandsOfGroup(field: string, group: readonly Value[]): Demands {
  // No values at all come from an empty placeholder: the settings say so, not the rule.
  if (group.length === 0 || group.some(({ kind }) => kind === 'null')) return NOTHING
  const texts = group.map(rawText)
  if (texts.every((text) => text !== undefined)) {
    return {
      exact: new Map([[field, new Set(texts.map((text) => text.toLowerCase()))]]),
      patterns: new Map(),
    }
  }
  const sources = group.map((one) =>
    one.kind === 'pattern' ? one.parts.map(regexPart).join('') : quoted(rawText(one) ?? ''),
  )
  return { exact: new Map(), patterns: new Map([[field, [new RegExp(`^(?:${sources.join('|')})$`)]]]) }
}

function regexPart(part: Part): string {
  if (part.kind === 'many') return '[^]*'
  return part.kind === 'literal' ? quoted(part.text.toLowerCase()) : '[^]'
}

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
