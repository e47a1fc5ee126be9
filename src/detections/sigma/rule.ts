import type { Fragment } from '#store/index.ts'
import { type Detection, readDetection, type Selection } from './detection.ts'
import { type EventIndex, indexOf } from './event-index.ts'
import { KEYWORD_COLUMNS } from './fields/columns.ts'
import { resolveField } from './fields/resolve.ts'
import { type Filter, filtered } from './filter.ts'
import {
  appliesToCloudTrail,
  type LogSource,
  type Metadata,
  readLogSource,
  readMetadata,
} from './metadata.ts'
import type { Placeholders } from './modifiers/modifier.ts'
import type { Problems } from './problem.ts'
import { referenceOf } from './sql/reference.ts'
import { termSql } from './sql/term-sql.ts'
import { type Item, itemsOf, type Term } from './term.ts'
import { entryOf, type Mapping } from './yaml-tree.ts'

/** A rule that can be run over the lake. */
export interface CompiledRule extends Metadata, Reads {
  readonly logsource: LogSource
  /** False: the rule is about other logs than CloudTrail; it compiles, and need not be run. */
  readonly applies: boolean
  /** False: only correlations want its matches; they are no findings of their own. */
  readonly standalone: boolean
  /** Over the columns of `events` (and `foreign_accounts`); null counts as false. */
  readonly condition: Fragment
  readonly index: EventIndex
  /** The rule's own condition before it became SQL: for lint and for explaining. */
  readonly term: Term
  /** The same with its filters: what `condition` says. */
  readonly filtered: Term
  /** Sigma filters that are part of `condition`. */
  readonly filters: readonly Filter[]
  readonly selections: readonly Selection[]
}

/** A rule as read, before filters are added. */
export interface RuleDraft extends Metadata {
  readonly logsource: LogSource
  readonly detection: Detection
}

export function readRule(
  rule: Mapping,
  file: string,
  { placeholders, problems }: { readonly placeholders: Placeholders; readonly problems: Problems },
): RuleDraft | undefined {
  const before = problems.count()
  const metadata = readMetadata(rule, file, problems)
  const logsource = readLogSource(rule)
  if (logsource === undefined) problems.error(rule.line, 'The logsource is missing.')
  const detection = entryOf(rule, 'detection')
  if (detection?.value.kind !== 'map') {
    problems.error(detection?.line ?? rule.line, 'The detection must be a map of selections and a condition.')
    return undefined
  }
  const read = readDetection(detection.value, placeholders, problems)
  if (read === undefined || logsource === undefined || problems.count() > before) return undefined
  return { ...metadata, logsource, detection: read }
}

export function compileRule(draft: RuleDraft, filters: readonly Filter[], standalone: boolean): CompiledRule {
  const { detection, ...metadata } = draft
  const term = filtered(detection.term, filters)
  return {
    ...metadata,
    applies: appliesToCloudTrail(draft.logsource),
    standalone,
    get condition() {
      return termSql(term)
    },
    index: indexOf(term),
    ...readsOf(term),
    term: detection.term,
    filtered: term,
    filters,
    selections: detection.selections,
  }
}

/** What a condition reads of an event. */
export interface Reads {
  /** Columns, sorted. */
  readonly columns: readonly string[]
  /** Fields that it names; undefined: it searches the whole event. */
  readonly eventFields: readonly string[] | undefined
  /** Whether it takes JSON text apart. */
  readonly needsJson: boolean
}

export function readsOf(term: Term): Reads {
  const items = itemsOf(term)
  const reads = items.flatMap(fieldsOf)
  return {
    columns: [...new Set(reads.flatMap(({ roots }) => roots))].toSorted(),
    eventFields: fieldNames(items),
    needsJson: reads.some(({ json }) => json),
  }
}

function fieldNames(items: readonly Item[]): readonly string[] | undefined {
  const names: string[] = []
  for (const { field, test, values } of items) {
    if (field === undefined) return undefined
    names.push(field)
    if (test.kind === 'fieldref') names.push(...values.flat().map((one) => referenceOf(one).name))
  }
  return [...new Set(names)]
}

/** Root columns of an item's fields. */
export const rootsOf = (item: Item): readonly string[] => fieldsOf(item).flatMap(({ roots }) => roots)

function fieldsOf(item: Item): readonly { readonly roots: readonly string[]; readonly json: boolean }[] {
  if (item.field === undefined) return [{ roots: KEYWORD_COLUMNS, json: false }]
  const others =
    item.test.kind === 'fieldref' ? item.values.flat().map((one) => resolveField(referenceOf(one).name)) : []
  return [resolveField(item.field), ...others]
}
