import { type Fragment, joined, spelled, sql, value } from '#store/index.ts'
import { type Bundle, bitOf, hasBit } from './bundles.ts'
import { bitsOf, type Kinds } from './kinds.ts'
import type { MatchRun } from './match-input.ts'
import { pushTo, type RulePlan, stillWanted } from './plan-rules.ts'
import { GROUPS, ON_GROUP, REACH, type Tallies } from './tallies.ts'

/**
 * The rules that may match something, each with the calls of which it may.
 *
 * @param tallies - when they are known: what only correlations want is looked for where one of these may fire.
 */
export async function possibleRules(
  { engine, present }: MatchRun,
  { bundles }: Kinds,
  plan: RulePlan,
  tallies?: Tallies,
): Promise<RulePlan> {
  const ors = bundles.map((rules, bundle) => {
    const bits = tallies === undefined ? bitsOf(bundle) : wantedBits(rules, bundle, tallies)
    return sql`bit_or(${bits}) as ${bitsOf(bundle)}`
  })
  const groups = tallies?.hasGroups !== true ? sql`` : sql` left join ${GROUPS} g on ${ON_GROUP}`
  const rows = await engine.rows(sql`select coalesce("eventSource", '') as source, "eventName" as name,
    ${joined(ors, sql`, `)} from judged e${groups} group by 1, 2`)
  const places = new Map(present.map(({ eventSource, eventName }, i) => [`${eventSource} ${eventName}`, i]))
  const callsByNo = new Map<number, number[]>()
  for (const row of rows) {
    const call = places.get(`${String(row['source'])} ${String(row['name'])}`)
    if (call === undefined) continue
    for (const [bundle, rules] of bundles.entries()) {
      const known = row[`bits_${String(bundle)}`]
      const bits = typeof known === 'bigint' ? known : 0n
      rules.forEach(({ no }, bit) => {
        if ((bits & bitOf(bit)) !== 0n) pushTo(callsByNo, no, call)
      })
    }
  }
  const possible = plan.rules.flatMap((rule) => {
    const calls = callsByNo.get(rule.no)
    return calls === undefined ? [] : [{ ...rule, calls: rule.calls === undefined ? undefined : calls }]
  })
  return stillWanted(possible, plan.correlations)
}

/** A kind's bits without those of rules that only correlations want of which none may fire for its group. */
function wantedBits(rules: Bundle, bundle: number, tallies: Tallies): Fragment {
  const byReach = new Map<bigint | undefined, bigint>()
  rules.forEach(({ rule }, bit) => {
    const reach = rule.standalone ? undefined : tallies.bitsFor(rule.id)?.all
    byReach.set(reach, (byReach.get(reach) ?? 0n) + bitOf(bit))
  })
  const parts = [...byReach].map(([reach, bits]) => {
    const own = spelled('bitAnd', bitsOf(bundle), value(bits))
    return reach === undefined ? own : sql`case when ${hasBit(REACH, reach)} then ${own} else ${0n} end`
  })
  return joined(parts, sql` + `)
}
