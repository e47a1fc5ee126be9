import { column, type Fragment, joined, sql } from '#store/index.ts'
import { eventsSql } from './events.ts'
import { likelyEvents } from './likely.ts'
import type { LinkedCorrelation } from './link.ts'
import { type Shape, shapeOf } from './shape.ts'
import { windowsSql } from './windows.ts'

/** Where a correlation finds its events: relations with `row_id BIGINT`, `time_ms` and the columns that the correlation reads. */
export interface StatementInput {
  /** The events of all its rules, each once. */
  readonly candidates: Fragment
  /** The events that one rule matched; undefined: none. */
  matched(ruleId: string): Fragment | undefined
}

/** The part of its evidence that a burst names, half from its beginning and half from its end. */
const MAX_ROW_IDS = 1000

/**
 * One row for each group of events and burst of overlapping windows in which the condition holds:
 * `g0` … (values of group-by), `first_ms`, `last_ms`, `n` (greatest counted value), `events` (how many),
 * `row_ids` (at most 1000, oldest first).
 *
 * The work is sorting and window functions, n log n in the events: nothing is joined with itself.
 */
export function correlationSql(linked: LinkedCorrelation, input: StatementInput): Fragment {
  const writer = new Writer(input)
  const { table, shape } = writer.correlation(linked)
  const half = MAX_ROW_IDS / 2
  writer.add(
    'ranked',
    sql`select *, row_number() over (partition by ${joined([...shape.groups, sql`burst`, sql`row_id`], sql`, `)} order by pos) as copy from ${table}`,
  )
  writer.add(
    'placed',
    sql`select *,
row_number() over (${place(shape)} order by t, row_id) as nth,
row_number() over (${place(shape)} order by t desc, row_id desc) as nth_last from ranked`,
  )
  const groups = shape.groups.length === 0 ? sql`` : sql`${joined(shape.groups, sql`, `)}, `
  return sql`with ${writer.tables()}
select ${groups}min(t) as first_ms, max(pos) as last_ms, max(case when fired then n end) as n,
count(*) filter (where copy = 1) as events,
array_agg(row_id order by t, row_id) filter (where copy = 1 and (nth <= ${half} or nth_last <= ${half})) as row_ids
from placed group by ${groups}burst`
}

const place = ({ groups }: Shape): Fragment =>
  sql`partition by ${joined([...groups, sql`burst`, sql`copy`], sql`, `)}`

/** Gathers the WITH tables of a correlation and of those it rests on. */
export class Writer {
  readonly input: StatementInput
  readonly #tables: Fragment[] = []
  #count = 0

  constructor(input: StatementInput) {
    this.input = input
  }

  add(name: string, query: Fragment): Fragment {
    this.#tables.push(sql`${column(name)} as (${query})`)
    return column(name)
  }

  tables(): Fragment {
    return joined(this.#tables, sql`,\n`)
  }

  /** The events that lie in windows that fired, each with the number of its burst. */
  correlation(linked: LinkedCorrelation): { readonly table: Fragment; readonly shape: Shape } {
    const shape = shapeOf(linked.draft)
    this.#count += 1
    const name = (part: string): string => `${part}_${String(prefix)}`
    const prefix = this.#count
    const all = this.add(name('events'), eventsSql(linked, this))
    const events = likelyEvents(linked, { events: all, shape }, (query) => this.add(name('likely'), query))
    const windows = windowsSql({ linked, events, shape, add: (part, query) => this.add(name(part), query) })
    const covered = this.add(name('covered'), coveredSql(windows, shape))
    return { table: this.add(name('bursts'), burstsSql(covered, shape)), shape }
  }
}

/**
 * An event at `pos` belongs to a window that fired later, at most a timespan away: the first one to fire reaches
 * back the farthest. `fired_pos` is where that one ended, `fired_from` where it began.
 */
const coveredSql = (windows: Fragment, { over, span }: Shape): Fragment => sql`select * from (select *,
min(case when fired then pos end) over (${over()} order by pos range between current row and ${span} following) as fired_pos,
min(case when fired then start_pos end) over (${over()} order by pos range between current row and ${span} following) as fired_from
from ${windows}) w where fired_from <= pos`

/** Windows that share an event are one burst. */
const burstsSql = (covered: Fragment, { over }: Shape): Fragment => sql`select *,
sum(case when before is null or fired_from > before then 1 else 0 end) over (${over()} order by pos, row_id, step rows unbounded preceding) as burst
from (select *, lag(pos) over (${over()} order by pos, row_id, step) as before from ${covered}) c`
