import { type Fragment, joined, sql, value } from '#store/index.ts'

/** Dimensions of which a value never met before is a surprise. Hours and denials are habits of another kind. */
export const NOVEL_DIMENSIONS = [
  ...(['network', 'kind', 'country', 'region', 'service', 'call'] as const),
  ...(['bucket', 'role', 'client', 'level'] as const),
]
const NOVEL = sql`(${joined(NOVEL_DIMENSIONS.map(value), sql`, `)})`
/** Days that the rate of the subject's class counts for, beside the subject's own. */
const CLASS_DAYS = sql`3.0`
/** Days that a class, and the organisation, are taken to have been seen without news before anything is known of them. */
const CLASS_PRIOR = sql`10.0`
const LAKE_PRIOR = sql`3.0`
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
 * Rates of class and organisation are those of the days before. A value that nobody in the organisation had met adds the same
 * with the organisation's own rate. Where three or more
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
-- Rates of the class and of all, at each day, from the days before it alone: what comes later, a theft too, teaches nothing.
lake_days as (
  select day, row_number() over (order by day) - 1 as days_before, min(day) over () as began
  from (select distinct day from ${profiles} p) d),
class_active as (
  select actor_class, day, sum(count(*)) over (partition by actor_class order by day rows between unbounded preceding and 1 preceding)
    as subject_days
  from (select distinct subject, day, actor_class from met where day > subject_began) s group by actor_class, day),
class_news as (
  select actor_class, dimension, day, sum(count(*)) over (partition by actor_class, dimension order by day) as news
  from firsts where day > subject_began group by actor_class, dimension, day),
lake_news as (
  select dimension, day, sum(count(distinct value)) over (partition by dimension order by day) as news
  from firsts, (select min(day) as began from lake_days) b where day = met_by_anybody and day > began group by dimension, day),
crowds as (
  select dimension, value, day, count(*) as subjects from firsts where day > subject_began group by dimension, value, day),
weighed as (
  select f.subject, f.actor_class, f.account_id, f.dimension, f.value, f.day, f.n, f.first_ms, f.last_ms,
    a.history_days, f.met_by_anybody = f.day as is_new_to_all, coalesce(c.subjects, 1) as subjects,
    (coalesce(cn.news, 0) + 0.5) / (coalesce(ca.subject_days, 0) + ${CLASS_PRIOR}) as class_rate,
    (coalesce(ln.news, 0) + 0.5) / (ld.days_before + ${LAKE_PRIOR}) as lake_rate,
    coalesce(s.n1, 0) as n1
  from firsts f
  join active a on a.subject = f.subject and a.day = f.day
  join lake_days ld on ld.day = f.day
  left join class_active ca on ca.actor_class = f.actor_class and ca.day = f.day
  asof left join class_news cn on cn.actor_class = f.actor_class and cn.dimension = f.dimension and cn.day < f.day
  asof left join lake_news ln on ln.dimension = f.dimension and ln.day < f.day
  left join crowds c on c.dimension = f.dimension and c.value = f.value and c.day = f.day
  asof left join singles s on s.subject = f.subject and s.dimension = f.dimension and s.day < f.day
  where f.day > f.subject_began)
select subject, actor_class, account_id, dimension, value, day, n, first_ms, last_ms, history_days, is_new_to_all, subjects,
  (-ln(1 - exp(-((n1 + ${CLASS_DAYS} * class_rate) / (history_days + ${CLASS_DAYS}))))
    + case when is_new_to_all then -ln(1 - exp(-lake_rate)) else 0 end)
  / case when subjects >= ${CROWD} then 1 + ln(subjects) else 1 end as surprise
from weighed`
