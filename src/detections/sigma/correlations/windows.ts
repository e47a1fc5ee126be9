import { column, type Fragment, joined, spelled, sql } from '#store/index.ts'
import { type Bound, type CorrelationDraft, signOf } from './draft.ts'
import type { LinkedCorrelation } from './link.ts'
import { raw, type Shape } from './shape.ts'

export interface Windows {
  readonly linked: LinkedCorrelation
  readonly events: Fragment
  readonly shape: Shape
  /** Adds a WITH table and gives its name. */
  readonly add: (part: string, query: Fragment) => Fragment
}

/**
 * For each event the window that ends at it, both ends included: `n` (what is counted in it), `start_pos` (where it
 * begins), `fired` (whether the condition holds).
 */
export function windowsSql(windows: Windows): Fragment {
  const { linked, shape, add } = windows
  const counted = add('counted', countedSql(windows))
  if (linked.draft.type === 'temporal_ordered') return counted
  const holds = joined(linked.draft.bounds.map(boundSql), sql` and `)
  if (!growsAndIsLimited(linked.draft)) {
    return add('windows', sql`select *, coalesce(hit and ${holds}, false) as fired from ${counted}`)
  }
  // Each great burst begins small: where a limit stands above, only the greatest windows are asked.
  return add(
    'windows',
    sql`select *, coalesce(hit and ${holds} and (next_n is null or next_n <= n or next_pos - pos > ${shape.span}), false) as fired
from (select *, lead(n) over (${shape.over(sql`hit`)} order by pos, row_id, step) as next_n,
lead(pos) over (${shape.over(sql`hit`)} order by pos, row_id, step) as next_pos from ${counted}) p`,
  )
}

const boundSql = ({ operator, value }: Bound): Fragment =>
  sql`n ${raw(signOf(operator))} cast(${value} as double)`

const growsAndIsLimited = ({ type, bounds }: CorrelationDraft): boolean =>
  type !== 'value_avg' &&
  type !== 'value_percentile' &&
  bounds.some(({ operator }) => operator !== 'gt' && operator !== 'gte')

function countedSql(windows: Windows): Fragment {
  const { linked, events, shape } = windows
  const frame = sql`range between ${shape.span} preceding and current row`
  const start = sql`pos - ${shape.span} as start_pos`
  const number = spelled('number', column('v0'))
  const sliding = (aggregate: Fragment): Fragment =>
    sql`select *, ${aggregate} over (${shape.over()} order by pos ${frame}) as n, ${start} from ${events}`
  switch (linked.draft.type) {
    case 'event_count':
      return sliding(sql`sum(case when hit then 1 else 0 end)`)
    case 'value_sum':
      return sliding(sql`sum(case when hit then ${number} end)`)
    case 'value_avg':
      return sliding(sql`avg(case when hit then ${number} end)`)
    case 'value_percentile':
      return sql`select *, 100.0 * sum(case when hit then 1 else 0 end) over (${shape.over(...shape.values)} order by pos ${frame})
/ nullif(sum(case when hit then 1 else 0 end) over (${shape.over()} order by pos ${frame}), 0) as n, ${start} from ${events}`
    case 'value_count':
      return distinctSql(windows, shape.values)
    case 'temporal':
      return distinctSql(windows, [column('step')])
    case 'temporal_ordered':
      return orderedSql(windows)
  }
}

/**
 * Distinct values in a sliding window, without counting them anew for each window: a value is in the window from its
 * event until a timespan after the last one of an unbroken row; +1 where that begins, -1 just after it ends.
 */
function distinctSql({ events, shape, add }: Windows, values: readonly Fragment[]): Fragment {
  const { span } = shape
  const over = sql`${shape.over(...values, sql`hit`)} order by pos`
  const marked = add(
    'marked',
    sql`select *, lag(pos) over (${over}) as last_pos, lead(pos) over (${over}) as next_same from ${events}`,
  )
  const kept = [...shape.groups, ...shape.values]
  const blank = kept.map((name) => (shape.groups.includes(name) ? name : sql`cast(null as varchar)`))
  const swept = add(
    'swept',
    sql`select step, pos, t, row_id, hit${listed(kept)},
case when hit and (last_pos is null or pos - last_pos > ${span}) then 1 else 0 end as delta from ${marked}
union all
select -1, pos + ${span} + 1, null, null, false${listed(blank)}, -1 from ${marked}
where hit and (next_same is null or next_same - pos > ${span})`,
  )
  return sql`select * from (select *, sum(delta) over (${shape.over()} order by pos range between unbounded preceding and current row) as n,
pos - ${span} as start_pos from ${swept}) s where row_id is not null`
}

/**
 * For each event of a step the latest beginning of a chain of the steps before it; the last step ends the chain.
 * Events of the same moment are in order, whichever it is: CloudTrail's times tell seconds only.
 */
function orderedSql({ linked, events, shape, add }: Windows): Fragment {
  const last = linked.steps.length - 1
  let table = add('chain_0', sql`select *, case when step = 0 and hit then pos end as chain from ${events}`)
  for (let step = 1; step <= last; step += 1) {
    table = add(
      `chain_${String(step)}`,
      sql`select step, pos, t, row_id, hit${listed([...shape.groups, ...shape.values])},
case when step = ${step} and hit then max(case when step = ${step - 1} then chain end) over (${shape.over()} order by pos range between unbounded preceding and current row)
when step < ${step} then chain end as chain from ${table}`,
    )
  }
  return sql`select *, ${last + 1} as n, pos - ${shape.span} as start_pos, coalesce(step = ${last} and hit and pos - chain <= ${shape.span}, false) as fired from ${table}`
}

/** Columns after others: `, a, b`. */
const listed = (columns: readonly Fragment[]): Fragment =>
  joined(
    columns.map((one) => sql`, ${one}`),
    sql``,
  )
