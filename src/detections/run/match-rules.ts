import {
  and,
  column,
  type Engine,
  type Fragment,
  isIn,
  joined,
  json,
  or,
  spelled,
  sql,
  value,
} from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import type { CompiledRule } from '../sigma/rule.ts'
import { evidenceColumns } from './evidence-columns.ts'
import { isPossible, type PlannedRule, type PresentCall, planRules, type RulePlan } from './plan-rules.ts'
import { scopeSql } from './scope-sql.ts'
import type { DetectionScope, DetectionSettings } from './settings.ts'

export interface MatchInput {
  readonly engine: Engine
  /** The relation `events`, with `row_id`. */
  readonly events: Fragment
  readonly rules: readonly CompiledRule[]
  readonly correlations: readonly CompiledCorrelation[]
  readonly settings: DetectionSettings
  readonly scope: DetectionScope
}

/** Temp table `(rule_no INTEGER, row_id BIGINT)`. */
export const MATCHES = column('matches')
/** Temp table: one row for each event that any rule matched, with the columns that findings and correlations read. */
export const EVIDENCE = column('evidence')

const CANDIDATES = column('candidates')

/**
 * Finds out which events each rule matches.
 *
 * The lake is scanned once for the calls that any rule names, and once more, over narrow columns, for rules that name no
 * call; what each rule asks is then asked of the few events that are left.
 */
export async function matchRules(input: MatchInput): Promise<RulePlan> {
  const { engine } = input
  const scope = scopeSql(input.scope)
  const present = await presentCalls(engine, input.events, scope)
  const plan = planRules(input.rules, input.correlations, present)
  const columns = evidenceColumns(
    [...plan.indexed, ...plan.unindexed].map(({ rule }) => rule),
    plan.correlations,
  )
  const run = { ...input, plan, present, scope, evidence: columns }
  await engine.rows(sql`create or replace temp table matches (rule_no integer, row_id bigint)`)
  await engine.rows(sql`create or replace temp table evidence as ${shaped(run, columns)} where false`)
  await matchIndexed(run)
  await matchUnindexed(run)
  return plan
}

interface Run extends Omit<MatchInput, 'scope'> {
  readonly plan: RulePlan
  readonly present: readonly PresentCall[]
  readonly scope: Fragment
  readonly evidence: readonly string[]
}

async function presentCalls(
  engine: Engine,
  events: Fragment,
  scope: Fragment,
): Promise<readonly PresentCall[]> {
  const rows = await engine.rows(
    sql`select "eventSource", "eventName", count(*) as n from ${events} where ${scope} group by 1, 2`,
  )
  return rows.map((row) => ({
    eventSource: typeof row['eventSource'] === 'string' ? row['eventSource'] : '',
    eventName: typeof row['eventName'] === 'string' ? row['eventName'] : '',
    count: Number(row['n']),
  }))
}

/** The chosen columns, and `foreign_accounts` where `facts` are among them. */
function shaped(
  { events, settings }: Pick<Run, 'events' | 'settings'>,
  columns: readonly string[],
): Fragment {
  const own = settings.ownAccounts.map(value)
  const foreign = columns.includes('facts')
    ? sql`, ${spelled('without', json('texts', column('facts'), ['accounts']), ...own)} as foreign_accounts`
    : sql``
  return sql`select row_id, ${joined(columns.map(column), sql`, `)}${foreign} from ${events} e`
}

async function matchIndexed(run: Run): Promise<void> {
  const { engine, plan } = run
  const { indexed } = plan
  const calls = [...new Set(indexed.flatMap(({ calls: wanted }) => wanted ?? []))]
  if (calls.length === 0) return
  const columns = [...new Set([...run.evidence, ...ruleColumns(indexed)])]
  await engine.rows(
    sql`create or replace temp table candidates as ${shaped(run, columns)} where ${run.scope} and ${callsSql(run, calls)}`,
  )
  for (const planned of indexed) {
    const { rule, calls: wanted } = planned
    await addMatches(run, planned, and(callsSql(run, wanted ?? []), rule.condition))
  }
  await keepEvidence(run, CANDIDATES)
  await engine.rows(sql`drop table candidates`)
}

/** Rules that name no call. Those that only feed a correlation are asked when its other rules have matched. */
async function matchUnindexed(run: Run): Promise<void> {
  const { engine, plan } = run
  const matched = await engine.rows(sql`select distinct rule_no from matches`)
  const numbers = new Set(matched.map((row) => Number(row['rule_no'])))
  const alive = new Set([
    ...plan.indexed.filter(({ no }) => numbers.has(no)).map(({ rule }) => rule.id),
    ...plan.unindexed.map(({ rule }) => rule.id),
  ])
  const wanted = new Set(
    plan.correlations.filter((one) => isPossible(one, alive)).flatMap(({ ruleIds }) => ruleIds),
  )
  const asked = plan.unindexed.filter(({ rule }) => rule.standalone || wanted.has(rule.id))
  if (asked.length === 0) return
  const columns = [...new Set([...run.evidence, ...ruleColumns(asked)])]
  const anyOf = or(...asked.map(({ rule }) => sql`coalesce(${rule.condition}, false)`))
  // `foreign_accounts` is a column of the inner select, so the conditions stand outside of it.
  await engine.rows(
    sql`create or replace temp table candidates as select * from (${shaped(run, columns)} where ${run.scope}) where ${anyOf}`,
  )
  for (const planned of asked) await addMatches(run, planned, planned.rule.condition)
  await keepEvidence(run, CANDIDATES)
  await engine.rows(sql`drop table candidates`)
}

const ruleColumns = (planned: readonly PlannedRule[]): readonly string[] =>
  planned
    .flatMap(({ rule }) => rule.columns)
    .flatMap((name) => (name === 'foreign_accounts' ? ['facts'] : [name]))

/** By name first: an engine can skip parts of the lake by the names they hold. */
function callsSql({ present }: Run, calls: readonly number[]): Fragment {
  const chosen = calls.flatMap((call) => present[call] ?? [])
  const bySource = Map.groupBy(chosen, ({ eventSource }) => eventSource)
  const names = [...new Set(chosen.map(({ eventName }) => eventName))]
  const pairs = [...bySource].map(([source, some]) =>
    and(
      sql`coalesce("eventSource", '') = ${source}`,
      isIn(
        column('eventName'),
        some.map(({ eventName }) => value(eventName)),
      ),
    ),
  )
  return and(isIn(column('eventName'), names.map(value)), or(...pairs))
}

async function addMatches(run: Run, { no }: PlannedRule, condition: Fragment): Promise<void> {
  await run.engine.rows(sql`insert into matches select ${no}, row_id from candidates where ${condition}`)
}

/** Copies matched events that are not there yet. */
async function keepEvidence(run: Run, from: Fragment): Promise<void> {
  const columns = joined(['row_id', ...run.evidence, 'foreign_accounts'].map(column), sql`, `)
  await run.engine.rows(sql`insert into evidence (${columns}) select ${columns} from ${from} c
    where c.row_id in (select row_id from matches) and c.row_id not in (select row_id from evidence)`)
}
