import { plainCount } from '#kernel/index.ts'
import { type Engine, type Fragment, isAmong, numberIn, type Row, sql, textIn, value } from '#store/index.ts'
import { INCIDENT_EVENTS } from '../build/incident-table.ts'

/** What a credential does outside of all incidents: what breaks when it is switched off. */
export interface Habit {
  /** Days on which it did anything. */
  readonly dayCount: number
  readonly eventCount: number
  readonly lastMs: number
  /** The most frequent first, at most `MOST`. */
  readonly calls: readonly string[]
  readonly buckets: readonly string[]
  readonly networks: readonly string[]
  readonly clients: readonly string[]
  readonly regions: readonly string[]
}

const MOST = 3
/** More are looked for as a table. */
const MANY_SUBJECTS = 50

/**
 * Habits of all credentials of all incidents in one query.
 *
 * @param subjects - long-term keys and principals: ARNs of users and roles.
 * @returns by subject; none for one that did nothing else.
 */
export async function habitsOf(
  engine: Engine,
  { events, addresses }: { readonly events: Fragment; readonly addresses: Fragment },
  subjects: readonly string[],
): Promise<ReadonlyMap<string, Habit>> {
  if (subjects.length === 0) return new Map()
  const rows = await engine.rows(sql`
    with wanted as (select distinct unnest(from_json(${JSON.stringify(subjects)}, '["VARCHAR"]')) as subject),
    used as (
      select unnest(list_distinct([e."userIdentity"."accessKeyId", e.principal])) as subject, e.row_id, e.day, e.time_ms,
        e.service || ':' || e."eventName" as call, e.bucket, e.client_family, e."awsRegion" as region, a.network || coalesce(' ' || a.operator, '') as network
      from ${events} e left join ${addresses} a on a.address = e."sourceIPAddress"
      where ${isWanted(sql`e."userIdentity"."accessKeyId"`, subjects)} or ${isWanted(sql`e.principal`, subjects)}),
    own as (select * from used where subject in (select subject from wanted) and row_id not in (select row_id from ${INCIDENT_EVENTS})),
    sums as (select subject, count(distinct day) as day_count, count(*) as event_count, max(time_ms) as last_ms from own group by 1),
    parts as (
      select subject, dimension, value, count(*) as n from (
        select subject, unnest(['call', 'bucket', 'network', 'client', 'region']) as dimension,
          unnest([call, bucket, network, client_family, region]) as value from own) o
      where value is not null group by all),
    best as (
      select subject, dimension, list(value order by n desc, value) as values from (
        select * from parts qualify row_number() over (partition by subject, dimension order by n desc, value) <= ${MOST}) b group by all)
    select s.*, b.dimension, b.values from sums s left join best b using (subject) order by s.subject, b.dimension`)
  const bySubject = Map.groupBy(rows, (row) => textIn(row, 'subject') ?? '')
  return new Map([...bySubject].map(([subject, own]) => [subject, habitOf(own)]))
}

/** Some are asked of each event before more of it is read. */
const isWanted = (text: Fragment, subjects: readonly string[]): Fragment =>
  subjects.length > MANY_SUBJECTS
    ? sql`${text} in (select subject from wanted)`
    : isAmong(text, subjects.map(value))

function habitOf(rows: readonly Row[]): Habit {
  const [first] = rows
  const values = (dimension: string): readonly string[] => {
    const list = rows.find((row) => row['dimension'] === dimension)?.['values']
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []
  }
  return {
    dayCount: numberIn(first ?? {}, 'day_count'),
    eventCount: numberIn(first ?? {}, 'event_count'),
    lastMs: numberIn(first ?? {}, 'last_ms'),
    calls: values('call'),
    buckets: values('bucket'),
    networks: values('network'),
    clients: values('client'),
    regions: values('region'),
  }
}

/**
 * Sentences on what no longer works.
 *
 * @param what - `This key`, `Role deploy`.
 * @param then - what becomes of its calls: `they will fail`.
 */
export function breaksOf(what: string, habit: Habit | undefined, then: string): readonly string[] {
  if (habit === undefined || habit.eventCount === 0) {
    return [`${what} did nothing else in these logs: nothing is known to break.`]
  }
  const { dayCount, eventCount, calls, buckets, networks, clients } = habit
  const aDay = plainCount(Math.max(1, Math.round(eventCount / Math.max(1, dayCount))))
  const many = aDay === '1' ? 'call' : 'calls'
  const days = dayCount === 1 ? 'on 1 day' : `a day on ${plainCount(dayCount)} days`
  const on = buckets.length === 0 ? '' : ` on ${buckets.join(', ')}`
  const by = clients.length === 0 ? '' : ` by ${clients.join(', ')}`
  const from = networks.length === 0 ? '' : ` from ${networks.join(', ')}`
  const last = new Date(habit.lastMs).toISOString().slice(0, 10)
  return [
    `${what} made ${aDay} ${many} ${days}, the last on ${last}: ${calls.join(', ')}${on}${by}${from}; ${then}.`,
  ]
}
