import type { Level } from '#findings/index.ts'
import { type Engine, type Fragment, type Row, sql } from '#store/index.ts'
import { type Departure, historyWeight } from './behaviour.ts'
import { tailSurprise } from './negative-binomial.ts'
import { numberIn, textIn } from './row-values.ts'

interface Measure {
  readonly name: string
  /** Over rows of `profiles` of one subject and day. */
  readonly sum: Fragment
  readonly where: Fragment
  /** Below this it is never worth a word. */
  readonly floor: number
  /** What one unit of the count is: bytes are counted in megabytes, so that the tail can be summed. */
  readonly unit: number
  readonly dimension: string
  readonly says: (count: number) => string
}

const MEASURES: readonly Measure[] = [
  {
    name: 'objects',
    sum: sql`sum(objects)`,
    where: sql`dimension = 'bucket' and bytes_out > 0`,
    floor: 200,
    unit: 1,
    dimension: 'bucket',
    says: (count) => `${String(count)} different objects`,
  },
  {
    name: 'bytes',
    sum: sql`sum(bytes_out)`,
    where: sql`dimension = 'bucket'`,
    floor: 300,
    unit: 1_000_000,
    dimension: 'bucket',
    says: (count) => `${String(count)} MB from S3`,
  },
  {
    name: 'denied',
    // How many different calls: one call refused ten thousand times is an application that lacks a permission.
    sum: sql`count(*)`,
    where: sql`dimension = 'denied'`,
    floor: 8,
    unit: 1,
    dimension: 'denied',
    says: (count) => `${String(count)} different calls refused`,
  },
]

/** A day must be this many times its usual, whatever the tail says. */
const LEAST_RATIO = 4
const LEAST_DAYS = 4
const LOW = 6
const MEDIUM = 14
const MOST = 30
/** Surprise of a network, kind or country from which on it counts as another place. */
const PLACE = 2.5

/**
 * Days on which a principal read, or was refused, far more than on any day before: the tail of a negative binomial.
 *
 * Needs the temp table `surprises` (unusual-activity.ts).
 */
export async function volume(engine: Engine, profiles: Fragment): Promise<readonly Departure[]> {
  const departures: Departure[] = []
  const elsewhere = await daysElsewhere(engine)
  for (const measure of MEASURES) {
    const rows = await engine.rows(sql`
      with days as (select subject, day from ${profiles} p group by subject, day),
      sums as (select subject, day, ${measure.sum} / ${measure.unit} as x from ${profiles} p where ${measure.where} group by subject, day),
      filled as (select d.subject, d.day, coalesce(s.x, 0) as x from days d left join sums s on s.subject = d.subject and s.day = d.day),
      habit as (
        select *, count(*) over before_it as days_before, avg(x) over before_it as mean, var_samp(x) over before_it as variance,
          max(x) over before_it as most
        from filled window before_it as (partition by subject order by day rows between unbounded preceding and 1 preceding))
      select subject, cast(day as varchar) as day, x, days_before, mean, variance, most from habit
      where x >= ${measure.floor} and days_before >= ${LEAST_DAYS} and x >= ${LEAST_RATIO} * greatest(mean, 1) and x >= 2 * most
      order by subject, day limit 20000`)
    departures.push(...rows.flatMap((row) => departureOf(row, measure, elsewhere)))
  }
  return departures
}

/** Days on which a subject was where it had never been: `subject\nday`. */
async function daysElsewhere(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = await engine.rows(sql`select distinct subject, cast(day as varchar) as day from surprises
    where dimension in ('network', 'kind', 'country') and surprise >= ${PLACE}`)
  return new Set(rows.map((row) => `${textIn(row, 'subject')}\n${textIn(row, 'day')}`))
}

function departureOf(row: Row, measure: Measure, elsewhere: ReadonlySet<string>): readonly Departure[] {
  const count = Math.round(numberIn(row, 'x'))
  const mean = numberIn(row, 'mean')
  const historyDays = numberIn(row, 'days_before')
  // A habit of nothing is still a habit of little: half of one a day.
  const usual = Math.max(mean, 0.5)
  const variance = Math.max(numberIn(row, 'variance'), usual * usual)
  const surprise = Math.min(MOST, tailSurprise(count, usual, variance)) * historyWeight(historyDays)
  const subject = textIn(row, 'subject')
  const day = textIn(row, 'day')
  // Much from the usual place is a backfill oftener than a theft.
  const isElsewhere = elsewhere.has(`${subject}\n${day}`)
  const level: Level | undefined =
    surprise >= MEDIUM && isElsewhere ? 'medium' : surprise >= LOW ? 'low' : undefined
  if (level === undefined) return []
  return [
    {
      subject,
      days: [day],
      surprise,
      level,
      historyDays,
      values: [{ dimension: measure.dimension, value: '*' }],
      why: `On ${day} ${subject} had ${measure.says(count)}; on ${String(historyDays)} days before ${String(Math.round(mean))} a day, ${String(Math.round(numberIn(row, 'most')))} at most`,
    },
  ]
}
