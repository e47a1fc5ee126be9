import type { Finding } from '#findings/index.ts'
import { column, type Fragment, numberIn, type Row, spelled, sql, textsIn } from '#store/index.ts'

/** Event ids that a finding names; its count is exact beyond. */
const MOST_EVENT_IDS = 1000
const MOST_VALUES = 20
const MOST_CLIENTS = 5

export const top = (text: Fragment, count: number): Fragment => spelled('topValues', text, sql`${count}`)

/**
 * What a finding tells of its events, one row for each group of them; `event_count` is the asker's. `nth` is an event's place among
 * the finding's.
 *
 * @param resources - what an event acted on, as text.
 */
export const summaryColumns = (resources: Fragment): Fragment => sql`
    ${top(column('actor_class'), 1)} as actor_classes,
    ${top(sql`"userIdentity"."accessKeyId"`, MOST_VALUES)} as access_keys,
    ${top(column('session'), MOST_VALUES)} as sessions,
    ${top(column('awsRegion'), MOST_VALUES)} as regions,
    ${top(column('sourceIPAddress'), MOST_VALUES)} as source_ips,
    ${top(column('userAgent'), MOST_CLIENTS)} as clients,
    ${top(sql`"eventSource" || ':' || "eventName"`, MOST_VALUES)} as calls,
    ${top(resources, MOST_VALUES)} as resources,
    min(time_ms) as first_ms, max(time_ms) as last_ms,
    count(*) filter (where outcome = 'denied') as denied_count,
    array_agg("eventID" order by nth) filter (where nth <= ${MOST_EVENT_IDS}) as event_ids`

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
