import { column, type Fragment, joined, or, sql } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import { resolveField } from '../sigma/fields/resolve.ts'
import { type Bundle, bitOf, hasBit } from './bundles.ts'
import { summedField, totalOf } from './kinds.ts'

/** What is known of events that are counted together. */
export interface Counted {
  /** Whether one of these rules may match. */
  feeds(ruleIds: readonly string[]): Fragment
  /** Columns of the lake that are there. */
  readonly columns: ReadonlySet<string>
  /** Columns of numbers of which there are sums. */
  readonly totals: ReadonlySet<string>
}

/** Whether a rule's bit is set in its bundle's column. */
export function feedsSql(
  ruleIds: readonly string[],
  bundles: readonly Bundle[],
  bitsOf: (bundle: number) => Fragment,
): Fragment {
  const wanted = new Set(ruleIds)
  return or(
    ...bundles.flatMap((rules, bundle) => {
      const bits = rules.reduce((sum, { rule }, bit) => (wanted.has(rule.id) ? sum + bitOf(bit) : sum), 0n)
      return bits === 0n ? [] : [hasBit(bitsOf(bundle), bits)]
    }),
  )
}

/** Whether all events of a group, `n` in each row, together reach what the correlation's windows must. */
export function reachSql(one: CompiledCorrelation, counted: Counted): Fragment {
  const feeds = counted.feeds(one.ruleIds)
  switch (one.type) {
    case 'temporal':
    case 'temporal_ordered': {
      const met = one.steps.map((ids) => sql`max(case when ${counted.feeds(ids)} then 1 else 0 end)`)
      return sql`${joined(met, sql` + `)} >= ${one.leastCount}`
    }
    case 'event_count':
      return sql`sum(case when ${feeds} then n else 0 end) >= ${one.leastCount}`
    case 'value_count':
      return valuesReachSql(one, counted, feeds)
    case 'value_sum':
      return sumReachSql(one, counted, feeds)
    case 'value_avg':
    case 'value_percentile':
      return sql`bool_or(${feeds})`
  }
}

function valuesReachSql(
  { valueFields, leastCount, hasAliases }: CompiledCorrelation,
  { columns }: Counted,
  feeds: Fragment,
): Fragment {
  const [only = ''] = valueFields
  const isPlain = valueFields.length === 1 && !hasAliases
  if (isPlain && columns.has(only))
    return sql`count(distinct case when ${feeds} then ${column(only)} end) >= ${leastCount}`
  // One event may hold many values of a list.
  const isList = hasAliases || valueFields.some((name) => resolveField(name).kind === 'many')
  return sql`sum(case when ${feeds} then n else 0 end) >= ${isList ? 1 : leastCount}`
}

function sumReachSql(one: CompiledCorrelation, { totals }: Counted, feeds: Fragment): Fragment {
  const [name] = summedField(one)
  if (one.leastSum === undefined || name === undefined || !totals.has(name)) return sql`bool_or(${feeds})`
  return sql`coalesce(sum(case when ${feeds} then ${totalOf(name)} end), 0) >= cast(${one.leastSum} as double)`
}
