import { column, type Engine, type Fragment, numberIn, or, sql } from '#store/index.ts'

/** Temp table: `incident_no`, `row_id`, `time_ms` of the events of every incident. */
export const INCIDENT_EVENTS = column('incident_events')

/** Stretches that are told apart: so many, so far from each other. */
const MOST_SPANS = 16
const LEAST_GAP_MS = 900_000

/**
 * A condition on events `e` that all events of incidents meet: the stretches of time in which these lie. Only those parts of the lake
 * are read whose times they touch; who looks for the events by their rows alone reads all of it.
 */
export async function duringIncidents(engine: Engine): Promise<Fragment> {
  const rows = await engine.rows(sql`
    with times as (select distinct time_ms from ${INCIDENT_EVENTS}),
    rests as (select time_ms as to_ms, lead(time_ms) over (order by time_ms) as next_ms, min(time_ms) over () as first_ms from times)
    select * from rests where next_ms is null or next_ms - to_ms >= ${LEAST_GAP_MS}
    order by next_ms - to_ms desc nulls first limit ${MOST_SPANS}`)
  const ends = rows.toSorted((a, b) => numberIn(a, 'to_ms') - numberIn(b, 'to_ms'))
  const spans = ends.map((row, i) => {
    const before = ends[i - 1]
    const fromMs = before === undefined ? numberIn(row, 'first_ms') : numberIn(before, 'next_ms')
    return sql`e.time_ms between cast(${fromMs} as bigint) and cast(${numberIn(row, 'to_ms')} as bigint)`
  })
  return or(...spans)
}
