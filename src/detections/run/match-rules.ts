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
import {
  type MatchCounts,
  type PlannedRule,
  type PresentCall,
  planRules,
  stillPossible,
} from './plan-rules.ts'
import { scopeSql } from './scope-sql.ts'
import { chosenColumns, seenColumns, seenFields } from './seen-columns.ts'
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
/** Temp table: one row for each event that a rule of a correlation matched, with the fields that correlations read. */
export const SEEN = column('seen')

export interface Matched {
  /** Matches by the rule's place in the input. */
  readonly counts: MatchCounts
  /** Correlations that may fire. */
  readonly correlations: readonly CompiledCorrelation[]
}

/**
 * Finds out which events each rule matches.
 *
 * The lake is scanned for the calls that rules name, in two parts so that the wide columns are read only of calls whose
 * rules ask for them, and once more for rules that name no call. Nothing wide is kept: of an event that matched stay its
 * place and, where a correlation wants them, a few short fields.
 */
export async function matchRules(input: MatchInput): Promise<Matched> {
  const { engine } = input
  const scope = scopeSql(input.scope)
  const present = await presentCalls(engine, input.events, scope)
  const plan = planRules(input.rules, input.correlations, present)
  const run: Run = { ...input, present, scope, feeding: feedingRules(plan.correlations) }
  const seen = seenColumns(plan.correlations)
  await engine.rows(sql`create or replace temp table matches (rule_no integer, row_id bigint)`)
  await engine.rows(
    sql`create or replace temp table seen as select ${seen.select} from ${shaped(run, seen.roots)} where false`,
  )
  const { wide, narrow } = partsOf(plan.indexed)
  await askWide(run, wide, plan.correlations)
  for (const rules of bundles(narrow.rules)) {
    await askNarrow(run, { rules, calls: narrow.calls }, plan.correlations)
  }
  const unindexed = stillPossible(plan, await matchCounts(engine))
  await askNarrow(run, { rules: unindexed, calls: undefined }, plan.correlations)
  return { counts: await matchCounts(engine), correlations: plan.correlations }
}

interface Run extends Omit<MatchInput, 'scope'> {
  readonly present: readonly PresentCall[]
  readonly scope: Fragment
  /** Ids of rules that a possible correlation rests on. */
  readonly feeding: ReadonlySet<string>
}

const feedingRules = (correlations: readonly CompiledCorrelation[]): ReadonlySet<string> =>
  new Set(correlations.flatMap(({ ruleIds }) => ruleIds))

async function presentCalls(
  engine: Engine,
  events: Fragment,
  scope: Fragment,
): Promise<readonly PresentCall[]> {
  const rows = await engine.rows(
    sql`select "eventSource", "eventName" from ${events} e where ${scope} group by 1, 2 order by 1, 2`,
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

/** The chosen columns, `foreign_accounts`, made from `facts`, where it is among them. */
function shaped({ events, settings, scope }: Run, columns: readonly string[]): Fragment {
  const own = settings.ownAccounts.map(value)
  const chosen = ['row_id', ...new Set(columns)].map((name) =>
    name === 'foreign_accounts'
      ? sql`${spelled('without', json('texts', column('facts'), ['accounts']), ...own)} as foreign_accounts`
      : column(name),
  )
  return sql`(select ${joined(chosen, sql`, `)} from ${events} e where ${scope}) s`
}

/** Columns of JSON text: to read, copy and take them apart costs more than all others together. */
const WIDE: ReadonlySet<string> = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'resources',
  'otherFields',
  'facts',
  'foreign_accounts',
])

/** Rules with those of their calls that are looked at together. */
interface Part {
  readonly rules: readonly PlannedRule[]
  /** Undefined: every call. */
  readonly calls: ReadonlySet<number> | undefined
}

/** Calls of which some rule wants a wide column, and the others. */
function partsOf(rules: readonly PlannedRule[]): { readonly wide: Part; readonly narrow: Part } {
  const wide = new Set(rules.filter(isWide).flatMap(({ calls }) => calls ?? []))
  const all = rules.flatMap(({ calls }) => calls ?? [])
  const part = (calls: ReadonlySet<number>): Part => ({
    calls,
    rules: rules.filter((one) => one.calls?.some((call) => calls.has(call))),
  })
  return { wide: part(wide), narrow: part(new Set(all.filter((call) => !wide.has(call)))) }
}

const isWide = ({ rule }: PlannedRule): boolean =>
  rule.needsJson || rule.columns.some((name) => WIDE.has(name))

const callsIn = ({ calls }: PlannedRule, part: Part): readonly number[] =>
  (calls ?? []).filter((call) => part.calls?.has(call) === true)

/** Rules asked in one statement: an engine sets memory aside for every term of it, on every thread. */
const MOST_RULES = 48

/** Rules of the same calls together, so that each scan has few calls to look for. */
function bundles<T extends { readonly calls: readonly number[] | undefined }>(
  rules: readonly T[],
): readonly (readonly T[])[] {
  const sorted = rules.toSorted((a, b) => Math.min(...(a.calls ?? [])) - Math.min(...(b.calls ?? [])))
  return Array.from({ length: Math.ceil(sorted.length / MOST_RULES) }, (_, i) =>
    sorted.slice(i * MOST_RULES, (i + 1) * MOST_RULES),
  )
}

/** A rule's condition, and its calls as a bit of the bundle's mask. */
const askedSql = ({ rule, calls }: PlannedRule, bundle: number, bit: number): Fragment =>
  calls === undefined
    ? rule.condition
    : and(sql`(${maskOf(bundle)} & ${BigInt(2 ** bit)}) <> 0`, rule.condition)

const maskOf = (bundle: number): Fragment => column(`mask_${String(bundle)}`)

/**
 * The calls of a part as the relation `c`: source, name, and for each bundle of rules a mask of those that ask for the call.
 * Long lists of names in a condition would each become a join of their own.
 */
function callsRelation({ present }: Run, part: Part, all: readonly (readonly PlannedRule[])[]): Fragment {
  const calls = [...new Set(all.flat().flatMap((one) => callsIn(one, part)))]
  const masks = all.map((rules, bundle) => {
    const values = calls.map((call) => {
      const bits = rules.map(({ calls: wanted }, bit) => (wanted?.includes(call) === true ? 2 ** bit : 0))
      return value(BigInt(bits.reduce((sum, bit) => sum + bit, 0)))
    })
    return sql`, ${unnested(values)} as ${maskOf(bundle)}`
  })
  const sources = unnested(calls.map((call) => value(present[call]?.eventSource ?? '')))
  const names = unnested(calls.map((call) => value(present[call]?.eventName ?? '')))
  return sql`(select ${sources} as call_source, ${names} as call_name${joined(masks, sql``)}) c`
}

const unnested = (values: readonly Fragment[]): Fragment => sql`unnest([${joined(values, sql`, `)}])`

/** Joins events with their calls; the names stand in a condition too, by which parts of the lake are skipped. */
function withCalls(
  run: Run,
  events: Fragment,
  part: Part,
  all: readonly (readonly PlannedRule[])[],
): Fragment {
  if (part.calls === undefined) return events
  const calls = [...new Set(all.flat().flatMap((one) => callsIn(one, part)))]
  const names = [...new Set(calls.flatMap((call) => run.present[call]?.eventName ?? []))]
  return sql`(select * from ${events} where ${isIn(column('eventName'), names.map(value))}) e
    join ${callsRelation(run, part, all)} on c.call_name = e."eventName" and c.call_source = coalesce(e."eventSource", '')`
}

/**
 * Rules that take JSON apart: the events of their calls are copied first, each wide column only of the calls whose rules
 * read it, and then asked.
 */
async function askWide(run: Run, part: Part, correlations: readonly CompiledCorrelation[]): Promise<void> {
  if (part.rules.length === 0) return
  const { engine, feeding } = run
  const feeders = part.rules.filter(({ rule }) => feeding.has(rule.id))
  const all = bundles(part.rules)
  const fields = part.rules.map(({ rule }) => rule.eventFields)
  const chosen = chosenColumns([...fields, ['eventSource', 'eventName'], ...seenFields(correlations)], {
    maskOf: (root) => maskSql(run, part, root, correlations),
  })
  const masks = joined(
    all.map((_, bundle) => maskOf(bundle)),
    sql`, `,
  )
  await engine.rows(sql`create or replace temp table candidates as
    select ${chosen.select}, ${masks} from ${withCalls(run, shaped(run, chosen.roots), part, all)}`)
  for (const [bundle, some] of all.entries()) {
    const numbers = some.map((one, bit) => sql`case when ${askedSql(one, bundle, bit)} then ${one.no} end`)
    await engine.rows(sql`insert into matches select rule_no, row_id from (
      select row_id, unnest([${joined(numbers, sql`, `)}]) as rule_no from candidates where ${maskOf(bundle)} <> 0) n
      where rule_no is not null`)
  }
  if (feeders.length > 0) {
    const wanted = isIn(
      column('rule_no'),
      feeders.map(({ no }) => value(no)),
    )
    await engine.rows(sql`insert into seen by name select ${seenColumns(correlations).select} from candidates c
      where row_id in (select row_id from matches where ${wanted})`)
  }
  await engine.rows(sql`drop table candidates`)
}

/** Which calls a wide column is copied of; undefined: of all. */
function maskSql(
  run: Run,
  part: Part,
  root: string,
  correlations: readonly CompiledCorrelation[],
): Fragment | undefined {
  if (!WIDE.has(root)) return undefined
  const fed = new Set(
    correlations.filter(({ columns }) => columns.includes(root)).flatMap(({ ruleIds }) => ruleIds),
  )
  const readers = part.rules.filter(
    ({ rule }) => rule.eventFields === undefined || rule.columns.includes(root) || fed.has(rule.id),
  )
  return callsSql(run, [...new Set(readers.flatMap((one) => callsIn(one, part)))])
}

/** Rules over short columns: the scan itself asks them. */
async function askNarrow(run: Run, part: Part, correlations: readonly CompiledCorrelation[]): Promise<void> {
  const { rules } = part
  if (rules.length === 0) return
  const { engine, feeding } = run
  const feeders = rules.filter(({ rule }) => feeding.has(rule.id))
  const ids = new Set(feeders.map(({ rule }) => rule.id))
  const fed = correlations.filter(({ ruleIds }) => ruleIds.some((id) => ids.has(id)))
  const read = new Set(fed.flatMap(({ columns }) => columns))
  const seen = seenColumns(correlations, (root) => !WIDE.has(root) || read.has(root))
  const roots = [...seen.roots, ...rules.flatMap(({ rule }) => rule.columns), 'eventSource', 'eventName']
  const asked = rules.map((one, bit) => ({ no: one.no, condition: askedSql(one, 0, bit) }))
  const numbers = asked.map(({ no, condition }) => sql`case when ${condition} then ${no} end`)
  // A CASE, not an OR: an engine would take long to look for what the terms of so long an OR have in common.
  const anyOf = sql`case ${joined(
    asked.map(({ condition }) => sql`when ${condition} then true`),
    sql` `,
  )} else false end`
  await engine.rows(sql`create or replace temp table found as
    select ${seen.select}, list_filter([${joined(numbers, sql`, `)}], lambda n: n is not null) as rule_nos
    from ${withCalls(run, shaped(run, roots), part, [rules])} where ${anyOf}`)
  await engine.rows(sql`insert into matches select unnest(rule_nos), row_id from found`)
  if (feeders.length > 0) {
    const wanted = feeders.map(({ no }) => value(no))
    await engine.rows(sql`insert into seen by name select * exclude (rule_nos) from found f
      where list_has_any(rule_nos, [${joined(wanted, sql`, `)}]) and row_id not in (select row_id from seen)`)
  }
  await engine.rows(sql`drop table found`)
}

/** By name first: an engine can skip parts of the lake by the names they hold. */
function callsSql({ present }: Run, calls: readonly number[]): Fragment {
  const chosen = calls.flatMap((call) => present[call] ?? [])
  const bySource = Map.groupBy(chosen, ({ eventSource }) => eventSource)
  const names = [...new Set(chosen.map(({ eventName }) => eventName))]
  const pairs = [...bySource].map(([source, some]) =>
    and(
      isIn(
        column('eventName'),
        some.map(({ eventName }) => value(eventName)),
      ),
      sql`coalesce("eventSource", '') = ${source}`,
    ),
  )
  const byName = isIn(column('eventName'), names.map(value))
  return pairs.length === 1 ? or(...pairs) : and(byName, or(...pairs))
}
