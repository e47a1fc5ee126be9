import { type Detection, readDetection } from './detection.ts'
import { type LogSource, readLogSource } from './metadata.ts'
import type { Placeholders } from './modifiers/modifier.ts'
import type { Problems } from './problem.ts'
import type { RuleDraft } from './rule.ts'
import type { Term } from './term.ts'
import { entryOf, type Mapping, textAt, textsAt } from './yaml-tree.ts'

/** A Sigma filter: what many rules shall leave out. */
export interface Filter {
  readonly title: string
  readonly file: string
  readonly line: number
  /** Ids or names; `any` for every rule. */
  readonly rules: readonly string[] | 'any'
  readonly logsource: LogSource
  /** What the rules keep. */
  readonly keep: Term
  readonly detection: Detection
}

export function readFilter(
  document: Mapping,
  file: string,
  { placeholders, problems }: { readonly placeholders: Placeholders; readonly problems: Problems },
): Filter | undefined {
  const filter = entryOf(document, 'filter')
  if (filter?.value.kind !== 'map') {
    problems.error(
      filter?.line ?? document.line,
      "'filter' must be a map of rules, selections and a condition.",
    )
    return undefined
  }
  const logsource = readLogSource(document)
  if (logsource === undefined) problems.error(document.line, 'The logsource is missing.')
  const names = textsAt(filter.value, 'rules')
  if (names.length === 0) problems.error(filter.line, "The filter names no rules (ids, names, or 'any').")
  const detection = readDetection(filter.value, placeholders, problems)
  if (detection === undefined || logsource === undefined || names.length === 0) return undefined
  return {
    title: textAt(document, 'title') ?? file,
    file,
    line: document.line,
    rules: names.some((name) => name.toLowerCase() === 'any') ? 'any' : names,
    logsource,
    keep: kept(detection.term),
    detection,
  }
}

/**
 * The specification's filters say what to leave out (`condition: selection`), pySigma's what to keep
 * (`condition: not selection`). Both mean the same thing: what the selection describes raises no alarm.
 */
const kept = (term: Term): Term => (isNegation(term) ? term : { kind: 'not', term })

const isNegation = (term: Term): boolean =>
  term.kind === 'not' || (term.kind === 'and' && term.terms.every(isNegation))

/** Whether a filter is meant for a rule: it names it, and each part of its logsource is the rule's own. */
export const isFor = (
  { rules, logsource }: Filter,
  rule: Pick<RuleDraft, 'uuid' | 'name' | 'logsource'>,
): boolean =>
  (rules === 'any' || names(rules, rule)) &&
  (['category', 'product', 'service'] as const).every(
    (part) => logsource[part] === undefined || logsource[part] === rule.logsource[part],
  )

export const names = (wanted: readonly string[], { uuid, name }: Pick<RuleDraft, 'uuid' | 'name'>): boolean =>
  wanted.some((one) => one === name || one.toLowerCase() === uuid?.toLowerCase())

export const filtered = (term: Term, filters: readonly Filter[]): Term =>
  filters.length === 0 ? term : { kind: 'and', terms: [term, ...filters.map(({ keep }) => keep)] }
