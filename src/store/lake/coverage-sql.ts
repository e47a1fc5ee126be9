import { isAmong, value } from '../sql/conditions.ts'
import { column, type Fragment, sql } from '../sql/fragment.ts'

// What the lake holds and what is missing in it: asked of the hours that have events, which are summed once.

/**
 * Makes temp table `held`: one row for each account, region and hour that has events.
 *
 * @param events - the relation of the events that are looked at.
 */
export const makeHeld = (events: Fragment): Fragment =>
  sql`create or replace temp table held as
    select coalesce(account_id, '') as account, coalesce("awsRegion", '') as region,
      cast(floor(time_ms / 3600000.0) as bigint) as hour, day,
      min(time_ms) as first_ms, max(time_ms) as last_ms, count(*) as n,
      bool_or("eventSource" = 's3.amazonaws.com' and ("managementEvent" = false
        or ${isCall('GetObject', 'PutObject', 'HeadObject', 'DeleteObject')})) as s3,
      bool_or("eventSource" = 'lambda.amazonaws.com' and "eventName" = 'Invoke') as "lambda",
      bool_or("eventSource" = 'dynamodb.amazonaws.com' and ("managementEvent" = false
        or ${isCall('GetItem', 'Query', 'Scan', 'PutItem')})) as dynamodb,
      bool_or("managementEvent" is not false and ("readOnly" = true or ${isAmong(column('access_level'), [value('read'), value('list')])})) as reads
    from ${events} e group by 1, 2, 3, 4`

const isCall = (...names: readonly string[]): Fragment => isAmong(column('eventName'), names.map(value))

/** account, region, first_ms, last_ms, n. */
export const placesHeld = sql`select account, region, min(first_ms) as first_ms, max(last_ms) as last_ms, sum(n) as n
    from held group by 1, 2 order by 1, 2`

/** day (text), events, accounts, regions. */
export const daysHeld = sql`select cast(day as varchar) as day, sum(n) as events,
      count(distinct nullif(account, '')) as accounts, count(distinct nullif(region, '')) as regions
    from held group by 1 order by 1`

/** One row: s3, lambda, dynamodb (data events met), reads (management events that only read met). */
export const kindsHeld = sql`select coalesce(bool_or(s3), false) as s3, coalesce(bool_or("lambda"), false) as "lambda",
      coalesce(bool_or(dynamodb), false) as dynamodb, coalesce(bool_or(reads), false) as reads
    from held`

/** Fewer hours with events than this say nothing of what is usual. */
const LEAST_HOURS = 24
/** Shorter silences are nobody's gap. */
const LEAST_GAP_HOURS = 3
const MOST_GAPS = 1000

/**
 * Silences that are no habit: at least three hours, and three times what nineteen of twenty silences of that account and
 * region last. account, region, from_ms, to_ms; the longest first.
 */
export const deliveryGaps = sql`with hours as (select distinct account, region, hour from held),
    steps as (
      select account, region, hour, hour - lag(hour) over (partition by account, region order by hour) as step from hours),
    usual as (
      select account, region, ${sql`quantile_disc(step, 0.95)`} as usual_step, count(*) as n
      from steps where step is not null group by 1, 2)
    select s.account, s.region, (s.hour - s.step + 1) * 3600000 as from_ms, s.hour * 3600000 as to_ms
    from steps s join usual u on u.account = s.account and u.region = s.region
    where u.n >= ${LEAST_HOURS} and s.step - 1 >= greatest(${LEAST_GAP_HOURS}, 3 * u.usual_step)
    order by s.step desc, s.account, s.region, s.hour limit ${MOST_GAPS}`
