import { z } from 'zod'
import { numberIn, type Row, sql, textOrEmpty } from '#store/index.ts'
import { type Departure, historyWeight } from '../behaviour.ts'
import { ACTORS, defineKind } from '../define-kind.ts'
import { tailSurprise } from '../negative-binomial.ts'
import { isActor } from '../patterns.ts'

const MOST = 30

/** Hours with far more calls than any hour of the days before: the tail of a negative binomial over the hours it was active in. */
export const rate = defineKind({
  shape: {
    floor: z.number().positive().describe('Calls an hour below which it is never worth a word.'),
    ratio: z.number().min(1).default(4).describe('How many times its usual hour, whatever the tail says.'),
    mostRatio: z.number().min(1).default(2).describe('How many times the busiest hour ever.'),
    days: z.number().int().min(1).default(4).describe('Active days of a principal before it is judged.'),
    actors: ACTORS,
  },
  leastDays: ({ days }) => days + 1,
  async find({ engine, profiles }, { floor, ratio, mostRatio, days, actors }) {
    const rows = await engine.rows(sql`
      with hours as (
        select subject, day, value as hour, cast(n as double) as x from ${profiles} p
        where dimension = 'hour' and ${isActor(actors)}),
      sums as (
        select subject, day, sum(x) as s, sum(x * x) as q, count(*) as k, max(x) as m from hours group by subject, day),
      habit as (
        select subject, day, count(*) over before_it as days_before, sum(s) over before_it as s, sum(q) over before_it as q,
          sum(k) over before_it as k, max(m) over before_it as most
        from sums window before_it as (partition by subject order by day rows between unbounded preceding and 1 preceding))
      select h.subject, cast(h.day as varchar) as day, h.hour, h.x, b.days_before, b.s / b.k as mean, b.most,
        (b.q - b.s * b.s / b.k) / greatest(b.k - 1, 1) as variance
      from hours h join habit b on b.subject = h.subject and b.day = h.day
      where h.x >= ${floor} and b.days_before >= ${days} and h.x >= ${ratio} * b.s / b.k and h.x >= ${mostRatio} * b.most
      order by h.subject, h.day, h.hour limit 20000`)
    return rows.map(departureOf)
  },
})

function departureOf(row: Row): Departure {
  const count = Math.round(numberIn(row, 'x'))
  const mean = numberIn(row, 'mean')
  const historyDays = numberIn(row, 'days_before')
  const variance = Math.max(numberIn(row, 'variance'), mean * mean)
  const [subject, day, hour] = [
    textOrEmpty(row, 'subject'),
    textOrEmpty(row, 'day'),
    textOrEmpty(row, 'hour'),
  ]
  return {
    subject,
    days: [day],
    surprise: Math.min(MOST, tailSurprise(count, mean, variance)) * historyWeight(historyDays),
    historyDays,
    values: [{ dimension: 'hour', value: hour }],
    why: `On ${day} ${subject} made ${String(count)} calls in the hour from ${hour}:00 UTC; on ${String(historyDays)} active days before ${String(Math.round(mean))} an hour, ${String(numberIn(row, 'most'))} at most`,
  }
}
