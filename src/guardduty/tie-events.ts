import { DAY_MS, MINUTE_MS } from '#kernel/index.ts'
import { type Engine, type Fragment, joined, numberIn, type Row, sql, textIn, textsIn } from '#store/index.ts'
import type { GuardDutyFinding } from './guardduty-finding.ts'

/** The events of the lake that a finding is about. Lists are in a fixed order, and bounded. */
export interface TiedEvents {
  /** Oldest first; at most 1000. */
  readonly eventIds: readonly string[]
  /** Exact. */
  readonly count: number
  readonly deniedCount: number
  /** Who made most of them. */
  readonly principal: string | undefined
  readonly actorClass: string | undefined
  readonly accessKeys: readonly string[]
  readonly sessions: readonly string[]
  readonly regions: readonly string[]
  readonly clients: readonly string[]
  readonly calls: readonly string[]
  /** By what they were found. */
  readonly by: string
}

/** GuardDuty's times are those of the calls; clocks and batches need a little. */
const SLACK_MS = 10 * MINUTE_MS
/** Who launches a machine for a purpose uses it soon. */
const LAUNCH_MS = DAY_MS
/** From an address with more principals than this come people who have nothing to do with one another. */
const MOST_AT_ADDRESS = 3
const MOST_IDS = 1000
const MOST_NAMES = 20

/** How sure a way is: the surest that finds anything counts, and no other. Keys come before principals, as they are the credential itself. */
const WAYS: Readonly<Record<number, string>> = {
  1: 'access key, address and call',
  2: 'access key and address',
  3: 'access key and call',
  4: 'access key',
  11: 'principal, address and call',
  12: 'principal and address',
  13: 'principal and call',
  14: 'principal',
  21: 'instance',
  31: 'address and call',
  32: 'address',
}

interface Clue {
  readonly n: number
  readonly kind: 'key' | 'who' | 'instance' | 'address'
  readonly name: string
}

interface Asked {
  readonly n: number
  readonly from: number
  readonly to: number
  readonly addresses: readonly string[]
  readonly calls: readonly string[]
  readonly inbound: boolean
}

/**
 * Finds the events that each finding is about: GuardDuty names none, but their key, caller, address, call and time.
 *
 * @param events - the relation `events`.
 * @param scope - which of them may be told of.
 * @returns by the finding's place in the list; nothing for one whose events the lake does not hold.
 */
export async function tieEvents(
  engine: Engine,
  findings: readonly GuardDutyFinding[],
  { events, scope }: { readonly events: Fragment; readonly scope: Fragment },
): Promise<ReadonlyMap<number, TiedEvents>> {
  const clues = findings.flatMap(cluesOf)
  if (clues.length === 0) return new Map()
  const asked = findings.map(
    ({ firstMs, lastMs, traces }, n): Asked => ({
      n,
      from: firstMs - SLACK_MS,
      to: lastMs + SLACK_MS,
      addresses: traces.addresses.map(({ address }) => address),
      calls: traces.calls,
      inbound: traces.isInbound,
    }),
  )
  const rows = await engine.rows(tiesSql(events, scope, asked, clues))
  return new Map(rows.filter(isMeant).map((row) => [numberIn(row, 'n'), tiedOf(row)]))
}

function cluesOf({ traces }: GuardDutyFinding, n: number): readonly Clue[] {
  const of = (kind: Clue['kind'], names: readonly (string | undefined)[]): readonly Clue[] =>
    [...new Set(names)].flatMap((name) => (name === undefined ? [] : [{ n, kind, name }]))
  return [
    ...of(
      'key',
      traces.actors.map(({ accessKeyId }) => accessKeyId),
    ),
    ...of(
      'who',
      traces.actors.map(({ principalId }) => principalId),
    ),
    ...of('instance', traces.instances),
    ...of(
      'address',
      traces.addresses.map(({ address }) => address),
    ),
  ]
}

/** A call of somebody's is told by itself; an address alone only where few use it. */
const isMeant = (row: Row): boolean =>
  numberIn(row, 'way') !== 32 || numberIn(row, 'principal_count') <= MOST_AT_ADDRESS

const own = sql`e.row_id, e.time_ms, e."eventID" as event_id, e.principal, e.actor_class, e.outcome, e.session,
  e."userIdentity"."accessKeyId" as access_key, e."awsRegion" as region, e."userAgent" as client,
  e."sourceIPAddress" as address, e."eventSource" || ':' || e."eventName" as call, e."eventName" as name`

/** How events are found by each kind of clue; how long before the finding they may lie. */
const FOUND: Readonly<Record<Clue['kind'], { readonly on: Fragment; readonly earlierMs: number }>> = {
  key: { on: sql`c.name = e.session`, earlierMs: 0 },
  who: { on: sql`c.name = e."userIdentity"."principalId"`, earlierMs: 0 },
  instance: {
    on: sql`e."eventName" = 'RunInstances' and e.outcome = 'ok' and contains(e."responseElements", c.name)`,
    earlierMs: LAUNCH_MS,
  },
  address: { on: sql`c.name = e."sourceIPAddress"`, earlierMs: 0 },
}

function tiesSql(
  events: Fragment,
  scope: Fragment,
  asked: readonly Asked[],
  clues: readonly Clue[],
): Fragment {
  const fromMs = asked.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY)
  const toMs = asked.reduce((most, { to }) => Math.max(most, to), Number.NEGATIVE_INFINITY)
  // Bounds of all beside each one's own: the engine leaves out files by what it knows before it reads.
  const candidates = (kind: Clue['kind']): Fragment => sql`
    select c.n, c.kind, ${own} from ${events} e join clues c on c.kind = ${kind} and ${FOUND[kind].on}
    where e.time_ms between ${fromMs - FOUND[kind].earlierMs} and ${toMs}
      and e.time_ms between c.since_ms - ${FOUND[kind].earlierMs} and c.until_ms and ${scope}`
  const kinds = [...new Set(clues.map(({ kind }) => kind))]
  return sql`
    with asked as (select unnest(from_json(${JSON.stringify(asked)},
        '[{"n":"INTEGER","from":"BIGINT","to":"BIGINT","addresses":["VARCHAR"],"calls":["VARCHAR"],"inbound":"BOOLEAN"}]'), recursive := true)),
    clues as (
      select c.*, a."from" as since_ms, a."to" as until_ms
      from (select unnest(from_json(${JSON.stringify(clues)}, '[{"n":"INTEGER","kind":"VARCHAR","name":"VARCHAR"}]'), recursive := true)) c
      join asked a on a.n = c.n),
    candidates as (${joined(kinds.map(candidates), sql` union all `)}),
    weighed as (
      select c.*, len(a.addresses) > 0 as has_address, len(a.calls) > 0 as has_call, a.inbound,
        list_contains(a.addresses, c.address) as is_here,
        list_contains(a.calls, c.call) or list_contains(a.calls, ':' || c.name) as is_called
      from candidates c join asked a on a.n = c.n),
    ranked as (
      select distinct n, row_id, time_ms, event_id, principal, actor_class, outcome, session, access_key, region, client, call,
        case when kind in ('key', 'who') then (case when kind = 'who' then 10 else 0 end) + (case
            when is_here and is_called then 1 when is_here then 2
            when not has_address and is_called then 3 when not has_address and not has_call then 4 end)
          when kind = 'instance' then 21
          when is_called then 31
          when not has_call and inbound then 32 end as way
      from weighed),
    best as (select * from ranked where way is not null qualify way = min(way) over (partition by n)),
    numbered as (select *, row_number() over (partition by n order by time_ms, event_id, row_id) as nth from best),
    callers as (
      select n, arg_min(principal, (-made, principal)) as principal, arg_min(actor_class, (-made, principal)) as actor_class,
        count(*) as principal_count
      from (select n, principal, min(actor_class) as actor_class, count(*) as made from best where principal is not null group by 1, 2) p group by 1)
    select b.*, c.principal, c.actor_class, coalesce(c.principal_count, 0) as principal_count from (
      select n, min(way) as way, count(*) as count, count(*) filter (where outcome = 'denied') as denied_count,
        list(event_id order by nth) filter (where nth <= ${MOST_IDS}) as event_ids,
        ${names(sql`access_key`)} as access_keys, ${names(sql`session`)} as sessions, ${names(sql`region`)} as regions,
        ${names(sql`client`)} as clients, ${names(sql`call`)} as calls
      from numbered group by n) b left join callers c on c.n = b.n order by b.n`
}

const names = (text: Fragment): Fragment =>
  sql`list_slice(list_sort(list(distinct ${text}) filter (where ${text} is not null)), 1, ${MOST_NAMES})`

const tiedOf = (row: Row): TiedEvents => ({
  eventIds: textsIn(row, 'event_ids'),
  count: numberIn(row, 'count'),
  deniedCount: numberIn(row, 'denied_count'),
  principal: textIn(row, 'principal'),
  actorClass: textIn(row, 'actor_class'),
  accessKeys: textsIn(row, 'access_keys'),
  sessions: textsIn(row, 'sessions'),
  regions: textsIn(row, 'regions'),
  clients: textsIn(row, 'clients'),
  calls: textsIn(row, 'calls'),
  by: WAYS[numberIn(row, 'way')] ?? '',
})
