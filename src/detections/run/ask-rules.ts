import { and, column, type Fragment, isIn, joined, spelled, sql, value } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
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
import { type MatchRun, shaped } from './match-input.ts'
import type { PlannedRule } from './plan-rules.ts'
import { seenColumns } from './seen-columns.ts'
import { REACH, type Tallies } from './tallies.ts'
import { WIDE } from './wide-columns.ts'

export interface Asking {
  readonly run: MatchRun
  /** Correlations that may fire. */
  readonly correlations: readonly CompiledCorrelation[]
  readonly tallies: Tallies
}

/** Rules with those of their calls that are looked at together. */
export interface Part {
  readonly rules: readonly PlannedRule[]
  /** Undefined: every call. */
  readonly calls: ReadonlySet<number> | undefined
  /**
   * Every rule that is asked of these events, in this bundle or another: an event is kept for correlations once, by the first
   * that matches, and must hold what the correlations of the others read.
   */
  readonly asked: readonly PlannedRule[]
}

/** Calls of which some rule wants a wide column, and the others. */
export function partsOf(rules: readonly PlannedRule[]): {
  readonly wide: Part
  readonly narrow: Part
  readonly unindexed: Part
} {
  const indexed = rules.filter(({ calls }) => calls !== undefined)
  const wide = new Set(indexed.filter(isWide).flatMap(({ calls }) => calls ?? []))
  const all = indexed.flatMap(({ calls }) => calls ?? [])
  const unindexed = rules.filter(({ calls }) => calls === undefined)
  const part = (calls: ReadonlySet<number>): Part => {
    const own = indexed.filter((one) => one.calls?.some((call) => calls.has(call)))
    return { calls, rules: own, asked: [...own, ...unindexed] }
  }
  return {
    wide: part(wide),
    narrow: part(new Set(all.filter((call) => !wide.has(call)))),
    unindexed: { calls: undefined, rules: unindexed, asked: unindexed },
  }
}

const isWide = ({ needsJson, columns }: PlannedRule): boolean =>
  needsJson || columns.some((name) => WIDE.has(name))

const callsIn = ({ calls }: PlannedRule, part: Part): readonly number[] =>
  (calls ?? []).filter((call) => part.calls?.has(call) === true)

/** The condition, and for a rule that only correlations want a group that may reach what one of them counts to. */
function askedSql(
  { tallies }: Asking,
  rule: PlannedRule,
  place: { readonly bundle: number; readonly bit: number },
): Fragment {
  const bits = reachBits(tallies, rule)
  const condition = bits === undefined ? rule.condition : and(hasBit(REACH, bits), rule.condition)
  return askedOfCall(rule, { ...place, condition })
}

const reachBits = (tallies: Tallies, { rule }: PlannedRule): bigint | undefined =>
  rule.standalone ? undefined : tallies.bitsFor(rule.id)

/** A bundle's rules with their bits as the relation `r`. */
function rulesRelation(rules: Bundle): Fragment {
  const numbers = rules.map(({ no }) => value(no))
  const bits = rules.map((_, bit) => value(bitOf(bit)))
  return sql`(select ${unnested(numbers)} as rule_no, ${unnested(bits)} as bit) r`
}

/**
 * Joins events with their calls and their groups; the names stand in a condition too, by which parts of the lake are skipped.
 */
function joinedEvents({ run, tallies }: Asking, events: Fragment, part: Part): Fragment {
  const { rules } = part
  const needsGroups = rules.some((rule) => reachBits(tallies, rule) !== undefined)
  const groups = needsGroups
    ? sql` left join groups g on g.group_principal = coalesce(e.principal, '') and g.group_account = coalesce(e.account_id, '')`
    : sql``
  if (part.calls === undefined) return sql`(select * from ${events}) e${groups}`
  const calls = [...new Set(rules.flatMap((one) => callsIn(one, part)))]
  const names = [...new Set(calls.flatMap((call) => run.present[call]?.eventName ?? []))]
  const relation = callsRelation({ present: run.present, calls, bundles: [rules] })
  return sql`(select * from ${events} where ${isIn(column('eventName'), names.map(value))}) e
    join ${relation} on ${ON_CALL}${groups}`
}

const GROUPED = ['principal', 'account_id'] as const
const feedsOneOf =
  (correlations: readonly CompiledCorrelation[]) =>
  ({ rule }: PlannedRule): boolean =>
    correlations.some(({ ruleIds }) => ruleIds.includes(rule.id))

/**
 * Asks one bundle of rules; the scan itself asks them. To copy the events of their calls first took as long, and most of a
 * run's memory.
 */
export async function askRules(asking: Asking, part: Part): Promise<void> {
  const { rules } = part
  if (rules.length === 0) return
  const { run, correlations } = asking
  const { engine } = run
  const fed = correlations.filter(({ ruleIds }) => part.asked.some(({ rule }) => ruleIds.includes(rule.id)))
  const read = new Set(fed.flatMap(({ columns }) => columns))
  const seen = seenColumns(correlations, (root) => !WIDE.has(root) || read.has(root))
  const own = rules.flatMap(({ columns }) => columns)
  const roots = [...seen.roots, ...own, 'eventSource', 'eventName', ...GROUPED]
  const conditions = rules.map((rule, bit) => askedSql(asking, rule, { bundle: 0, bit }))
  // A CASE, not an OR: an engine would take long to look for what the terms of so long an OR have in common.
  const anyOf = sql`case ${joined(
    conditions.map((one) => sql`when ${one} then true`),
    sql` `,
  )} else false end`
  await engine.rows(sql`create or replace temp table found as
    select ${seen.select}, ${bitsSql(conditions)} as bits
    from ${joinedEvents(asking, shaped(run, roots), part)} where ${anyOf}`)
  await engine.rows(sql`insert into matches select r.rule_no, f.row_id from found f
    join ${rulesRelation(rules)} on ${spelled('bitAnd', column('bits'), column('bit'))} <> 0`)
  const feeds = feedsOneOf(correlations)
  const wanted = rules.reduce((sum, rule, bit) => (feeds(rule) ? sum + bitOf(bit) : sum), 0n)
  if (wanted > 0n) {
    await engine.rows(sql`insert into seen by name select * exclude (bits) from found f
      where ${hasBit(column('bits'), wanted)} and row_id not in (select row_id from seen)`)
  }
  await engine.rows(sql`drop table found`)
}
