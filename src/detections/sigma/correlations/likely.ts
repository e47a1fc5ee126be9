import { column, type Fragment, joined, spelled, sql } from '#store/index.ts'
import { leastCount, leastSum } from './least-count.ts'
import type { LinkedCorrelation } from './link.ts'
import type { Shape } from './shape.ts'

/**
 * The events that can take part in a window that fires, found by counting alone: most groups of ordinary life never come
 * near the bound, and sorting them for windows costs ten times what counting costs. Undefined: nothing can be left out.
 *
 * A window of one timespan lies in two stretches of that length that follow each other; where both together do not reach the
 * bound, no window in them does.
 */
export function likelySql(linked: LinkedCorrelation, events: Fragment, shape: Shape): Fragment | undefined {
  const { draft, steps } = linked
  // An inner correlation's events count only where it fired; those that did not are evidence, and stay.
  if (steps.some(({ kind }) => kind === 'correlation') || shape.groups.length === 0) return undefined
  if (draft.type === 'value_sum') {
    const least = leastSum(draft)
    return least === undefined ? undefined : byStretch(events, shape, { least, counted: POSITIVE_SUM })
  }
  const least = leastCount(draft)
  if (least < 2) return undefined
  switch (draft.type) {
    case 'event_count':
    case 'value_count':
      return byStretch(events, shape, { least, counted: countedSql(draft.type, shape) })
    case 'temporal':
    case 'temporal_ordered':
      return byGroup(events, shape, least)
    case 'value_avg':
    case 'value_percentile':
      return undefined
  }
}

/** What is below zero may lie outside the window. */
const POSITIVE_SUM = sql`coalesce(sum(greatest(${spelled('number', column('v0'))}, 0)), 0)`

/** Of several values together the number of events is bound enough. */
function countedSql(type: 'event_count' | 'value_count', { values }: Shape): Fragment {
  const [only] = values
  return type === 'value_count' && only !== undefined && values.length === 1
    ? sql`count(distinct ${only})`
    : sql`count(*)`
}

function byStretch(
  events: Fragment,
  { groups, span, over }: Shape,
  { least, counted }: { readonly least: number; readonly counted: Fragment },
): Fragment {
  const names = joined(groups, sql`, `)
  const window = sql`over (${over()} order by stretch)`
  const placed = sql`select *, cast(floor(pos / cast(${span} + 1 as double)) as bigint) as stretch from ${events}`
  return sql`select e.* from ${events} e join (
select ${names}, stretch from (
select ${names}, stretch, n, lag(stretch) ${window} as before, lag(n) ${window} as before_n,
lead(stretch) ${window} as after, lead(n) ${window} as after_n
from (select ${names}, stretch, ${counted} as n from (${placed}) t group by ${names}, stretch) s) p
where n + greatest(case when before = stretch - 1 then before_n else 0 end,
case when after = stretch + 1 then after_n else 0 end) >= ${least}) l
on ${sameGroup(groups)} and l.stretch = cast(floor(e.pos / cast(${span} + 1 as double)) as bigint)`
}

const byGroup = (events: Fragment, { groups }: Shape, least: number): Fragment => {
  const names = joined(groups, sql`, `)
  return sql`select e.* from ${events} e join (
select ${names} from ${events} group by ${names} having count(distinct step) >= ${least}) l on ${sameGroup(groups)}`
}

const sameGroup = (groups: readonly Fragment[]): Fragment =>
  joined(
    groups.map((group) => sql`e.${group} = l.${group}`),
    sql` and `,
  )

/** The table of likely events beside `events`, or `events` itself. */
export function likelyEvents(
  linked: LinkedCorrelation,
  { events, shape }: { readonly events: Fragment; readonly shape: Shape },
  add: (query: Fragment) => Fragment,
): Fragment {
  const likely = likelySql(linked, events, shape)
  return likely === undefined ? events : add(likely)
}
