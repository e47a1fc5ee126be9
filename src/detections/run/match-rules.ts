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
import {
  type MatchCounts,
  type PlannedRule,
  type PresentCall,
  planRules,
  stillPossible,
} from './plan-rules.ts'
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

/** Temp table `(rule_no INTEGER, row_id BIGINT)`; the number is the rule's place in the input. */
export const MATCHES = column('matches')
/** Temp table: one row for each event that any rule matched, with the columns that findings and correlations read. */
export const EVIDENCE = column('evidence')

export interface Matched {
  /** Matches by the rule's place in the input. */
  readonly counts: MatchCounts
  /** Correlations that may fire. */
  readonly correlations: readonly CompiledCorrelation[]
  /** Columns of `evidence`, beside `row_id` and `foreign_accounts`. */
  readonly columns: readonly string[]
}

/**
 * Finds out which events each rule matches.
 *
 * The lake is scanned once for the calls that any rule names, and once more, over narrow columns, for rules that name no
 * call; what each rule asks is then asked of the few events that are left, all rules in one statement: to plan a statement
 * costs more than to run it.
 */
export async function matchRules(input: MatchInput): Promise<Matched> {
  const { engine } = input
  const scope = scopeSql(input.scope)
  const present = await presentCalls(engine, input.events, scope)
  const plan = planRules(input.rules, input.correlations, present)
  const asked = [...plan.indexed, ...plan.unindexed].map(({ rule }) => rule)
  const columns = evidenceColumns([...asked, ...plan.correlations], plan.correlations)
  const run: Run = { ...input, present, scope, columns }
  await engine.rows(sql`create or replace temp table matches (rule_no integer, row_id bigint)`)
  await engine.rows(sql`create or replace temp table evidence as ${shaped(run, columns)} where false`)
  await matchIndexed(run, plan.indexed)
  const unindexed = stillPossible(plan, await matchCounts(engine))
  await matchUnindexed(run, unindexed)
  const counts = await matchCounts(engine)
  return { counts, correlations: plan.correlations, columns }
}

interface Run extends Omit<MatchInput, 'scope'> {
  readonly present: readonly PresentCall[]
  readonly scope: Fragment
  readonly columns: readonly string[]
}

async function presentCalls(
  engine: Engine,
  events: Fragment,
  scope: Fragment,
): Promise<readonly PresentCall[]> {
  const rows = await engine.rows(
    sql`select "eventSource", "eventName" from ${events} e where ${scope} group by 1, 2`,
  )
  return rows.map((row) => ({
    eventSource: typeof row['eventSource'] === 'string' ? row['eventSource'] : '',
    eventName: typeof row['eventName'] === 'string' ? row['eventName'] : '',
  }))
}

async function matchCounts(engine: Engine): Promise<MatchCounts> {
  const rows = await engine.rows(sql`select rule_no, count(*) as n from matches group by rule_no`)
  return new Map(rows.map((row) => [Number(row['rule_no']), Number(row['n'])]))
}

/** The chosen columns, and `foreign_accounts` from `facts`. */
function shaped(
  { events, settings }: Pick<Run, 'events' | 'settings'>,
  columns: readonly string[],
): Fragment {
  const own = settings.ownAccounts.map(value)
  const foreign = spelled('without', json('texts', column('facts'), ['accounts']), ...own)
  return sql`select row_id, ${joined(columns.map(column), sql`, `)}, ${foreign} as foreign_accounts from ${events} e`
}

async function matchIndexed(run: Run, rules: readonly PlannedRule[]): Promise<void> {
  const calls = [...new Set(rules.flatMap(({ calls: wanted }) => wanted ?? []))]
  if (calls.length === 0) return
  const candidates = sql`${shaped(run, columnsFor(run, rules))} where ${run.scope} and ${callsSql(run, calls)}`
  const asked = rules.map(({ no, rule, calls: wanted }) => ({
    no,
    condition: and(callsSql(run, wanted ?? []), rule.condition),
  }))
  await askAll(run, candidates, asked)
}

/** Rules that name no call: the scan itself asks them, over the columns they read. */
async function matchUnindexed(run: Run, rules: readonly PlannedRule[]): Promise<void> {
  if (rules.length === 0) return
  const anyOf = or(...rules.map(({ rule }) => sql`coalesce(${rule.condition}, false)`))
  // `foreign_accounts` is a column of the inner select, so the conditions stand outside of it.
  const candidates = sql`select * from (${shaped(run, columnsFor(run, rules))} where ${run.scope}) s where ${anyOf}`
  await askAll(
    run,
    candidates,
    rules.map(({ no, rule }) => ({ no, condition: rule.condition })),
  )
}

const columnsFor = ({ columns }: Run, rules: readonly PlannedRule[]): readonly string[] => [
  ...new Set([
    ...columns,
    ...rules.flatMap(({ rule }) => rule.columns).filter((name) => name !== 'foreign_accounts'),
  ]),
]

interface Asked {
  readonly no: number
  readonly condition: Fragment
}

/** Rules asked in one statement: more would make a plan that takes longer than the work. */
const RULES_AT_ONCE = 64

async function askAll(run: Run, candidates: Fragment, asked: readonly Asked[]): Promise<void> {
  const { engine } = run
  await engine.rows(sql`create or replace temp table candidates as ${candidates}`)
  for (let at = 0; at < asked.length; at += RULES_AT_ONCE) {
    const some = asked.slice(at, at + RULES_AT_ONCE)
    const numbers = some.map(({ no, condition }) => sql`case when ${condition} then ${no} end`)
    await engine.rows(sql`insert into matches select rule_no, row_id from (
      select row_id, unnest([${joined(numbers, sql`, `)}]) as rule_no from candidates) n where rule_no is not null`)
  }
  const kept = joined(['row_id', ...run.columns, 'foreign_accounts'].map(column), sql`, `)
  await engine.rows(sql`insert into evidence (${kept}) select ${kept} from candidates c
    where c.row_id in (select row_id from matches) and c.row_id not in (select row_id from evidence)`)
  await engine.rows(sql`drop table candidates`)
}

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
  const byName = isIn(column('eventName'), names.map(value))
  return pairs.length === 1 ? or(...pairs) : and(byName, or(...pairs))
}
