import { column, type Fragment, joined, or, sql } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import { resolveField } from '../sigma/fields/resolve.ts'
import { bitOf, hasBit } from './bundles.ts'
import { bitsOf, type Kinds } from './kinds.ts'
import type { MatchRun } from './match-input.ts'
import type { RulePlan } from './plan-rules.ts'

/** Temp table `groups(group_principal, group_account, reach)`: a bit for each correlation that may fire on these events. */
export const REACH = column('reach')
/** Correlations that are looked at; any others count as possible everywhere. */
const MOST_CORRELATIONS = 60

export interface Tallies {
  /** Ids of correlations of which some group may reach what they count to. */
  readonly possible: ReadonlySet<string>
  /** For rules that only correlations want: the bits of `reach` of which one must be set; undefined: no such table. */
  bitsFor(ruleId: string): bigint | undefined
}

/**
 * Most groups of ordinary life never come near what a correlation counts to, not even all their events of all days taken
 * together: that is seen from the kinds of events alone. A correlation's groups are taken together to principals and accounts,
 * or to accounts, where it groups by more or by something else.
 */
export async function tallyGroups(run: MatchRun, kinds: Kinds, { correlations }: RulePlan): Promise<Tallies> {
  const all = correlations.filter(({ standalone }) => standalone)
  const tallied = all.slice(0, MOST_CORRELATIONS)
  if (tallied.length === 0) return { possible: new Set(), bitsFor: () => undefined }
  await run.engine.rows(sql`create or replace temp table groups as ${groupsSql(tallied, kinds)}`)
  const [row] = await run.engine.rows(sql`select bit_or(reach) as reach from groups`)
  const reach = row?.['reach']
  const reached = typeof reach === 'bigint' ? reach : 0n
  const possible = all.filter((_, i) => i >= MOST_CORRELATIONS || (reached & bitOf(i)) !== 0n)
  return {
    possible: new Set(possible.map(({ id }) => id)),
    bitsFor(ruleId) {
      const wanting = all.flatMap(({ ruleIds }, i) => (ruleIds.includes(ruleId) ? [i] : []))
      if (wanting.some((i) => i >= MOST_CORRELATIONS)) return undefined
      return wanting.reduce((sum, i) => sum + bitOf(i), 0n)
    },
  }
}

interface Level {
  readonly name: string
  readonly keys: readonly ('group_principal' | 'group_account')[]
}
const LEVELS: readonly Level[] = [
  { name: 'by_both', keys: ['group_principal', 'group_account'] },
  { name: 'by_principal', keys: ['group_principal'] },
  { name: 'by_account', keys: ['group_account'] },
  { name: 'whole', keys: [] },
]

function groupsSql(correlations: readonly CompiledCorrelation[], kinds: Kinds): Fragment {
  const feeding = feedsSql(
    correlations.flatMap(({ ruleIds }) => ruleIds),
    kinds,
  )
  const sources = LEVELS.map((level) => {
    const reach = correlations.flatMap((one, i) =>
      levelOf(one) === level.name
        ? [sql`case when ${reachSql(one, kinds)} then ${bitOf(i)} else ${0n} end`]
        : [],
    )
    const sum = reach.length === 0 ? sql`${0n}` : joined(reach, sql` + `)
    return { ...level, isWanted: level.name === 'by_both' || reach.length > 0, sum }
  }).filter(({ isWanted }) => isWanted)
  const tables = sources.map(({ name, keys, sum }) => {
    const names = keys.map((key) => sql`${column(key)}, `)
    const by = keys.length === 0 ? sql`` : sql` group by ${joined(keys.map(column), sql`, `)}`
    return sql`${column(name)} as (select ${joined(names, sql``)}${sum} as reach from feeding${by})`
  })
  const joins = sources.slice(1).map(({ name, keys }) => {
    const on = keys.map((key) => sql`${column(name)}.${column(key)} = by_both.${column(key)}`)
    return sql` join ${column(name)} on ${on.length === 0 ? sql`true` : joined(on, sql` and `)}`
  })
  const sum = joined(
    sources.map(({ name }) => sql`${column(name)}.reach`),
    sql` + `,
  )
  return sql`with feeding as (
      select *, coalesce(principal, '') as group_principal, coalesce(account_id, '') as group_account
      from judged where ${feeding}),
    ${joined(tables, sql`, `)}
    select by_both.group_principal, by_both.group_account, ${sum} as reach from by_both${joined(joins, sql``)}`
}

function levelOf({ sharedFields }: CompiledCorrelation): string {
  const [principal, account] = [sharedFields.includes('principal'), sharedFields.includes('account_id')]
  if (principal) return account ? 'by_both' : 'by_principal'
  return account ? 'by_account' : 'whole'
}

/** Whether one of these rules may match. */
function feedsSql(ruleIds: readonly string[], { bundles }: Kinds): Fragment {
  const wanted = new Set(ruleIds)
  return or(
    ...bundles.flatMap((rules, bundle) => {
      const bits = rules.reduce((sum, { rule }, bit) => (wanted.has(rule.id) ? sum + bitOf(bit) : sum), 0n)
      return bits === 0n ? [] : [hasBit(bitsOf(bundle), bits)]
    }),
  )
}

/** Whether all events of a group together reach what the correlation's windows must. */
function reachSql(one: CompiledCorrelation, kinds: Kinds): Fragment {
  const feeds = feedsSql(one.ruleIds, kinds)
  switch (one.type) {
    case 'temporal':
    case 'temporal_ordered': {
      const met = one.steps.map((ids) => sql`max(case when ${feedsSql(ids, kinds)} then 1 else 0 end)`)
      return sql`${joined(met, sql` + `)} >= ${one.leastCount}`
    }
    case 'event_count':
      return sql`sum(case when ${feeds} then n else 0 end) >= ${one.leastCount}`
    case 'value_count':
      return valuesReachSql(one, kinds, feeds)
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile':
      return sql`bool_or(${feeds})`
  }
}

function valuesReachSql(
  { valueFields, leastCount, hasAliases }: CompiledCorrelation,
  kinds: Kinds,
  feeds: Fragment,
): Fragment {
  const [only = ''] = valueFields
  const isPlain = valueFields.length === 1 && !hasAliases
  if (isPlain && kinds.columns.has(only))
    return sql`count(distinct case when ${feeds} then ${column(only)} end) >= ${leastCount}`
  // One event may hold many values of a list.
  const isList = hasAliases || valueFields.some((name) => resolveField(name).kind === 'many')
  return sql`sum(case when ${feeds} then n else 0 end) >= ${isList ? 1 : leastCount}`
}
