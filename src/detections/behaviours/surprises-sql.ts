import { type Fragment, sql } from '#store/index.ts'

/** Dimensions of which a value never met before is a surprise. Hours and denials are habits of another kind. */
const NOVEL = sql`('network', 'kind', 'country', 'region', 'service', 'call', 'bucket', 'role', 'client', 'level')`
/** Days that the rate of the subject's class counts for, beside the subject's own. */
const CLASS_DAYS = sql`3.0`
/** From so many subjects on that meet a value on the same day it is the organisation that moved. */
const CROWD = sql`3`

/**
 * Makes temp table `surprises`: one row for each value that a subject meets for the first time, after its own first day.
 *
 * The question is not whether a value is new but how surprising something new is *here*. With D days of the subject behind
 * it, N₁ values that it had met on one day only (Good and Turing's measure of what is still to come), and λc the new values a
 * day of others of its class:
 *
 *     λ = (N₁ + 3 λc) / (D + 3)        surprise = −ln(1 − e^−λ)
 *
 * A value that nobody in the organisation had met adds the same with the organisation's own rate. Where three or more
 * subjects meet a value on one day, it is the organisation that moved: the surprise is divided by 1 + ln(their number).
 *
 * @param profiles - the relation `profiles`.
 */
export const makeSurprises = (profiles: Fragment): Fragment => sql`create or replace temp table surprises as
with met as (
  select subject, actor_class, account_id, dimension, value, day, n, first_ms, last_ms,
    row_number() over (partition by subject, dimension, value order by day) as time_no,
    lead(day) over (partition by subject, dimension, value order by day) as again,
    min(day) over (partition by dimension, value) as met_by_anybody,
    min(day) over (partition by subject) as subject_began
  from ${profiles} p where dimension in ${NOVEL}),
active as (
  select subject, day, row_number() over (partition by subject order by day) - 1 as history_days
  from (select distinct subject, day from ${profiles} p) d),
firsts as (select * from met where time_no = 1),
-- A value met on one day only counts from the day after that day until the day it comes again.
changes as (
  select subject, dimension, day, 1 as change, 1 as late from firsts where day > subject_began
  union all
  select subject, dimension, again, -1, 1 from firsts where day > subject_began and again is not null),
singles as (
  select subject, dimension, day, sum(sum(change)) over (partition by subject, dimension order by day) as n1
  from changes group by subject, dimension, day),
class_days as (
  select actor_class, sum(days - 1) as days from (
    select subject, any_value(actor_class) as actor_class, count(distinct day) as days from ${profiles} p group by subject) s
  group by actor_class),
class_rates as (
  select f.actor_class, f.dimension,
    (count(*) filter (where f.day > f.subject_began) + 0.5) / (any_value(d.days) + 10.0) as rate
  from firsts f join class_days d on d.actor_class = f.actor_class group by f.actor_class, f.dimension),
lake_days as (select count(distinct day) as days, min(day) as began from ${profiles} p),
lake_rates as (
  select dimension, (count(distinct value) filter (where met_by_anybody > began + 2) + 0.5) / any_value(days) as rate
  from firsts, lake_days group by dimension),
crowds as (
  select dimension, value, day, count(*) as subjects from firsts where day > subject_began group by dimension, value, day),
weighed as (
  select f.subject, f.actor_class, f.account_id, f.dimension, f.value, f.day, f.n, f.first_ms, f.last_ms,
    a.history_days, f.met_by_anybody = f.day as is_new_to_all, coalesce(c.subjects, 1) as subjects,
    -ln(1 - exp(-((coalesce(s.n1, 0) + ${CLASS_DAYS} * r.rate) / (a.history_days + ${CLASS_DAYS})))) as own,
    case when f.met_by_anybody = f.day then -ln(1 - exp(-l.rate)) else 0 end as all_of_us
  from firsts f
  join active a on a.subject = f.subject and a.day = f.day
  join class_rates r on r.actor_class = f.actor_class and r.dimension = f.dimension
  join lake_rates l on l.dimension = f.dimension
  left join crowds c on c.dimension = f.dimension and c.value = f.value and c.day = f.day
  asof left join singles s on s.subject = f.subject and s.dimension = f.dimension and s.day < f.day
  where f.day > f.subject_began)
select subject, actor_class, account_id, dimension, value, day, n, first_ms, last_ms, history_days, is_new_to_all, subjects,
  (own + all_of_us) / case when subjects >= ${CROWD} then 1 + ln(subjects) else 1 end as surprise
from weighed`

/** Values of one dimension on one day count half as much each, the next. */
const MOST_VALUES = sql`6`
/** No dimension alone tells more than this. */
const MOST_OF_ONE = sql`9.0`
/** Pages of the console look at every bucket: of people, buckets tell little. */
const MOST_OF_BUCKETS = sql`4.0`

/**
 * Makes temp table `unusual_days` from `surprises`: for each subject and day the sum over the dimensions, each cut at 9,
 * weighed by the history behind it: D / (D + 2).
 */
export const makeUnusualDays = sql`create or replace temp table unusual_days as
with ranked as (
  select *, row_number() over (partition by subject, day, dimension order by surprise desc, value) as place from surprises
  where surprise > 0.5),
dimensions as (
  select subject, day, any_value(actor_class) as actor_class, any_value(history_days) as history_days, dimension,
    least(sum(surprise / power(2, place - 1)),
      case when dimension = 'bucket' and any_value(actor_class) = 'sso-person' then ${MOST_OF_BUCKETS} else ${MOST_OF_ONE} end)
      as surprise
  from ranked where place <= ${MOST_VALUES} group by subject, day, dimension)
select subject, day, any_value(actor_class) as actor_class, any_value(history_days) as history_days,
  sum(surprise) * any_value(history_days) / (any_value(history_days) + 2.0) as surprise,
  count(*) filter (where surprise >= 2) as dimension_count
from dimensions group by subject, day`
