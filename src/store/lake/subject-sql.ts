import { and } from '../sql/conditions.ts'
import { column, type Fragment, joined, sql } from '../sql/fragment.ts'

// What one key or principal does, straight from its events. Each takes the relation of the events that are looked at.

/** Values that are told of one dimension; how many there are is exact. */
const MOST_VALUES = 300
/** Ids of events that show a departure. */
const MOST_IDS = 5
const MOST_PRINCIPALS = 200

export const usesKey = (key: string): Fragment => sql`e."userIdentity"."accessKeyId" = ${key}`

export const isPrincipal = (principal: string): Fragment => sql`e.principal = ${principal}`

/** principal, n: those in whose name a text occurs, whatever its case; the most active first. */
export const principalsLike = (events: Fragment, part: string): Fragment =>
  sql`select principal, count(*) as n from ${events} e
    where contains(lower(principal), lower(${part})) group by 1 order by n desc, 1 limit ${MOST_PRINCIPALS}`

/** One row: first_ms of all events. */
export const firstEvent = (events: Fragment): Fragment =>
  sql`select min(time_ms) as first_ms from ${events} e`

/** One row of totals; n is 0 where there are no events. */
export const subjectTotals = (events: Fragment, where: Fragment): Fragment =>
  sql`select count(*) as n, count(*) filter (outcome = 'denied') as denied, count(*) filter (outcome = 'error') as errors,
      count(distinct day) as days, count(distinct session) as sessions,
      coalesce(sum(bytes_out), 0) as bytes_out, coalesce(sum(bytes_in), 0) as bytes_in,
      min(time_ms) as first_ms, max(time_ms) as last_ms
    from ${events} e where ${where}`

/** day (text), n, denied, bytes_out, first_ms, last_ms, first_id. */
export const subjectDays = (events: Fragment, where: Fragment): Fragment =>
  sql`select cast(day as varchar) as day, count(*) as n, count(*) filter (outcome = 'denied') as denied,
      coalesce(sum(bytes_out), 0) as bytes_out, min(time_ms) as first_ms, max(time_ms) as last_ms,
      min_by("eventID", time_ms) as first_id
    from ${events} e where ${where} group by 1 order by 1`

/** bucket, objects: how many different ones. */
export const subjectObjects = (events: Fragment, where: Fragment): Fragment =>
  sql`select bucket, count(distinct object_key) as objects
    from ${events} e where ${where} and bucket is not null and object_key is not null
    group by 1 order by 2 desc, 1 limit ${MOST_VALUES}`

/** How a dimension's value is taken from an event `e` and its address `a`; null: the event has none. */
const DIMENSIONS: Readonly<Record<string, Fragment>> = {
  network: sql`case when a.network like 'AS%' then a.network || coalesce(' ' || a."operator", '') else a.network end`,
  kind: sql`a.kind`,
  country: sql`a.country`,
  address: sql`e."sourceIPAddress"`,
  service: sql`e.service`,
  call: sql`e.service || ':' || e."eventName"`,
  client: sql`e.client_family`,
  agent: sql`e."userAgent"`,
  region: sql`e."awsRegion"`,
  account: sql`e.account_id`,
  bucket: sql`e.bucket`,
  role: sql`case when e."eventName" like 'AssumeRole%' and e.outcome = 'ok'
    then json_extract_string(e."requestParameters", '/roleArn') end`,
  denied: sql`case when e.outcome = 'denied' then e.service || ':' || e."eventName" end`,
  level: sql`e.access_level`,
  hour: sql`strftime(e."eventTime", '%H')`,
  class: sql`e.actor_class`,
  principal: sql`e.principal`,
  key: sql`case when e."userIdentity"."accessKeyId" like 'AKIA%' then e."userIdentity"."accessKeyId" end`,
}

export interface ValuesQuestion {
  readonly events: Fragment
  /** The lake's table `addresses`. */
  readonly addresses: Fragment
  readonly where: Fragment
  /** Values first met from then on count as new. */
  readonly recentMs: number
  /** A value that comes back after so many days without it is told. */
  readonly silentDays: number
}

/**
 * Values by dimension, the most frequent first: dimension, value, n, denied, days, bytes_out, bytes_in, first_ms, last_ms,
 * ids (its first events, at most 5), distinct_values (of the dimension), and of the last return after a silence: returned_ms,
 * silent_days, returned_n, returned_denied, returned_bytes, returned_ids (null where there was none). Of each dimension the 300 most frequent, and the first 300
 * of those that are new.
 */
export function subjectValues({ events, addresses, where, recentMs, silentDays }: ValuesQuestion): Fragment {
  const names = Object.keys(DIMENSIONS)
  const columns = names.map((name) => column(`d_${name}`))
  const taken = Object.entries(DIMENSIONS).map(([name, value]) => sql`${value} as ${column(`d_${name}`)}`)
  const which = names.map((name) => sql`when grouping(${column(`d_${name}`)}) = 0 then ${name}`)
  return sql`with own as (
      select e.day, e.time_ms, e."eventID", e.outcome, e.bytes_out, e.bytes_in, ${joined(taken, sql`, `)}
      from ${events} e left join ${addresses} a on a.address = e."sourceIPAddress" where ${where}),
    days as (
      select day, case ${joined(which, sql` `)} end as dimension, coalesce(${joined(columns, sql`, `)}) as value,
        count(*) as n, count(*) filter (outcome = 'denied') as denied,
        coalesce(sum(bytes_out), 0) as bytes_out, coalesce(sum(bytes_in), 0) as bytes_in,
        min(time_ms) as first_ms, max(time_ms) as last_ms, min_by("eventID", time_ms, ${MOST_IDS}) as ids
      from own group by grouping sets (${joined(
        columns.map((name) => sql`(day, ${name})`),
        sql`, `,
      )})),
    steps as (
      select *, day - lag(day) over (partition by dimension, value order by day) as step
      from days where value is not null),
    returns as (
      select *, max(case when step > ${silentDays} then day end) over (partition by dimension, value) as returned
      from steps),
    found as (
      select dimension, value, sum(n) as n, sum(denied) as denied, count(*) as days, sum(bytes_out) as bytes_out,
        sum(bytes_in) as bytes_in, min(first_ms) as first_ms, max(last_ms) as last_ms, min_by(ids, day) as ids,
        min(first_ms) filter (day = returned) as returned_ms, max(step) filter (day = returned) as silent_days,
        sum(n) filter (day >= returned) as returned_n, sum(denied) filter (day >= returned) as returned_denied,
        sum(bytes_out) filter (day >= returned) as returned_bytes, min_by(ids, day) filter (day >= returned) as returned_ids
      from returns group by 1, 2),
    ranked as (
      select *, count(*) over (partition by dimension) as distinct_values,
        row_number() over (partition by dimension order by n desc, value) as by_count,
        row_number() over (partition by dimension order by first_ms >= ${BigInt(recentMs)} desc, first_ms, value) as by_news
      from found)
    select dimension, value, n, denied, days, bytes_out, bytes_in, first_ms, last_ms, ids, distinct_values,
      returned_ms, silent_days, returned_n, returned_denied, returned_bytes, returned_ids
    from ranked where by_count <= ${MOST_VALUES} or (first_ms >= ${BigInt(recentMs)} and by_news <= ${MOST_VALUES})
    order by dimension, n desc, value`
}

/** The events of one subject, within times: `fromMs` is in, `toMs` is not. */
export const subjectWithin = (
  subject: Fragment,
  fromMs: number | undefined,
  toMs: number | undefined,
): Fragment =>
  and(
    subject,
    ...(fromMs === undefined ? [] : [sql`e.time_ms >= ${BigInt(fromMs)}`]),
    ...(toMs === undefined ? [] : [sql`e.time_ms < ${BigInt(toMs)}`]),
  )
