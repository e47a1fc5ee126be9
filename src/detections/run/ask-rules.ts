import {
  and,
  column,
  type Fragment,
  isAmong,
  joined,
  numberIn,
  or,
  spelled,
  sql,
  value,
} from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import { ADDRESS_GROUPS, ADDRESS_REACH, ON_ADDRESS } from './address-tallies.ts'
import {
  askedOfCall,
  type Bundle,
  bitOf,
  bitsSql,
  callsRelation,
  hasBit,
  ON_CALL,
  unnested,
} from './bundles.ts'
import { BITS, type Kept } from './kept.ts'
import { type MatchRun, shaped } from './match-input.ts'
import { callsIn, type Part } from './parts.ts'
import type { MatchCounts, PlannedRule } from './plan-rules.ts'
import { seenColumns } from './seen-columns.ts'
import { GROUPS, ON_GROUP, REACH, type ReachBits, type Tallies } from './tallies.ts'

export interface Asking {
  readonly run: MatchRun
  /** Correlations that may fire. */
  readonly correlations: readonly CompiledCorrelation[]
  readonly tallies: Tallies
}

export interface Answer {
  /** Matches by the rule's place in the input. */
  readonly counts: MatchCounts
  /** Undefined: no correlation wants any of these rules. */
  readonly kept: Kept | undefined
}

/** The condition, and for a rule that only correlations want a group that may reach what one of them counts to. */
function askedSql(
  { tallies }: Asking,
  rule: PlannedRule,
  place: { readonly bundle: number; readonly bit: number },
): Fragment {
  const reach = reachBits(tallies, rule)
  if (reach === undefined) return askedOfCall(rule, { ...place, condition: rule.condition })
  const { ofGroup, ofAddress } = reach
  const reached = [
    ...(ofGroup === 0n ? [] : [hasBit(REACH, ofGroup)]),
    ...(ofAddress === 0n ? [] : [hasBit(ADDRESS_REACH, ofAddress)]),
  ]
  return askedOfCall(rule, { ...place, condition: and(or(...reached), rule.condition) })
}

const reachBits = (tallies: Tallies, { rule }: PlannedRule): ReachBits | undefined =>
  rule.standalone ? undefined : tallies.bitsFor(rule.id)

/** Groups and addresses of events, as far as rules ask for them. */
function groupJoins(tallies: Tallies, rules: Bundle): Fragment {
  const bits = rules.flatMap((rule) => reachBits(tallies, rule) ?? [])
  const joins = [
    ...(bits.some(({ ofGroup }) => ofGroup !== 0n) ? [sql` left join ${GROUPS} g on ${ON_GROUP}`] : []),
    ...(bits.some(({ ofAddress }) => ofAddress !== 0n)
      ? [sql` left join ${ADDRESS_GROUPS} a on ${ON_ADDRESS}`]
      : []),
  ]
  return joined(joins, sql``)
}

/** Those of a bundle's rules that give findings, with their bits, as the relation `r`. */
function rulesRelation(rules: Bundle): Fragment {
  const shown = rules.flatMap(({ no, rule }, bit) => (rule.standalone ? [{ no, bit: bitOf(bit) }] : []))
  return sql`(select ${unnested(shown.map(({ no }) => value(no)))} as rule_no, ${unnested(shown.map(({ bit }) => value(bit)))} as bit) r`
}

/**
 * Joins events with their calls and their groups; the names stand in a condition too, asked of each event before more of it is read.
 */
function joinedEvents({ run, tallies }: Asking, events: Fragment, part: Part): Fragment {
  const { rules } = part
  const groups = groupJoins(tallies, rules)
  if (part.calls === undefined) return sql`(select * from ${events}) e${groups}`
  const calls = [...new Set(rules.flatMap((one) => callsIn(one, part)))]
  const names = [...new Set(calls.flatMap((call) => run.present[call]?.eventName ?? []))]
  const relation = callsRelation({ present: run.present, calls, bundles: [rules] })
  return sql`(select * from ${events} where ${isAmong(column('eventName'), names.map(value))}) e
    join ${relation} on ${ON_CALL}${groups}`
}

const GROUPED = ['principal', 'account_id', 'sourceIPAddress'] as const

/**
 * Asks one bundle of rules; the scan itself asks them. To copy the events of their calls first took as long, and most of a
 * run's memory. What correlations want of the events stays in a table of the bundle's own, each event with the bits of its rules:
 * one table for all bundles would be another copy of it, and a join for each correlation.
 *
 * @param table - temp table to make, as long as a correlation wants some of the rules.
 */
export async function askRules(asking: Asking, part: Part, table: Fragment): Promise<Answer> {
  const { rules } = part
  const { run, correlations } = asking
  const { engine } = run
  const fed = correlations.filter(({ ruleIds }) => rules.some(({ rule }) => ruleIds.includes(rule.id)))
  const seen = seenColumns(fed)
  const own = rules.flatMap(({ columns }) => columns)
  const roots = [...seen.roots, ...own, 'eventSource', 'eventName', ...GROUPED]
  const conditions = rules.map((rule, bit) => askedSql(asking, rule, { bundle: 0, bit }))
  // A CASE, not an OR: an engine would take long to look for what the terms of so long an OR have in common.
  const anyOf = sql`case ${joined(
    conditions.map((one) => sql`when ${one} then true`),
    sql` `,
  )} else false end`
  await engine.rows(sql`create or replace temp table ${table} as
    select ${seen.select}, ${bitsSql(conditions)} as ${BITS}
    from ${joinedEvents(asking, shaped(run, roots), part)} where ${anyOf}`)
  if (rules.some(({ rule }) => rule.standalone)) {
    await engine.rows(sql`insert into matches select r.rule_no, f.row_id from ${table} f
      join ${rulesRelation(rules)} on ${spelled('bitAnd', BITS, column('bit'))} <> 0`)
  }
  const feeding = new Set(fed.flatMap(({ ruleIds }) => ruleIds))
  const wanted = rules.reduce((sum, { rule }, bit) => (feeding.has(rule.id) ? sum + bitOf(bit) : sum), 0n)
  const counted = await countsOf(asking, table, { rules, wanted })
  if (counted.wanted === 0) {
    await engine.rows(sql`drop table ${table}`)
    return { counts: counted.counts, kept: undefined }
  }
  if (counted.wanted < counted.all / 2)
    await engine.rows(
      sql`create or replace temp table ${table} as select * from ${table} where ${hasBit(BITS, wanted)}`,
    )
  return { counts: counted.counts, kept: { table, rules } }
}

/** How many events each rule matched, how many are wanted by correlations, and all. */
async function countsOf(
  { run }: Asking,
  table: Fragment,
  { rules, wanted }: { readonly rules: Bundle; readonly wanted: bigint },
): Promise<{ readonly counts: MatchCounts; readonly wanted: number; readonly all: number }> {
  const sums = rules.map((_, bit) => sql`, ${sumOf(bitOf(bit))} as ${column(`n${String(bit)}`)}`)
  const [row = {}] = await run.engine.rows(sql`
    select coalesce(sum(n), 0) as all_events, ${sumOf(wanted)} as wanted${joined(sums, sql``)}
    from (select ${BITS}, count(*) as n from ${table} group by ${BITS}) b`)
  const counts = rules.map(({ no }, bit) => [no, numberIn(row, `n${String(bit)}`)] as const)
  return {
    counts: new Map(counts.filter(([, count]) => count > 0)),
    wanted: numberIn(row, 'wanted'),
    all: numberIn(row, 'all_events'),
  }
}

const sumOf = (bits: bigint): Fragment => sql`coalesce(sum(case when ${hasBit(BITS, bits)} then n end), 0)`
