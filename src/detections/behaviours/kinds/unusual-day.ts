import { z } from 'zod'
import { type Fragment, joined, numberIn, type Row, sql, textOrEmpty } from '#store/index.ts'
import type { Departure } from '../behaviour.ts'
import { defineKind } from '../define-kind.ts'
import { PLACE_SURPRISE } from '../habit-tables.ts'
import { leastSurprise } from '../level-of.ts'
import { NOVEL_DIMENSIONS } from '../surprises-sql.ts'

const MOST_VALUES = 12

const DIMENSION = z.strictObject({
  weight: z.number().min(0).max(10).default(1).describe('What its surprises are multiplied by.'),
  most: z.number().min(0).max(100).default(9).describe('No dimension alone tells more than this.'),
  mostForPeople: z.number().min(0).max(100).optional().describe('The same, for people who share a role.'),
})
const DIMENSIONS = z.partialRecord(z.enum(NOVEL_DIMENSIONS), DIMENSION)

/** Days on which a principal did much that it never did: sums of surprise over the dimensions. */
export const unusualDay = defineKind({
  shape: {
    dimensions: DIMENSIONS.refine(
      (chosen) => Object.keys(chosen).length > 0,
      'at least one dimension',
    ).describe('What is summed: what is not named is left out.'),
    samePlaceWeight: z
      .number()
      .min(0)
      .max(1)
      .default(0.6)
      .describe(
        'What the sum is worth where nothing is new about the place: duties change oftener than places do.',
      ),
  },
  async find({ engine }, { dimensions, samePlaceWeight }, levels) {
    await engine.rows(makeUnusualDays(dimensions))
    const rows = await engine.rows(sql`
      select u.subject, cast(u.day as varchar) as day, u.surprise as sum, u.history_days, s.dimension, s.value, s.surprise,
        s.is_new_to_all
      from unusual_days u join surprises s on s.subject = u.subject and s.day = u.day
      where u.surprise >= ${leastSurprise(levels)} order by u.subject, u.day, s.surprise desc, s.dimension, s.value`)
    const days = Map.groupBy(rows, (row) => `${textOrEmpty(row, 'subject')}\n${textOrEmpty(row, 'day')}`)
    return [...days.values()].flatMap((day) =>
      departureOf(
        day.filter((row) => Object.hasOwn(dimensions, textOrEmpty(row, 'dimension'))),
        samePlaceWeight,
      ),
    )
  },
})

/** Of one dimension and day the second new value counts half, the third a quarter …, and no more than these. */
const MOST_PLACES = sql`6`

/**
 * Makes temp table `unusual_days` from `surprises`: for each subject and day the sum over the dimensions, each cut off at what
 * it may tell, weighed by the history behind it: D / (D + 2).
 */
function makeUnusualDays(dimensions: z.output<typeof DIMENSIONS>): Fragment {
  const chosen = Object.entries(dimensions).map(
    ([name, { weight, most, mostForPeople = most }]) => sql`(${name}, ${weight}, ${most}, ${mostForPeople})`,
  )
  return sql`create or replace temp table unusual_days as
with ranked as (
  select *, row_number() over (partition by subject, day, dimension order by surprise desc, value) as place from surprises
  where surprise > 0.5),
summed as (
  select subject, day, min(actor_class) as actor_class, any_value(history_days) as history_days, r.dimension,
    least(any_value(weight) * sum(surprise / power(2, place - 1) order by place),
      case when min(actor_class) = 'sso-person' then any_value(most_for_people) else any_value(most) end) as surprise
  from ranked r join (values ${joined(chosen, sql`, `)}) c(dimension, weight, most, most_for_people) on c.dimension = r.dimension
  where place <= ${MOST_PLACES} group by subject, day, r.dimension)
select subject, day, any_value(history_days) as history_days,
  sum(surprise order by dimension) * any_value(history_days) / (any_value(history_days) + 2.0) as surprise
from summed group by subject, day`
}

function departureOf(rows: readonly Row[], samePlaceWeight: number): readonly Departure[] {
  const [first] = rows
  if (first === undefined) return []
  const isElsewhere = rows.some((row) => isPlace(row) && numberIn(row, 'surprise') >= PLACE_SURPRISE)
  const told = rows.filter((row) => numberIn(row, 'surprise') >= 1).slice(0, MOST_VALUES * 2)
  return [
    {
      subject: textOrEmpty(first, 'subject'),
      days: [textOrEmpty(first, 'day')],
      surprise: numberIn(first, 'sum') * (isElsewhere ? 1 : samePlaceWeight),
      isElsewhere,
      historyDays: numberIn(first, 'history_days'),
      values: told.map((row) => ({
        dimension: textOrEmpty(row, 'dimension'),
        value: textOrEmpty(row, 'value'),
      })),
      why: sentence(first, told),
    },
  ]
}

const isPlace = (row: Row): boolean => ['network', 'kind', 'country'].includes(textOrEmpty(row, 'dimension'))

export const DIMENSION_NAMES: Readonly<Record<string, string>> = {
  network: 'network',
  kind: 'kind of network',
  country: 'country',
  region: 'region',
  service: 'service',
  call: 'call',
  bucket: 'bucket',
  role: 'role assumed',
  client: 'client',
  level: 'access level',
}

function sentence(first: Row, told: readonly Row[]): string {
  const byDimension = Map.groupBy(told, (row) => textOrEmpty(row, 'dimension'))
  const parts = [...byDimension].map(([dimension, rows]) => {
    const values = rows.slice(0, 3).map((row) => textOrEmpty(row, 'value'))
    const more = rows.length > 3 ? ` and ${String(rows.length - 3)} more` : ''
    return `${DIMENSION_NAMES[dimension] ?? dimension} ${values.join(', ')}${more}`
  })
  const history = numberIn(first, 'history_days')
  return `On ${textOrEmpty(first, 'day')} ${textOrEmpty(first, 'subject')} met for the first time in ${String(history)} active ${history === 1 ? 'day' : 'days'}: ${parts.join('; ')}`
}
