import type { Item, Term } from './term.ts'
import type { Pattern, Value } from './value.ts'

/** A call in AWS's spelling. */
export interface Call {
  readonly eventSource: string
  readonly eventName: string
}

/** Holds always; never. */
export const ALWAYS: Term = { kind: 'and', terms: [] }
export const NEVER: Term = { kind: 'or', terms: [] }

/**
 * Whether a condition holds for a call as far as its source and name alone tell; undefined where they do not. Never wrong:
 * what the engine alone can tell (letters beyond ASCII, regular expressions) is left open.
 */
export function truthFor(term: Term, call: Call): boolean | undefined {
  switch (term.kind) {
    case 'item':
      return truthOf(term.item, call)
    case 'not': {
      const inner = truthFor(term.term, call)
      return inner === undefined ? undefined : !inner
    }
    case 'and':
    case 'or': {
      const deciding = term.kind === 'or'
      const truths = new Set(term.terms.map((one) => truthFor(one, call)))
      if (truths.has(deciding)) return deciding
      return truths.has(undefined) ? undefined : !deciding
    }
  }
}

/** The condition without what all of these calls agree on. */
export function residual(term: Term, calls: readonly Call[]): Term {
  switch (term.kind) {
    case 'item':
      return agreed(term, calls)
    case 'not': {
      const inner = residual(term.term, calls)
      if (inner === ALWAYS) return NEVER
      return inner === NEVER ? ALWAYS : { kind: 'not', term: inner }
    }
    case 'and':
    case 'or':
      return chain(
        term.kind,
        term.terms.map((one) => residual(one, calls)),
      )
  }
}

function agreed(term: Term & { readonly kind: 'item' }, calls: readonly Call[]): Term {
  const [first, ...others] = calls
  if (first === undefined || !isAboutCall(term.item)) return term
  const truth = truthOf(term.item, first)
  if (truth === undefined || others.some((call) => truthOf(term.item, call) !== truth)) return term
  return truth ? ALWAYS : NEVER
}

function chain(kind: 'and' | 'or', terms: readonly Term[]): Term {
  const [deciding, idle] = kind === 'and' ? [NEVER, ALWAYS] : [ALWAYS, NEVER]
  if (terms.includes(deciding)) return deciding
  const kept = terms.filter((one) => one !== idle)
  const [only] = kept
  if (only === undefined) return idle
  return kept.length === 1 ? only : { kind, terms: kept }
}

const isAboutCall = ({ field }: Item): boolean => field === 'eventSource' || field === 'eventName'

function truthOf(item: Item, call: Call): boolean | undefined {
  const { field, test, timeUnit, windash, values, all, cased, negated } = item
  if (field !== 'eventSource' && field !== 'eventName') return undefined
  const text = call[field]
  if (test.kind !== 'equal' || timeUnit !== undefined || windash || values.length === 0) return undefined
  if (text === '' || !PLAIN.test(text)) return undefined
  const groups = all ? values : [values.flat()]
  const truths = groups.map((group) => anyMeets(text, group, cased))
  if (truths.includes(undefined)) return undefined
  return truths.every((truth) => truth === true) !== negated
}

/** Texts that every engine folds alike. */
const PLAIN = /^[ -~]*$/u

function anyMeets(text: string, values: readonly Value[], cased: boolean): boolean | undefined {
  const truths = new Set(values.map((one) => meets(text, one, cased)))
  return truths.has(true) ? true : truths.has(undefined) ? undefined : false
}

function meets(text: string, value: Value, cased: boolean): boolean | undefined {
  if (value.kind === 'null') return false
  if (value.kind !== 'pattern') return undefined
  const known = value.parts.every(
    (part) => part.kind === 'many' || (part.kind === 'literal' && PLAIN.test(part.text)),
  )
  if (!known) return undefined
  return cased ? placed(text, value.parts) : placed(text.toLowerCase(), lowered(value))
}

const lowered = ({ parts }: Pattern): Pattern['parts'] =>
  parts.map((part) => (part.kind === 'literal' ? { kind: 'literal', text: part.text.toLowerCase() } : part))

/** Literals are found from left to right, once each: what a wildcard leaves for later is never less. */
function placed(text: string, parts: Pattern['parts']): boolean {
  let at = 0
  let free = false
  for (const [index, part] of parts.entries()) {
    if (part.kind !== 'literal') {
      free = true
      continue
    }
    const isLast = index === parts.length - 1
    const found = isLast && free ? text.length - part.text.length : text.indexOf(part.text, at)
    if (found < at || (!free && found !== at) || !text.startsWith(part.text, found)) return false
    at = found + part.text.length
    free = false
  }
  return free || at === text.length
}
