import type { ExpressionBuilder, ExpressionWrapper, Sql, SqlBool } from 'kysely'
import type { GuardDutyRow } from './guardduty-findings.ts'
import type { StateDatabase, StateTables } from './state-schema.ts'

/** JSON held in memory at once; one finding has a few thousand characters. */
const MOST_CHARS = 64 << 20

/** Findings that these sources hold, each once. */
export async function countGuardDuty(state: StateDatabase, sourceIds: readonly number[]): Promise<number> {
  const keys = state
    .selectFrom('guardduty_findings')
    .select(['account_id', 'finding_id'])
    .distinct()
    .where((builder) => ofSources(builder, sourceIds))
  const { n } = await state
    .selectFrom(keys.as('k'))
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

/** What is asked of them. Times are half-open; undefined: no limit. */
export interface GuardDutyScope {
  readonly sourceIds: readonly number[] | undefined
  readonly fromMs: number | undefined
  readonly toMs: number | undefined
  readonly accounts: readonly string[]
  readonly regions: readonly string[]
}

export interface HeldGuardDuty {
  readonly count: number
  readonly sampleCount: number
  /** Of `count`. */
  readonly archivedCount: number
  /** The gravest first, without samples; at most as many as were asked for, and not more text than is good for memory. */
  readonly rows: readonly Pick<GuardDutyRow, 'json'>[]
}

/** The newest update of every finding that has to do with the scope, whichever source it came from. */
export async function heldGuardDuty(
  state: StateDatabase,
  scope: GuardDutyScope,
  most: number,
): Promise<HeldGuardDuty> {
  // Not above: the threads that read logs enter this room too, and do without Kysely.
  const { sql } = await import('kysely')
  const asked = newestIn(state, scope, sql)
  const gravestFirst = sql`order by severity desc, last_ms desc, account_id, finding_id`
  const counts = await asked
    .select(({ fn }) => [
      fn.countAll<number>().as('all'),
      fn.sum<number | null>('sample').as('samples'),
      sql<number | null>`sum(archived * (1 - sample))`.as('archived'),
    ])
    .executeTakeFirstOrThrow()
  const sampleCount = counts.samples ?? 0
  const sized = asked
    .where('sample', '=', 0)
    .select([
      'json',
      sql<number>`row_number() over (${gravestFirst})`.as('place'),
      sql<number>`sum(length(json)) over (${gravestFirst})`.as('chars'),
    ])
  const rows = await state
    .selectFrom(sized.as('s'))
    .select('json')
    .where('place', '<=', most)
    .where('chars', '<=', MOST_CHARS)
    .orderBy('place')
    .execute()
  return { count: counts.all - sampleCount, sampleCount, archivedCount: counts.archived ?? 0, rows }
}

function newestIn(
  state: StateDatabase,
  { sourceIds, fromMs, toMs, accounts, regions }: GuardDutyScope,
  sql: Sql,
) {
  const newestFirst = sql`order by updated_ms desc, archived, json desc`
  const numbered = state
    .selectFrom('guardduty_findings')
    .select([
      'account_id',
      'finding_id',
      'severity',
      'region',
      'first_ms',
      'last_ms',
      'archived',
      'sample',
      'json',
    ])
    .select(sql<number>`row_number() over (partition by account_id, finding_id ${newestFirst})`.as('nth'))
    .where((builder) => ofSources(builder, sourceIds))
  let asked = state.selectFrom(numbered.as('f')).where('nth', '=', 1)
  if (fromMs !== undefined) asked = asked.where('last_ms', '>=', fromMs)
  if (toMs !== undefined) asked = asked.where('first_ms', '<', toMs)
  if (accounts.length > 0) asked = asked.where('account_id', 'in', accounts)
  if (regions.length > 0) asked = asked.where('region', 'in', regions)
  return asked
}

type Builder = ExpressionBuilder<StateTables, 'guardduty_findings'>

/** Ids are given out in a row: 100,000 of them are a few ranges. */
function ofSources(
  builder: Builder,
  sourceIds: readonly number[] | undefined,
): ExpressionWrapper<StateTables, 'guardduty_findings', SqlBool> {
  if (sourceIds === undefined) return builder.and([])
  const ranges: { from: number; to: number }[] = []
  for (const id of sourceIds.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && id <= last.to + 1) last.to = id
    else ranges.push({ from: id, to: id })
  }
  return builder.or(ranges.map(({ from, to }) => builder.between('source_id', from, to)))
}
