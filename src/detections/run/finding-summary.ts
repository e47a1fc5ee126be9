import type { Finding } from '#findings/index.ts'
import { column, type Fragment, joined, numberIn, type Row, sql, textsIn } from '#store/index.ts'

/** Event ids that a finding names; its count is exact beyond. */
const MOST_EVENT_IDS = 1000
const MOST_VALUES = 20
const MOST_CLIENTS = 5
/** Letters of one value: an attacker writes some of them. */
const MOST_LETTERS = 500

/** Lists of values: what they hold of an event, and how many at most. */
const listsOf = (
  resources: Fragment,
): Readonly<Record<string, readonly [value: Fragment, most: number]>> => ({
  accounts: [column('account_id'), 1],
  actor_classes: [column('actor_class'), 1],
  access_keys: [sql`"userIdentity"."accessKeyId"`, MOST_VALUES],
  sessions: [column('session'), MOST_VALUES],
  regions: [column('awsRegion'), MOST_VALUES],
  source_ips: [column('sourceIPAddress'), MOST_VALUES],
  clients: [column('userAgent'), MOST_CLIENTS],
  calls: [sql`"eventSource" || ':' || "eventName"`, MOST_VALUES],
  resources: [resources, MOST_VALUES],
})

/**
 * What findings tell of their events, a row for each `finding_no`. The most frequent values stand first, and of those as frequent the
 * first by their letters: the same events give the same lists. (Sketches of the most frequent values do not.)
 *
 * @param events - relation: an event's columns, `finding_no`, `nth` (its place among the finding's) and `weight` (what it counts).
 * @param resources - what an event acted on, as text.
 */
export function summaries(events: Fragment, resources: Fragment): Fragment {
  const lists = Object.entries(listsOf(resources))
  const values = lists.map(([name, [text]]) => sql`left(${text}, ${MOST_LETTERS}) as ${column(name)}`)
  const sets = lists.map(([name]) => sql`(finding_no, ${column(name)})`)
  const names = lists.map(([name]) => sql`when grouping(${column(name)}) = 0 then ${name}`)
  const best = lists.map(
    ([name, [, most]]) =>
      sql`array_agg(value order by place) filter (where list = ${name} and place <= ${most}) as ${column(name)}`,
  )
  const any = joined(
    lists.map(([name]) => column(name)),
    sql`, `,
  )
  return sql`with told as (
      select finding_no, nth, weight, time_ms, outcome, "eventID", ${joined(values, sql`, `)} from ${events}),
    sums as (
      select finding_no, min(time_ms) as first_ms, max(time_ms) as last_ms, sum(weight) as event_count,
        count(*) filter (where outcome = 'denied') as denied_count,
        array_agg("eventID" order by nth) filter (where nth <= ${MOST_EVENT_IDS}) as event_ids
      from told group by finding_no),
    counted as (
      select finding_no, case ${joined(names, sql` `)} end as list, coalesce(${any}) as value, count(*) as n
      from told group by grouping sets (${joined(sets, sql`, `)})),
    placed as (
      select *, row_number() over (partition by finding_no, list order by n desc, value) as place
      from counted where value <> ''),
    lists as (select finding_no, ${joined(best, sql`, `)} from placed where place <= ${MOST_VALUES} group by finding_no)
    select * from sums left join lists using (finding_no) order by finding_no`
}

type Summary = Pick<
  Finding,
  | 'actorClass'
  | 'accessKeys'
  | 'sessions'
  | 'regions'
  | 'sourceIps'
  | 'clients'
  | 'calls'
  | 'resources'
  | 'firstMs'
  | 'lastMs'
  | 'count'
  | 'deniedCount'
  | 'eventIds'
>

/** @param key - that the finding is about; it stands first among its keys, then the long-term ones. */
export const summaryOf = (row: Row, key?: string): Summary => ({
  actorClass: textsIn(row, 'actor_classes')[0],
  accessKeys: longTermFirst(textsIn(row, 'access_keys'), key),
  sessions: textsIn(row, 'sessions'),
  regions: textsIn(row, 'regions'),
  sourceIps: textsIn(row, 'source_ips'),
  clients: textsIn(row, 'clients'),
  calls: textsIn(row, 'calls'),
  resources: textsIn(row, 'resources'),
  firstMs: numberIn(row, 'first_ms'),
  lastMs: numberIn(row, 'last_ms'),
  count: numberIn(row, 'event_count'),
  deniedCount: numberIn(row, 'denied_count'),
  eventIds: textsIn(row, 'event_ids'),
})

function longTermFirst(keys: readonly string[], key: string | undefined): readonly string[] {
  const rank = (id: string): number => (id === key ? 0 : id.startsWith('AKIA') ? 1 : 2)
  return keys.toSorted((a, b) => rank(a) - rank(b))
}
