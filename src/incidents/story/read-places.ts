import { type Engine, numberIn, type Row, sql, textIn, textsIn } from '#store/index.ts'
import { recordOf } from './rows.ts'
import type { Place } from './story.ts'
import { STORY_CALLS } from './story-calls-sql.ts'

/** One principal of an incident, from where and by what it acted; lists hold the most frequent. */
export interface Whereabouts {
  readonly incident: number
  readonly principal: string
  readonly accessKeys: readonly string[]
  readonly places: readonly Place[]
  readonly clients: readonly string[]
  readonly eventCount: number
  readonly firstMs: number
  readonly lastMs: number
}

const MOST_PRINCIPALS = 200
const MOST_PLACES = 50
const MOST_CLIENTS = 20
const MOST_KEYS = 100

/** Where the incidents' events came from. The principals with the most events first. */
export async function readPlaces(engine: Engine): Promise<ReadonlyMap<number, readonly Whereabouts[]>> {
  const rows = await engine.rows(sql`
    with keys as (
      select incident_no, principal, max_by(access_key, (n, access_key), ${MOST_KEYS}) as access_keys from (
        select incident_no, principal, access_key, count(*) as n from ${STORY_CALLS} s where access_key is not null group by 1, 2, 3) k group by 1, 2),
    clients as (
      select incident_no, principal, max_by(agent, (n, agent), ${MOST_CLIENTS}) as clients from (
        select incident_no, principal, agent, count(*) as n from ${STORY_CALLS} s where agent is not null group by 1, 2, 3) k group by 1, 2),
    at_addresses as (
      select incident_no, principal, network, address, any_value("operator") as "operator", any_value(country) as country, any_value(kind) as kind,
        count(*) as n, min(time_ms) as first_ms, max(time_ms) as last_ms
      from ${STORY_CALLS} s group by 1, 2, 3, 4),
    networks as (
      select incident_no, principal, network, max_by("operator", (n, "operator")) as "operator", max_by(country, (n, country)) as country, max_by(kind, (n, kind)) as kind,
        cast(sum(n) as bigint) as n, max_by(address, (n, address), ${MOST_PLACES}) filter (address is not null) as addresses, min(first_ms) as first_ms, max(last_ms) as last_ms
      from at_addresses group by 1, 2, 3),
    places as (
      select incident_no, principal, cast(sum(n) as bigint) as n, min(first_ms) as first_ms, max(last_ms) as last_ms,
        max_by({network: network, "operator": "operator", country: country, kind: kind, addresses: addresses, n: n}, (n, network), ${MOST_PLACES}) as places
      from networks group by 1, 2)
    select * from places left join keys using (incident_no, principal) left join clients using (incident_no, principal)
    qualify row_number() over (partition by incident_no order by n desc, principal) <= ${MOST_PRINCIPALS}
    order by incident_no, n desc, principal`)
  return Map.groupBy(rows.map(whereaboutsOf), ({ incident }) => incident)
}

export const whereaboutsOf = (row: Row): Whereabouts => ({
  incident: numberIn(row, 'incident_no'),
  principal: textIn(row, 'principal') ?? '',
  accessKeys: textsIn(row, 'access_keys'),
  places: placesIn(row),
  clients: textsIn(row, 'clients'),
  eventCount: numberIn(row, 'n'),
  firstMs: numberIn(row, 'first_ms'),
  lastMs: numberIn(row, 'last_ms'),
})

function placesIn(row: Row): readonly Place[] {
  const list = row['places']
  return (Array.isArray(list) ? list : []).map(recordOf).map((place) => ({
    network: textIn(place, 'network') ?? 'a network that is not known',
    operator: textIn(place, 'operator') ?? null,
    country: textIn(place, 'country') ?? null,
    kind: textIn(place, 'kind') ?? null,
    addresses: textsIn(place, 'addresses'),
    eventCount: numberIn(place, 'n'),
  }))
}
