import { z } from 'zod'
import { sql } from '#store/index.ts'
import { ACTORS, defineKind } from '../define-kind.ts'
import { lakeFirsts } from '../lake-firsts-sql.ts'
import { leastSurprise } from '../level-of.ts'
import { isActor, likeAny, PATTERNS } from '../patterns.ts'
import { NOVEL_DIMENSIONS } from '../surprises-sql.ts'
import { firstDays } from './first-days.ts'

const MOST_ROWS = sql`20000`
/** From so many principals on that meet a value on the day it first occurs it is the organisation that moved. */
const CROWD = sql`3`

/** Values that nobody in the logs had met before: a service or region that the organisation does not use. */
export const firstInOrganisation = defineKind({
  shape: {
    dimension: z.enum(NOVEL_DIMENSIONS).describe('Which values are looked at.'),
    values: PATTERNS,
    actors: ACTORS,
  },
  leastDays: () => 2,
  async find({ engine, profiles }, { dimension, values, actors }, levels) {
    const rows = await engine.rows(sql`
      with used as (
        select p.subject, f.day, f.value, f.days_before, f.surprise, p.actor_class,
          count(*) over (partition by f.value) as subjects
        from ${lakeFirsts(profiles, dimension)} f
        join ${profiles} p on p.dimension = ${dimension} and p.value = f.value and p.day = f.day
        where ${likeAny(sql`f.value`, values)}),
      weighed as (
        select *, surprise / case when subjects >= ${CROWD} then 1 + ln(subjects) else 1 end
          * days_before / (days_before + 2.0) as weighed
        from used where ${isActor(actors)})
      select subject, cast(day as varchar) as day, value, days_before as history_days, weighed from weighed
      where weighed >= ${leastSurprise(levels)}
      order by subject, day, weighed desc, value limit ${MOST_ROWS}`)
    return firstDays(
      dimension,
      rows,
      ({ subject, day, met, historyDays }) =>
        `On ${day} ${subject} was the first of all to meet ${met}: nobody had in ${String(historyDays)} days of logs`,
    )
  },
})
