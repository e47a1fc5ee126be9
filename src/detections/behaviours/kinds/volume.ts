import { z } from 'zod'
import { type Fragment, numberIn, type Row, sql, textOrEmpty } from '#store/index.ts'
import { type Departure, historyWeight } from '../behaviour.ts'
import { defineKind } from '../define-kind.ts'
import { tailSurprise } from '../negative-binomial.ts'

interface Measure {
  /** Over rows of `profiles` of one subject and day. */
  readonly sum: Fragment
  readonly where: Fragment
  readonly dimension: string
  readonly says: (count: number) => string
}

const MEASURES: Readonly<Record<(typeof NAMES)[number], Measure>> = {
  objects: {
    sum: sql`sum(objects)`,
    where: sql`dimension = 'bucket' and bytes_out > 0`,
    dimension: 'bucket',
    says: (count) => `${String(count)} different objects`,
  },
  megabytesOut: {
    sum: sql`sum(bytes_out) / 1000000`,
    where: sql`dimension = 'bucket'`,
    dimension: 'bucket',
    says: (count) => `${String(count)} MB from S3`,
  },
  megabytesIn: {
    sum: sql`sum(bytes_in) / 1000000`,
    where: sql`dimension = 'bucket'`,
    dimension: 'bucket',
    says: (count) => `${String(count)} MB into S3`,
  },
  deniedCalls: {
    // How many different calls: one call refused ten thousand times is an application that lacks a permission.
    sum: sql`count(*)`,
    where: sql`dimension = 'denied'`,
    dimension: 'denied',
    says: (count) => `${String(count)} different calls refused`,
  },
  services: {
    sum: sql`count(*)`,
    where: sql`dimension = 'service'`,
    dimension: 'service',
    says: (count) => `${String(count)} different services`,
  },
}
const NAMES = ['objects', 'megabytesOut', 'megabytesIn', 'deniedCalls', 'services'] as const

const MOST = 30

/** Days on which a principal did far more than on any day before: the tail of a negative binomial. */
export const volume = defineKind({
  shape: {
    measure: z.enum(NAMES).describe('What is counted, by principal and day.'),
    floor: z.number().positive().describe('Below this it is never worth a word.'),
    ratio: z
      .number()
      .min(1)
      .default(4)
      .describe('How many times its usual a day must be, whatever the tail says.'),
    mostRatio: z.number().min(1).default(2).describe('How many times the most ever.'),
    days: z.number().int().min(2).default(4).describe('Active days of a principal before it is judged.'),
  },
  leastDays: ({ days }) => days + 1,
  async find({ engine, profiles }, { measure, floor, ratio, mostRatio, days }) {
    const { sum, where } = MEASURES[measure]
    const rows = await engine.rows(sql`
      with days as (select subject, day from ${profiles} p group by subject, day),
      sums as (select subject, day, ${sum} as x from ${profiles} p where ${where} group by subject, day),
      filled as (select d.subject, d.day, coalesce(s.x, 0) as x from days d left join sums s on s.subject = d.subject and s.day = d.day),
      habit as (
        select *, count(*) over before_it as days_before, avg(x) over before_it as mean, var_samp(x) over before_it as variance,
          max(x) over before_it as most
        from filled window before_it as (partition by subject order by day rows between unbounded preceding and 1 preceding))
      select subject, cast(day as varchar) as day, x, days_before, mean, variance, most from habit
      where x >= ${floor} and days_before >= ${days} and x >= ${ratio} * greatest(mean, 1) and x >= ${mostRatio} * most
      order by subject, day limit 20000`)
    return rows.map((row) => departureOf(row, MEASURES[measure]))
  },
})

function departureOf(row: Row, { dimension, says }: Measure): Departure {
  const count = Math.round(numberIn(row, 'x'))
  const mean = numberIn(row, 'mean')
  const historyDays = numberIn(row, 'days_before')
  // A habit of nothing is still a habit of little: half of one a day.
  const usual = Math.max(mean, 0.5)
  const variance = Math.max(numberIn(row, 'variance'), usual * usual)
  const subject = textOrEmpty(row, 'subject')
  const day = textOrEmpty(row, 'day')
  return {
    subject,
    days: [day],
    surprise: Math.min(MOST, tailSurprise(count, usual, variance)) * historyWeight(historyDays),
    historyDays,
    values: [{ dimension, value: '*' }],
    why: `On ${day} ${subject} had ${says(count)}; on ${String(historyDays)} days before ${String(Math.round(mean))} a day, ${String(Math.round(numberIn(row, 'most')))} at most`,
  }
}
