import { column, type Engine, type Fragment, numberIn, type Row, sql, textsIn } from '#store/index.ts'
import { duringIncidents, INCIDENT_EVENTS } from './incident-table.ts'
import type { IncidentRelations } from './marks.ts'
import { MEMBERS, memberRows } from './members.ts'

/** What all events of one incident come to. Lists hold at most `MOST_NAMES`, the first met first. */
export interface IncidentFacts {
  readonly eventCount: number
  readonly deniedCount: number
  readonly firstMs: number
  readonly lastMs: number
  readonly accessKeys: readonly string[]
  readonly principals: readonly string[]
  readonly accountIds: readonly string[]
  readonly ips: readonly string[]
  readonly regions: readonly string[]
  /** Oldest first. */
  readonly eventIds: readonly string[]
}

export const MOST_NAMES = 1000
/** Event ids that an incident names; its count is exact beyond. */
export const MOST_EVENT_IDS = 10_000

const firstMet = (text: Fragment): Fragment =>
  sql`list_slice(list(${text} order by first_ms, ${text}), 1, ${MOST_NAMES})`

/** `name as (…)`: of each incident the values of a column. */
const distinct = (name: string, text: Fragment): Fragment => sql`${column(name)} as (
    select incident_no, ${firstMet(column('text'))} as ${column(name)} from (
      select incident_no, ${text} as text, min(time_ms) as first_ms from told group by 1, 2) t where text is not null group by 1)`

/**
 * @param groups - strand ids of each incident.
 * @returns facts by the incident's place in `groups`.
 */
export async function collectIncidentEvents(
  engine: Engine,
  groups: readonly (readonly string[])[],
  relations: IncidentRelations,
): Promise<ReadonlyMap<number, IncidentFacts>> {
  const pairs = groups.flatMap((strands, n) => strands.map((strand) => ({ n, strand })))
  await engine.rows(
    sql`delete from ${MEMBERS} where strand not in (select unnest(from_json(${JSON.stringify(groups.flat())}, '["VARCHAR"]')))`,
  )
  await engine.rows(sql`create or replace temp table ${INCIDENT_EVENTS} as
    with groups as (select unnest(from_json(${JSON.stringify(pairs)}, '[{"n":"INTEGER","strand":"VARCHAR"}]'), recursive := true))
    select distinct g.n as incident_no, r.row_id, r.time_ms from ${memberRows(relations)} r join groups g on g.strand = r.strand`)
  const { events } = relations
  const during = await duringIncidents(engine)
  const rows = await engine.rows(sql`
    with told as (
      select i.incident_no, e.time_ms, e."eventID", e.principal, e.account_id, e."awsRegion", e."sourceIPAddress", e.outcome,
        e."userIdentity"."accessKeyId" as access_key, row_number() over (partition by i.incident_no order by e.time_ms, e."eventID") as nth
      from ${INCIDENT_EVENTS} i join ${events} e on e.row_id = i.row_id where ${during}),
    ${distinct('access_keys', column('access_key'))}, ${distinct('principals', column('principal'))},
    ${distinct('account_ids', column('account_id'))}, ${distinct('ips', column('sourceIPAddress'))},
    ${distinct('regions', column('awsRegion'))},
    sums as (
      select incident_no, count(*) as event_count, count(*) filter (where outcome = 'denied') as denied_count, min(time_ms) as first_ms, max(time_ms) as last_ms,
        list("eventID" order by nth) filter (where nth <= ${MOST_EVENT_IDS}) as event_ids from told group by 1)
    select * from sums left join access_keys using (incident_no) left join principals using (incident_no)
      left join account_ids using (incident_no) left join ips using (incident_no) left join regions using (incident_no)`)
  return new Map(rows.map((row) => [numberIn(row, 'incident_no'), factsOf(row)]))
}

const factsOf = (row: Row): IncidentFacts => ({
  eventCount: numberIn(row, 'event_count'),
  deniedCount: numberIn(row, 'denied_count'),
  firstMs: numberIn(row, 'first_ms'),
  lastMs: numberIn(row, 'last_ms'),
  accessKeys: textsIn(row, 'access_keys'),
  principals: textsIn(row, 'principals'),
  accountIds: textsIn(row, 'account_ids'),
  ips: textsIn(row, 'ips'),
  regions: textsIn(row, 'regions'),
  eventIds: textsIn(row, 'event_ids'),
})
