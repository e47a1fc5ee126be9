import { type Fragment, sql } from '#store/index.ts'

/** Days that the organisation is taken to have been seen without news before anything is known of it. */
const LAKE_PRIOR = sql`3.0`

/**
 * Each value of a dimension with the day on which anybody met it first: value, day, days_before (of the lake), surprise. With
 * the news of the days before alone,
 *
 *     λo = (values new to all after the first day + 0.5) / (days of the lake + 3)        surprise = −ln(1 − e^−λo)
 *
 * @param profiles - the relation `profiles`.
 */
export const lakeFirsts = (profiles: Fragment, dimension: string): Fragment => sql`(
  with lake as (
    select day, row_number() over (order by day) - 1 as days_before from (select distinct day from ${profiles} p) d),
  firsts as (select value, min(day) as day from ${profiles} p where dimension = ${dimension} group by value),
  news as (
    select day, count(*) as n from firsts where day > (select min(day) from lake) group by day),
  rates as (
    select l.day, l.days_before,
      (coalesce(sum(n.n) over (order by l.day rows between unbounded preceding and 1 preceding), 0) + 0.5)
        / (l.days_before + ${LAKE_PRIOR}) as rate
    from lake l left join news n on n.day = l.day)
  select f.value, f.day, r.days_before, -ln(1 - exp(-r.rate)) as surprise
  from firsts f join rates r on r.day = f.day where r.days_before > 0)`
