import { column, type Fragment, joined, sql } from '../sql/fragment.ts'

/** How a dimension's value is taken from an event `e` with its address `a`; null: the event has none. */
const VALUES: Readonly<Record<string, Fragment>> = {
  network: sql`a.network`,
  kind: sql`a.kind`,
  country: sql`a.country`,
  region: sql`e."awsRegion"`,
  service: sql`e.service`,
  call: sql`e.service || ':' || e."eventName"`,
  bucket: sql`e.bucket`,
  role: sql`case when e."eventName" like 'AssumeRole%' and e.outcome = 'ok'
    then try(json_extract_string(e."requestParameters", '/roleArn')) end`,
  client: sql`e.client_family`,
  hour: sql`strftime(e."eventTime", '%H')`,
  level: sql`e.access_level`,
  denied: sql`case when e.outcome = 'denied' then e.service || ':' || e."eventName" end`,
  key: sql`case when e.access_key like 'AKIA%' then e.access_key end`,
}

/** Dimensions of the table `profiles`: docs/architecture.md, "What is usual". */
export const DIMENSIONS: readonly string[] = Object.keys(VALUES)

/** Whoever could not sign in as somebody was not he. */
const FAILED_SIGN_IN = sql`e."eventName" = 'ConsoleLogin' and e.outcome <> 'ok'`
/** Calls that AWS makes by itself are nobody's habit. */
const NOBODY = sql`('aws-service', 'service-linked-role', 'anonymous')`
const IS_SOMEBODYS = sql`e.principal is not null and not (${FAILED_SIGN_IN}) and e.actor_class not in ${NOBODY}`

/**
 * Events with the values of all dimensions, under the dimensions' names. The key is taken out of its struct first: a struct that
 * comes through the join costs as much as all its leaves.
 */
export function dimensionedEvents(events: Fragment, addresses: Fragment, where: Fragment): Fragment {
  const values = Object.entries(VALUES).map(([name, value]) => sql`${value} as ${dimensionColumn(name)}`)
  return sql`(select e.row_id, cast(e."eventTime" as date) as day, e.time_ms, e."eventID", e.principal, e.actor_class, e.account_id, e.session, e.outcome,
      e.bytes_out, e.bytes_in, e.object_key, e."sourceIPAddress", e.access_key,
      e."readOnly", a.operator, ${joined(values, sql`, `)}
    from (select *, "userIdentity"."accessKeyId" as access_key from ${events}) e left join ${addresses} a on a.address = e."sourceIPAddress"
    where ${IS_SOMEBODYS} and ${where})`
}

/** `d_network` …: not to be taken for a column of the lake. */
export const dimensionColumn = (name: string): Fragment => column(`d_${name}`)

/**
 * Of one who was of several classes or in several accounts on a day, as one who is a stranger in another account is, the first by letters. By
 * itself: beside each dimension it costs more than reading these columns again.
 */
const whoWas = (events: Fragment, where: Fragment): Fragment => sql`
  select cast(e."eventTime" as date) as day, e.principal, min(e.actor_class) as actor_class, min(e.account_id) as account_id
  from ${events} e where ${IS_SOMEBODYS} and ${where} group by 1, 2`

/** The rows of `profiles` for the events that `where` lets through. */
export function profileRows(events: Fragment, addresses: Fragment, where: Fragment): Fragment {
  const columns = DIMENSIONS.map(dimensionColumn)
  const sets = columns.map((name) => sql`(day, principal, ${name})`)
  const dimension = DIMENSIONS.map((name) => sql`when grouping(${dimensionColumn(name)}) = 0 then ${name}`)
  return sql`select g.day, g.subject, w.actor_class, w.account_id, g.* exclude (day, subject) from (
    select day, principal as subject,
      case ${joined(dimension, sql` `)} end as dimension,
      coalesce(${joined(columns, sql`, `)}) as value,
      count(*) as n,
      case when grouping(d_bucket) = 0 then cast(sum(bytes_out) as bigint) end as bytes_out,
      case when grouping(d_bucket) = 0 then cast(sum(bytes_in) as bigint) end as bytes_in,
      case when grouping(d_bucket) = 0 then approx_count_distinct(object_key) end as objects,
      min(time_ms) as first_ms, max(time_ms) as last_ms
    from ${dimensionedEvents(events, addresses, where)} s
    group by grouping sets (${joined(sets, sql`, `)})) g
  join (${whoWas(events, where)}) w on w.day = g.day and w.principal = g.subject
  where value is not null order by subject, dimension, value`
}

/** The profiles' files as the relation `profiles`. */
export function profilesRelation(paths: readonly string[]): Fragment {
  const list = joined(
    paths.map((path) => sql`${path}`),
    sql`, `,
  )
  return sql`read_parquet([${list}], hive_partitioning = false)`
}

/** `profiles` of a lake without events. */
export const emptyProfiles = (): Fragment =>
  sql`(select null::date as day, null::varchar as subject, null::varchar as actor_class, null::varchar as account_id,
    null::varchar as dimension, null::varchar as value, null::bigint as n, null::bigint as bytes_out,
    null::bigint as bytes_in, null::bigint as objects, null::bigint as first_ms, null::bigint as last_ms where false)`
