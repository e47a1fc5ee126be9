import { numberIn, sql, textOrEmpty } from '#store/index.ts'
import { ACTORS, defineKind } from '../define-kind.ts'
import { leastSurprise } from '../level-of.ts'
import { isActor } from '../patterns.ts'

const RANK = sql`case value when 'permissions' then 3 when 'write' then 2 when 'tagging' then 2 else 1 end`

/** A principal that only looked begins to write, or one that wrote begins to give permissions. */
export const levelShift = defineKind({
  shape: { actors: ACTORS },
  async find({ engine, profiles }, { actors }, levels) {
    const rows = await engine.rows(sql`
      with ranks as (
        select subject, day, max(${RANK}) as rank from ${profiles} p where dimension = 'level' group by subject, day),
      habit as (
        select *, max(rank) over (partition by subject order by day rows between unbounded preceding and 1 preceding) as before
        from ranks),
      news as (
        select subject, day, value, history_days, ${RANK} as rank, surprise * history_days / (history_days + 2.0) as weighed
        from surprises where dimension = 'level' and ${isActor(actors)})
      select n.subject, cast(n.day as varchar) as day, n.value, n.history_days, n.weighed, h.before
      from news n join habit h on h.subject = n.subject and h.day = n.day
      where n.rank = h.rank and h.rank > h.before and n.weighed >= ${leastSurprise(levels)}
      order by n.subject, n.day, n.weighed desc, n.value`)
    return rows.map((row) => {
      const historyDays = numberIn(row, 'history_days')
      const did = numberIn(row, 'before') === 1 ? 'only read' : 'changed no permissions'
      return {
        subject: textOrEmpty(row, 'subject'),
        days: [textOrEmpty(row, 'day')],
        surprise: numberIn(row, 'weighed'),
        historyDays,
        values: [{ dimension: 'level', value: textOrEmpty(row, 'value') }],
        why: `On ${textOrEmpty(row, 'day')} ${textOrEmpty(row, 'subject')} made calls of the access level ${textOrEmpty(row, 'value')}; on ${String(historyDays)} active days before it ${did}`,
      }
    })
  },
})
