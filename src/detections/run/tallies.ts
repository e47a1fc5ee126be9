import { column, type Fragment, joined, sql } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import { type AddressTallies, tallyAddresses } from './address-tallies.ts'
import { bitOf } from './bundles.ts'
import { bitsOf, type Kinds } from './kinds.ts'
import type { MatchRun } from './match-input.ts'
import type { RulePlan } from './plan-rules.ts'
import { type Counted, feedsSql, reachSql } from './reach-sql.ts'

/** Temp table `groups(group_principal, group_account, reach)`: a bit for each correlation that may fire on these events. */
export const GROUPS = column('groups')
export const REACH = column('reach')
export const ON_GROUP = sql`g.group_principal = coalesce(e.principal, '') and g.group_account = coalesce(e.account_id, '')`
/** Correlations that are looked at; any others count as possible everywhere. */
const MOST_CORRELATIONS = 60

/** Bits of correlations, of which one must be set. */
export interface ReachBits {
  readonly all: bigint
  /** Those told by `groups`. */
  readonly ofGroup: bigint
  /** Those told by the groups of addresses. */
  readonly ofAddress: bigint
}

export interface Tallies {
  /** Ids of correlations of which some group may reach what they count to. */
  readonly possible: ReadonlySet<string>
  /** Whether there is a table of groups. */
  readonly hasGroups: boolean
  /** For rules that only correlations want; undefined: nothing is known of those. */
  bitsFor(ruleId: string): ReachBits | undefined
}

/**
 * Most groups of ordinary life never come near what a correlation counts to, not even all their events of all days taken
 * together: that is seen from the kinds of events alone. A correlation's groups are taken together to principals and accounts,
 * or to accounts, where it groups by more or by something else; where that is the address, the events are asked once more.
 */
export async function tallyGroups(run: MatchRun, kinds: Kinds, plan: RulePlan): Promise<Tallies> {
  const all = plan.correlations.filter(({ standalone }) => standalone)
  const tallied = all.slice(0, MOST_CORRELATIONS)
  if (tallied.length === 0) return { possible: new Set(), hasGroups: false, bitsFor: () => undefined }
  await run.engine.rows(sql`create or replace temp table ${GROUPS} as ${groupsSql(tallied, kinds)}`)
  const [row] = await run.engine.rows(sql`select bit_or(reach) as reach from ${GROUPS}`)
  const ofGroups = typeof row?.['reach'] === 'bigint' ? row['reach'] : 0n
  const mayReach = (i: number): boolean => i >= MOST_CORRELATIONS || (ofGroups & bitOf(i)) !== 0n
  const places = tallied.flatMap((one, i) => (mayReach(i) ? [{ one, bit: bitOf(i) }] : []))
  const addresses = await tallyAddresses(run, plan.rules, places)
  const possible = all.filter((_, i) => mayReach(i) && (missedBits(addresses) & bitOf(i)) === 0n)
  return {
    possible: new Set(possible.map(({ id }) => id)),
    hasGroups: true,
    bitsFor(ruleId) {
      const wanting = all.flatMap(({ ruleIds }, i) => (ruleIds.includes(ruleId) ? [i] : []))
      if (wanting.some((i) => i >= MOST_CORRELATIONS)) return undefined
      const bits = wanting.reduce((sum, i) => sum + bitOf(i), 0n)
      return {
        all: bits & ~missedBits(addresses),
        ofGroup: bits & ~addresses.asked,
        ofAddress: bits & addresses.reached,
      }
    },
  }
}

/** Bits that were asked of addresses and that none reaches. */
const missedBits = ({ asked, reached }: AddressTallies): bigint => asked & ~reached

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
  const counted = countedBy(kinds)
  const feeding = counted.feeds(correlations.flatMap(({ ruleIds }) => ruleIds))
  const sources = LEVELS.map((level) => {
    const reach = correlations.flatMap((one, i) =>
      levelOf(one) === level.name
        ? [sql`case when ${reachSql(one, counted)} then ${bitOf(i)} else ${0n} end`]
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

const countedBy = (kinds: Kinds): Counted => ({
  feeds: (ruleIds) => feedsSql(ruleIds, kinds.bundles, bitsOf),
  columns: kinds.columns,
  totals: kinds.totals,
})
