import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#kernel/index.ts'
import { type Metadata, readMetadata } from '../metadata.ts'
import { type Problems, RuleFault } from '../problem.ts'
import { entryOf, type Mapping, textAt, textsAt } from '../yaml-tree.ts'

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const
export type CorrelationType = (typeof CORRELATION_TYPES)[number]

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=', eq: '=', neq: '<>' } as const
export type Operator = keyof typeof OPERATORS
export interface Bound {
  readonly operator: Operator
  readonly value: number
}
export const signOf = (operator: Operator): string => OPERATORS[operator]

/** A correlation as read, its rules not yet found. */
export interface CorrelationDraft extends Metadata {
  readonly type: CorrelationType
  /** Ids or names. */
  readonly wanted: readonly string[]
  readonly groupBy: readonly string[]
  readonly timespanMs: number
  /** All must hold. */
  readonly bounds: readonly Bound[]
  /** Fields whose values are counted or added up. */
  readonly valueFields: readonly string[]
  /** For each alias the field it stands for, by rule (id or name). */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Whether the rules it names are findings of their own too. */
  readonly generate: boolean
}

/** @throws RuleFault when it cannot be understood; its own errors are in `problems`. */
export function readCorrelation(document: Mapping, file: string, problems: Problems): CorrelationDraft {
  const metadata = readMetadata(document, file, problems)
  const entry = entryOf(document, 'correlation')
  if (entry?.value.kind !== 'map')
    throw new RuleFault(entry?.line ?? document.line, "'correlation' must be a map.")
  const map = entry.value
  const type = typeOf(map)
  const wanted = textsAt(map, 'rules')
  if (wanted.length === 0) throw new RuleFault(lineOf(map, 'rules'), 'The correlation names no rules.')
  if (entryOf(map, 'group-by') === undefined)
    problems.warn(map.line, "'group-by' is missing: all events are one group.")
  const { bounds, valueFields } = readBounds(map, type, wanted.length)
  return {
    ...metadata,
    type,
    wanted,
    groupBy: textsAt(map, 'group-by'),
    timespanMs: timespanOf(map),
    bounds,
    valueFields,
    aliases: aliasesOf(map),
    generate: [textAt(document, 'generate'), textAt(map, 'generate')].includes('true'),
  }
}

const lineOf = (map: Mapping, key: string): number => entryOf(map, key)?.line ?? map.line

function typeOf(map: Mapping): CorrelationType {
  const written = textAt(map, 'type')
  const type = CORRELATION_TYPES.find((one) => one === written)
  if (type !== undefined) return type
  throw new RuleFault(
    lineOf(map, 'type'),
    `Unknown correlation type '${written ?? ''}' (${CORRELATION_TYPES.join(', ')}).`,
  )
}

const UNITS_MS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  M: 30 * DAY_MS,
  y: 365 * DAY_MS,
}

function timespanOf(map: Mapping): number {
  const written = textAt(map, 'timespan') ?? textAt(map, 'timeframe')
  const [, count, unit] = /^(\d{1,9})([smhdwMy])$/.exec(written ?? '') ?? []
  const unitMs = unit === undefined ? undefined : UNITS_MS[unit]
  if (count === undefined || unitMs === undefined) {
    throw new RuleFault(
      lineOf(map, 'timespan'),
      `The timespan '${written ?? ''}' is no number with s, m, h, d, w, M or y.`,
    )
  }
  return Number(count) * unitMs
}

const isOperator = (key: string): key is Operator => Object.hasOwn(OPERATORS, key)
const isTemporal = (type: CorrelationType): boolean => type === 'temporal' || type === 'temporal_ordered'

function readBounds(
  map: Mapping,
  type: CorrelationType,
  rules: number,
): { readonly bounds: readonly Bound[]; readonly valueFields: readonly string[] } {
  const entry = entryOf(map, 'condition')
  if (entry === undefined && isTemporal(type))
    return { bounds: [{ operator: 'gte', value: rules }], valueFields: [] }
  const condition = entry?.value
  if (condition?.kind !== 'map')
    throw new RuleFault(entry?.line ?? map.line, "'condition' must be a map such as `gte: 10`.")
  const bounds = condition.entries
    .filter(({ key }) => key !== 'field')
    .map(({ key, line, value }): Bound => {
      if (!isOperator(key))
        throw new RuleFault(line, `Unknown condition '${key}' (${Object.keys(OPERATORS).join(', ')}, field).`)
      if (value.kind !== 'scalar' || typeof value.value !== 'number')
        throw new RuleFault(line, `'${key}' needs a number.`)
      return { operator: key, value: value.value }
    })
  const valueFields = textsAt(condition, 'field')
  if (bounds.length === 0)
    throw new RuleFault(condition.line, 'The condition has no gt, gte, lt, lte, eq or neq.')
  checkFields({ type, valueFields, line: condition.line })
  if (type === 'temporal_ordered' && !needsAll(bounds, rules)) {
    throw new RuleFault(
      condition.line,
      'An ordered correlation needs all of its rules: other counts are not supported.',
    )
  }
  return { bounds, valueFields }
}

function checkFields({
  type,
  valueFields,
  line,
}: {
  readonly type: CorrelationType
  readonly valueFields: readonly string[]
  readonly line: number
}): void {
  const wants = type.startsWith('value_')
  if (wants && valueFields.length === 0)
    throw new RuleFault(line, `A ${type} correlation needs 'field' in its condition.`)
  if (valueFields.length > 1 && (type === 'value_sum' || type === 'value_avg')) {
    throw new RuleFault(line, `A ${type} correlation takes one field.`)
  }
}

const needsAll = (bounds: readonly Bound[], rules: number): boolean =>
  bounds.every(
    ({ operator, value }) =>
      (['gte', 'eq'].includes(operator) && value === rules) || (operator === 'gt' && value === rules - 1),
  )

function aliasesOf(map: Mapping): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const entry = entryOf(map, 'aliases')
  if (entry === undefined) return new Map()
  if (entry.value.kind !== 'map') throw new RuleFault(entry.line, "'aliases' must be a map of maps.")
  return new Map(
    entry.value.entries.map(({ key, line, value }) => {
      if (value.kind !== 'map')
        throw new RuleFault(line, `The alias '${key}' must be a map of rule names to fields.`)
      const fields = value.entries.flatMap((one) =>
        one.value.kind === 'scalar' ? [[one.key, one.value.source] as const] : [],
      )
      return [key, new Map(fields)]
    }),
  )
}
