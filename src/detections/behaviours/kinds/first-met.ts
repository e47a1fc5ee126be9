import { z } from 'zod'
import { sql } from '#store/index.ts'
import { ACTORS, defineKind } from '../define-kind.ts'
import { leastSurprise } from '../level-of.ts'
import { isActor, likeAny, PATTERNS } from '../patterns.ts'
import { NOVEL_DIMENSIONS } from '../surprises-sql.ts'
import { firstDays } from './first-days.ts'

const MOST_ROWS = sql`20000`

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
    return firstDays(
      dimension,
      rows,
      ({ subject, day, met, historyDays }) =>
        `On ${day} ${subject} met ${met}, not met on ${String(historyDays)} active days before`,
    )
  },
})
