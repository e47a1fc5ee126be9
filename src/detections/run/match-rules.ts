import { column, type Engine, type Fragment, sql } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import { type Asking, askRules, partsOf } from './ask-rules.ts'
import { bundlesOf } from './bundles.ts'
import { makeKinds, possibleRules } from './kinds.ts'
import { type MatchInput, type MatchRun, shaped } from './match-input.ts'
import { type MatchCounts, type PresentCall, planRules, type RulePlan, stillWanted } from './plan-rules.ts'
import { scopeSql } from './scope-sql.ts'
import { seenColumns } from './seen-columns.ts'
import { tallyGroups } from './tallies.ts'

/** Temp table `(rule_no INTEGER, row_id BIGINT)`; the number is the rule's place in the input. */
export const MATCHES = column('matches')
/** Temp table: one row for each event that a rule of a correlation matched, with the fields that correlations read. */
export const SEEN = column('seen')

export interface Matched {
  /** Matches by the rule's place in the input; of a rule that only correlations want, those that can matter to them. */
  readonly counts: MatchCounts
  /** Correlations that may fire. */
  readonly correlations: readonly CompiledCorrelation[]
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
  const seen = seenColumns(plan.correlations)
  await engine.rows(sql`create or replace temp table matches (rule_no integer, row_id bigint)`)
  await engine.rows(
    sql`create or replace temp table seen as select ${seen.select} from ${shaped(run, seen.roots)} where false`,
  )
  const { wide, narrow, unindexed } = partsOf(plan.rules)
  for (const part of [wide, narrow, unindexed]) {
    for (const rules of bundlesOf(part.rules)) await askRules(asking, { ...part, rules })
  }
  return { counts: await matchCounts(engine), correlations: plan.correlations }
}

/** What is left of a plan once the kinds of events have been asked. */
async function narrowed(
  run: MatchRun,
  plan: RulePlan,
): Promise<{ readonly plan: RulePlan; readonly asking: Asking }> {
  const kinds = await makeKinds(run, plan)
  const possible = await possibleRules(run, kinds, plan)
  const tallies = await tallyGroups(run, kinds, possible)
  await run.engine.rows(sql`drop table judged`)
  const left = stillWanted(
    possible.rules,
    possible.correlations.filter(({ id, standalone }) => !standalone || tallies.possible.has(id)),
  )
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

async function matchCounts(engine: Engine): Promise<MatchCounts> {
  const rows = await engine.rows(sql`select rule_no, count(*) as n from matches group by rule_no`)
  return new Map(rows.map((row) => [Number(row['rule_no']), Number(row['n'])]))
}
