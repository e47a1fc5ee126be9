import { numberIn, sql, textOrEmpty } from '#store/index.ts'
import { ACTORS, defineKind } from '../define-kind.ts'
import { leastSurprise } from '../level-of.ts'
import { isActor } from '../patterns.ts'

/** Days that the hours of the subject's class count for, beside its own. */
const CLASS_DAYS = sql`3.0`

/** People begin earlier and stay longer: an hour is known a little by those around it. */
const NEAR_HOURS = sql`4`

/**
 * Hours of the day (UTC) at which a principal is hardly ever active. With D days of it behind, m of them on which it was active
 * in this hour (half for one hour off, a quarter for two …, nothing beyond four), and q the same share of its class:
 *
 *     p = (m + 3 q) / (D + 3)        surprise = −ln p × D / (D + 2)
 *
 * The most improbable hour of a day speaks for it.
 */
export const hours = defineKind({
  shape: { actors: ACTORS },
  async find({ engine, profiles }, { actors }, levels) {
    const rows = await engine.rows(sql`
      with classes as (select subject, min(actor_class) as actor_class from ${profiles} p group by subject),
      active as (
        select distinct p.subject, c.actor_class, p.day, cast(p.value as integer) as hour
        from ${profiles} p join classes c on c.subject = p.subject
        where p.dimension = 'hour' and ${isActor(actors, sql`c.actor_class`)}),
      days as (
        select subject, actor_class, day, row_number() over (partition by subject order by day) - 1 as history_days
        from (select distinct subject, actor_class, day from active) d),
      near as (
        select subject, actor_class, day, (hour + step + 24) % 24 as hour, max(power(0.5, abs(step))) as weight
        from active, (select unnest(range(-${NEAR_HOURS}, ${NEAR_HOURS} + 1)) as step) s group by all),
      own as (
        select subject, day, hour,
          coalesce(sum(weight) over (partition by subject, hour order by day rows between unbounded preceding and 1 preceding), 0) as met
        from near),
      class_hours as (
        select actor_class, day, hour, coalesce(sum(sum(weight)) over (partition by actor_class, hour order by day
          rows between unbounded preceding and 1 preceding), 0) as met
        from near group by actor_class, day, hour),
      class_days as (
        select actor_class, day, coalesce(sum(count(*)) over (partition by actor_class order by day
          rows between unbounded preceding and 1 preceding), 0) as subject_days
        from days group by actor_class, day),
      judged as (
        select a.subject, a.day, a.hour, d.history_days,
          -ln((o.met + ${CLASS_DAYS} * (ch.met + 0.5) / (cd.subject_days + 24)) / (d.history_days + ${CLASS_DAYS}))
            * d.history_days / (d.history_days + 2.0) as surprise
        from active a
        join days d on d.subject = a.subject and d.day = a.day
        join own o on o.subject = a.subject and o.day = a.day and o.hour = a.hour
        join class_hours ch on ch.actor_class = a.actor_class and ch.day = a.day and ch.hour = a.hour
        join class_days cd on cd.actor_class = a.actor_class and cd.day = a.day)
      select subject, cast(day as varchar) as day, hour, history_days, surprise from judged
      where surprise >= ${leastSurprise(levels)}
      qualify row_number() over (partition by subject, day order by surprise desc, hour) = 1 order by subject, day limit 20000`)
    return rows.map((row) => {
      const hour = String(numberIn(row, 'hour')).padStart(2, '0')
      const historyDays = numberIn(row, 'history_days')
      return {
        subject: textOrEmpty(row, 'subject'),
        days: [textOrEmpty(row, 'day')],
        surprise: numberIn(row, 'surprise'),
        historyDays,
        values: [{ dimension: 'hour', value: hour }],
        why: `On ${textOrEmpty(row, 'day')} ${textOrEmpty(row, 'subject')} was active from ${hour}:00 UTC, an hour at which it hardly ever is (${String(historyDays)} active days before)`,
      }
    })
  },
})
