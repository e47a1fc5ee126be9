import { column, type Engine, numberIn, type Row, sql, textsIn } from '#store/index.ts'
import { INCIDENT_EVENTS } from '../build/incident-table.ts'
import type { IncidentRelations } from '../build/marks.ts'
import { type Whereabouts, whereaboutsOf } from './read-places.ts'
import { STORY_CALLS } from './story-calls-sql.ts'

/** What the same principal does in the same logs that is no incident's: its owner's doing. */
export interface Owner extends Whereabouts {
  /** Days with events, of all and of those before the day of the incident's first event by this principal: what is usual is counted so, too. */
  readonly days: number
  readonly daysBefore: number
  /** Networks that it came from at any time before the incident. */
  readonly networksBefore: readonly string[]
}

const MOST_PLACES = 50
const MOST_CLIENTS = 20
/** Temp table: events outside all incidents, by day, of principals that are part of one. */
const DAYS = column('story_owner_days')

/** One pass over narrow columns of the lake; then sums alone. */
export async function readOwners(
  engine: Engine,
  { events, addresses, profiles }: IncidentRelations,
): Promise<ReadonlyMap<number, readonly Owner[]>> {
  await engine.rows(sql`create or replace temp table ${DAYS} as
    with met as (
      select e.principal, e.day, e."sourceIPAddress" as address, e."userAgent" as agent, count(*) as n, min(e.time_ms) as first_ms, max(e.time_ms) as last_ms
      from ${events} e where e.principal in (select principal from ${STORY_CALLS})
        and not exists (select 1 from ${INCIDENT_EVENTS} i where i.row_id = e.row_id)
      group by all)
    select m.*, a.network, a."operator", a.country, a.kind from met m left join ${addresses} a on a.address = m.address`)
  const rows = await engine.rows(sql`
    with starts as (select incident_no, principal, min(time_ms) as start_ms, min(day) as start_day from ${STORY_CALLS} s group by 1, 2),
    keys as (
      select p.subject as principal, max_by(p.value, (p.n, p.value), ${MOST_PLACES}) as access_keys from (
        select subject, value, sum(n) as n from ${profiles} p where dimension = 'key' and subject in (select principal from starts) group by 1, 2) p
      left join (select principal, access_key, count(distinct row_id) as n from ${STORY_CALLS} s group by 1, 2) s
        on s.principal = p.subject and s.access_key = p.value
      where p.n > coalesce(s.n, 0) group by 1),
    clients as (
      select principal, max_by(agent, (n, agent), ${MOST_CLIENTS}) as clients from (
        select principal, agent, sum(n) as n from ${DAYS} d where agent is not null group by 1, 2) k group by 1),
    at_addresses as (
      select principal, network, address, any_value("operator") as "operator", any_value(country) as country, any_value(kind) as kind, sum(n) as n
      from ${DAYS} d group by 1, 2, 3),
    networks as (
      select principal, network, max_by("operator", (n, "operator")) as "operator", max_by(country, (n, country)) as country, max_by(kind, (n, kind)) as kind, cast(sum(n) as bigint) as n,
        max_by(address, (n, address), ${MOST_PLACES}) filter (address is not null) as addresses from at_addresses group by 1, 2),
    places as (
      select principal, max_by({network: network, "operator": "operator", country: country, kind: kind, addresses: addresses, n: n}, (n, network), ${MOST_PLACES}) as places
      from networks group by 1),
    sums as (
      select b.incident_no, d.principal, cast(sum(d.n) as bigint) as n, min(d.first_ms) as first_ms, max(d.last_ms) as last_ms, count(distinct d.day) as days,
        count(distinct d.day) filter (d.day < b.start_day) as days_before,
        list(distinct d.network order by d.network) filter (d.first_ms < b.start_ms and d.network is not null) as networks_before
      from ${DAYS} d join starts b on b.principal = d.principal group by 1, 2)
    select * from sums left join places using (principal) left join keys using (principal) left join clients using (principal)
    order by incident_no, n desc, principal`)
  return Map.groupBy(rows.map(ownerOf), ({ incident }) => incident)
}

const ownerOf = (row: Row): Owner => ({
  ...whereaboutsOf(row),
  days: numberIn(row, 'days'),
  daysBefore: numberIn(row, 'days_before'),
  networksBefore: textsIn(row, 'networks_before'),
})
