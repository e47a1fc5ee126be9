import { column, type Engine, type Fragment, sql } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import { type Answer, type Asking, askRules } from './ask-rules.ts'
import { bundlesOf } from './bundles.ts'
import type { Kept } from './kept.ts'
import { makeKinds } from './kinds.ts'
import type { MatchInput, MatchRun } from './match-input.ts'
import { partsOf } from './parts.ts'
import { type MatchCounts, type PresentCall, planRules, type RulePlan, stillWanted } from './plan-rules.ts'
import { possibleRules } from './possible-rules.ts'
import { scopeSql } from './scope-sql.ts'
import { tallyGroups } from './tallies.ts'

/** Temp table `(rule_no INTEGER, row_id BIGINT)` of the rules that give findings; the number is the rule's place in the input. */
export const MATCHES = column('matches')

export interface Matched {
  /** Matches by the rule's place in the input; of a rule that only correlations want, those that can matter to them. */
  readonly counts: MatchCounts
  /** Correlations that may fire. */
  readonly correlations: readonly CompiledCorrelation[]
  /** The events that these want; who is done with them drops their tables. */
  readonly kept: readonly Kept[]
}

/**
 * Finds out which events each rule matches.
 *
 * Rules are asked of kinds of events first, which leaves few rules and few calls; then of the events themselves, in two
 * parts so that the wide columns are read only of calls whose rules ask for them. Nothing wide is kept: of an event that
 * matched stay its place and, where a correlation wants them, a few short fields.
 */
export async function matchRules(input: MatchInput): Promise<Matched> {
  const { engine, events, settings } = input
  const scope = scopeSql(input.scope)
  const present = await presentCalls(engine, events, scope)
  const run: MatchRun = { engine, events, settings, scope, present }
  const { plan, asking } = await narrowed(run, planRules(input.rules, input.correlations, present))
  await engine.rows(sql`create or replace temp table matches (rule_no integer, row_id bigint)`)
  const { wide, narrow, unindexed } = partsOf(plan.rules, plan.correlations)
  const answers: Answer[] = []
  for (const part of [wide, narrow, unindexed]) {
    for (const rules of bundlesOf(part.rules))
      answers.push(await askRules(asking, { ...part, rules }, column(`found_${String(answers.length)}`)))
  }
  return {
    counts: summed(answers.map(({ counts }) => counts)),
    correlations: plan.correlations,
    kept: answers.flatMap(({ kept }) => kept ?? []),
  }
}

/** What is left of a plan once the kinds of events have been asked. */
async function narrowed(
  run: MatchRun,
  plan: RulePlan,
): Promise<{ readonly plan: RulePlan; readonly asking: Asking }> {
  const kinds = await makeKinds(run, plan)
  const possible = await possibleRules(run, kinds, plan)
  const tallies = await tallyGroups(run, kinds, possible)
  const reached = stillWanted(
    possible.rules,
    possible.correlations.filter(({ id, standalone }) => !standalone || tallies.possible.has(id)),
  )
  const left = await possibleRules(run, kinds, reached, tallies)
  await run.engine.rows(sql`drop table judged`)
  return { plan: left, asking: { run, correlations: left.correlations, tallies } }
}

async function presentCalls(
  engine: Engine,
  events: Fragment,
  scope: Fragment,
): Promise<readonly PresentCall[]> {
  const rows = await engine.rows(
    sql`select coalesce("eventSource", '') as source, "eventName" as name, count(*) as n
    from ${events} e where ${scope} group by 1, 2 order by 1, 2`,
  )
  return rows.map((row) => ({
    eventSource: String(row['source']),
    eventName: String(row['name']),
    events: Number(row['n']),
  }))
}

/** Calls of a rule are asked for in more than one part. */
function summed(counts: readonly MatchCounts[]): MatchCounts {
  const all = new Map<number, number>()
  for (const some of counts) for (const [no, count] of some) all.set(no, (all.get(no) ?? 0) + count)
  return all
}
