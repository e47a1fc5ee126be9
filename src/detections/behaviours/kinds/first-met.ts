import { z } from 'zod'
import { type Row, sql } from '#store/index.ts'
import type { Departure } from '../behaviour.ts'
import { ACTORS, defineKind } from '../define-kind.ts'
import { leastSurprise } from '../level-of.ts'
import { isActor, likeAny, PATTERNS } from '../patterns.ts'
import { numberIn, textIn } from '../row-values.ts'
import { NOVEL_DIMENSIONS } from '../surprises-sql.ts'
import { DIMENSION_NAMES } from './unusual-day.ts'

const MOST_ROWS = sql`20000`
const MOST_NAMED = 3

/** Values of one dimension that a principal meets for the first time; the most surprising of a day speaks for it. */
export const firstMet = defineKind({
  shape: {
    dimension: z.enum(NOVEL_DIMENSIONS).describe('Which values are looked at.'),
    values: PATTERNS,
    actors: ACTORS,
  },
  async find({ engine }, { dimension, values, actors }, levels) {
    const rows = await engine.rows(sql`
      select subject, cast(day as varchar) as day, value, history_days, weighed from (
        select *, surprise * history_days / (history_days + 2.0) as weighed from surprises
        where dimension = ${dimension} and ${likeAny(sql`value`, values)} and ${isActor(actors)}) s
      where weighed >= ${leastSurprise(levels)}
      order by subject, day, weighed desc, value limit ${MOST_ROWS}`)
    const days = Map.groupBy(rows, (row) => `${textIn(row, 'subject')}\n${textIn(row, 'day')}`)
    return [...days.values()].flatMap((own) => departureOf(dimension, own))
  },
})

function departureOf(dimension: string, rows: readonly Row[]): readonly Departure[] {
  const [first] = rows
  if (first === undefined) return []
  const [subject, day] = [textIn(first, 'subject'), textIn(first, 'day')]
  const historyDays = numberIn(first, 'history_days')
  const values = rows.map((row) => textIn(row, 'value'))
  const more = values.length > MOST_NAMED ? ` and ${String(values.length - MOST_NAMED)} more` : ''
  return [
    {
      subject,
      days: [day],
      surprise: numberIn(first, 'weighed'),
      historyDays,
      values: values.map((value) => ({ dimension, value })),
      why: `On ${day} ${subject} met ${DIMENSION_NAMES[dimension] ?? dimension} ${values.slice(0, MOST_NAMED).join(', ')}${more}, not met on ${String(historyDays)} active days before`,
    },
  ]
}
