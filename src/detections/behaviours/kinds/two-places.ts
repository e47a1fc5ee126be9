import {
  and,
  dimensionedEvents,
  type Engine,
  type Fragment,
  isIn,
  numberIn,
  sql,
  textOrEmpty,
  value,
} from '#store/index.ts'
import { defineKind } from '../define-kind.ts'
import { HIDING, mostTelling } from './words-sql.ts'

/** Kinds of networks that people and machines call from; AWS calling for them is no place. */
const PLACES = sql`('isp', 'hosting', 'vpn', 'tor', 'cloud', 'cdn', 'unknown')`
/** It is seen, not estimated: a figure that puts it above what is only improbable. */
const SURPRISE = 12

/**
 * One temporary credential or console session used from two networks on a day, of which one is new to its principal and lies
 * in another country, or where people hide. A phone that changes to the network at home is neither.
 */
export const twoPlaces = defineKind({
  shape: {},
  async find({ engine, events, addresses }) {
    const where = await withNews(engine)
    if (where === undefined) return []
    const rows = await engine.rows(sql`
      with used as (
        select principal as subject, day, session, d_network as network, min(d_country) as country, ${mostTelling(sql`d_kind`)} as kind,
          count(*) as n
        from ${dimensionedEvents(events, addresses, and(where, sql`e.session not like 'AKIA%'`))} d
        where d_kind in ${PLACES} and actor_class not in ('ci') group by principal, day, session, d_network),
      news as (select subject, day, value as network, max(history_days) as history_days from surprises
        where dimension = 'network' and subjects < 3 group by subject, day, value)
      select u.subject, cast(u.day as varchar) as day, u.network, u.country, u.kind, h.network as home, h.country as home_country,
        n.history_days, u.n
      from used u join news n on n.subject = u.subject and n.day = u.day and n.network = u.network
      join used h on h.session = u.session and h.subject = u.subject and h.day = u.day and h.network <> u.network
      where u.country is distinct from h.country or (u.kind in ${HIDING} and h.kind not in ${HIDING})
      order by u.subject, u.day, u.network, h.n desc, h.network, u.session`)
    return [...Map.groupBy(rows, (row) => textOrEmpty(row, 'subject'))].flatMap(([subject, own]) => {
      const [first] = own
      if (first === undefined) return []
      const historyDays = Math.max(...own.map((row) => numberIn(row, 'history_days')))
      return [
        {
          subject,
          days: [...new Set(own.map((row) => textOrEmpty(row, 'day')))],
          surprise: SURPRISE,
          isElsewhere: true,
          historyDays,
          values: own.map((row) => ({ dimension: 'network', value: textOrEmpty(row, 'network') })),
          why: `On ${textOrEmpty(first, 'day')} one session of ${subject} was used from ${textOrEmpty(first, 'home')} (${textOrEmpty(first, 'home_country')}) and from ${textOrEmpty(first, 'network')} (${textOrEmpty(first, 'kind')}, ${textOrEmpty(first, 'country')}), where it had never been in ${String(historyDays)} active days`,
        },
      ]
    })
  },
})

/** Beyond this a list costs more than reading everything. */
const MOST_LISTED = 2000

/** Events of the days and principals that met a new network: the rest of the lake need not be read. */
async function withNews(engine: Engine): Promise<Fragment | undefined> {
  const rows = await engine.rows(
    sql`select distinct subject, cast(day as varchar) as day from surprises where dimension = 'network' and subjects < 3`,
  )
  if (rows.length === 0) return undefined
  const [subjects, days] = ['subject', 'day'].map((name) => [
    ...new Set(rows.map((row) => textOrEmpty(row, name))),
  ])
  if (subjects === undefined || days === undefined || subjects.length > MOST_LISTED) return sql`true`
  return and(
    isIn(sql`e.principal`, subjects.map(value)),
    isIn(
      sql`e.day`,
      days.map((day) => sql`cast(${day} as date)`),
    ),
  )
}
