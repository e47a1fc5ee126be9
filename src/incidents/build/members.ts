import { column, type Engine, type Fragment, sql } from '#store/index.ts'
import type { Begotten } from '../lineage/begotten.ts'
import { EDGES } from '../lineage/edges-sql.ts'
import { ACTOR, type IncidentRelations } from './marks.ts'
import type { Strand } from './strands.ts'

/**
 * Temp table: which events are whose. `kind` says how `name` is meant:
 *
 * - `place`: all that principal `name` did from `network`; where there is an `address`, from it alone;
 * - `session-at`: all that session `name` did from `network`;
 * - `session`: all that session `name` did;
 * - `principal`: all that principal `name` did;
 * - `event`: one event.
 */
export const MEMBERS = column('strand_members')

interface Member {
  readonly strand: string
  readonly kind: 'place' | 'session-at' | 'session' | 'principal' | 'event'
  readonly name: string
  readonly network: string | null
  readonly address: string | null
  readonly since: number
}

/** Makes the table for what strands did themselves. */
export async function makeMembers(engine: Engine, strands: readonly Strand[]): Promise<void> {
  await engine.rows(sql`create or replace temp table ${MEMBERS} as ${rowsSql(strands.flatMap(membersOf))}`)
}

const MOST_STEPS_UP = 10
/** Of an address that no network is known of, itself. */
const samePlace = (one: Fragment): Fragment =>
  sql`(g.network = ${one}.network or (${one}.network is null and g.network is null and list_contains(${one}.addresses, g.address)))`

/**
 * Adds the calls that handed out the sessions of strands away from home, as far up as they were made from the same place: who made them
 * held the credential before.
 */
export async function addParents(engine: Engine, strands: readonly Strand[]): Promise<void> {
  const used = strands
    .filter(({ place }) => place !== 'usual')
    .flatMap(({ id, network = null, sessions, addresses }) =>
      [...sessions].map((session) => ({ strand: id, session, network, addresses: [...addresses] })),
    )
  await engine.rows(sql`insert into ${MEMBERS}
    with recursive used as (
      select unnest(from_json(${JSON.stringify(used)}, '[{"strand":"VARCHAR","session":"VARCHAR","network":"VARCHAR","addresses":["VARCHAR"]}]'), recursive := true)),
    parents as (
      select u.strand, u.network, u.addresses, g.event_id, g.parent_session, 1 as depth from used u
        join ${EDGES} g on g.child_kind = 'session' and g.child = u.session and ${samePlace(sql`u`)}
      union
      select p.strand, p.network, p.addresses, g.event_id, g.parent_session, p.depth + 1 from parents p
        join ${EDGES} g on g.child_kind = 'session' and g.child = p.parent_session and ${samePlace(sql`p`)} where p.depth < ${MOST_STEPS_UP})
    select distinct strand, 'event' as kind, event_id as name, null as network, null as address, 0 as since from parents`)
}

/** Adds what descends from them. */
export async function addBegotten(engine: Engine, begotten: readonly Begotten[]): Promise<void> {
  await engine.rows(sql`insert into ${MEMBERS} ${rowsSql(begotten.flatMap(begottenMembers))}`)
}

function membersOf({ id, principal, place, network, address, marks, sessions }: Strand): readonly Member[] {
  const events = marks.map(
    ({ eventId }) =>
      ({ strand: id, kind: 'event', name: eventId, network: null, address: null, since: 0 }) as const,
  )
  const there = network ?? null
  if (place === 'elsewhere')
    return [
      ...events,
      { strand: id, kind: 'place', name: principal, network: there, address: address ?? null, since: 0 },
    ]
  if (place === 'usual') return events
  return [
    ...events,
    ...[...sessions].map(
      (name) => ({ strand: id, kind: 'session-at', name, network: there, address: null, since: 0 }) as const,
    ),
  ]
}

function begottenMembers({ of, kind, child, network, sinceMs, eventId }: Begotten): readonly Member[] {
  const call: Member = { strand: of, kind: 'event', name: eventId, network: null, address: null, since: 0 }
  switch (kind) {
    case 'session':
      return [call, { strand: of, kind: 'session', name: child, network: null, address: null, since: 0 }]
    case 'principal':
      return [
        call,
        { strand: of, kind: 'principal', name: child, network: null, address: null, since: sinceMs },
      ]
    case 'sign-in':
      return [
        call,
        { strand: of, kind: 'place', name: child, network: network ?? null, address: null, since: sinceMs },
      ]
    case 'way-in':
      return [call]
  }
}

const rowsSql = (members: readonly Member[]): Fragment => sql`
  select distinct m.strand, m.kind, m.name, m.network, m.address, m.since from (select unnest(from_json(${JSON.stringify(members)},
    '[{"strand":"VARCHAR","kind":"VARCHAR","name":"VARCHAR","network":"VARCHAR","address":"VARCHAR","since":"BIGINT"}]'), recursive := true)) m`

/** `strand` and `event_id` of calls that begot something and are the own doing of one of these strands. */
export function begettingCalls(strands: readonly Strand[]): Fragment {
  const ids = JSON.stringify(strands.map(({ id }) => id))
  return sql`(
    with own as (select * from ${MEMBERS} m where m.strand in (select unnest(from_json(${ids}, '["VARCHAR"]'))))
    select m.strand, g.event_id from own m join ${EDGES} g on m.kind = 'event' and g.event_id = m.name
    union select m.strand, g.event_id from own m join ${EDGES} g on m.kind = 'place' and g.parent_principal = m.name and g.network = m.network
      and (m.address is null or g.address = m.address)
    union select m.strand, g.event_id from own m join ${EDGES} g on m.kind = 'session-at' and g.parent_session = m.name and g.network is not distinct from m.network)`
}

/** `strand`, `row_id` and `time_ms` of every event of the lake that is one of a strand's. */
export function memberRows({ events, addresses, scope }: IncidentRelations): Fragment {
  return sql`(
    select m.strand, e.row_id, e.time_ms from ${events} e join ${MEMBERS} m on m.kind = 'event' and m.name = e."eventID" where ${scope}
    union select m.strand, e.row_id, e.time_ms from ${events} e join ${MEMBERS} m on m.kind in ('session', 'session-at') and m.name = e.session
      left join ${addresses} a on a.address = e."sourceIPAddress"
      where ${scope} and (m.kind = 'session' or a.network is not distinct from m.network)
    union select m.strand, e.row_id, e.time_ms from ${events} e join ${MEMBERS} m on m.kind in ('place', 'principal') and m.name = ${ACTOR}
      left join ${addresses} a on a.address = e."sourceIPAddress"
      where ${scope} and e.time_ms >= m.since and (m.kind = 'principal' or (a.network = m.network and (m.address is null or m.address = e."sourceIPAddress"))))`
}
