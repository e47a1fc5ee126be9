import {
  and,
  column,
  type Engine,
  type Fragment,
  isIn,
  joined,
  json,
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
  for (const rules of bundles(unindexed)) await askNarrow(run, { rules, calls: undefined }, plan.correlations)
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

/** What a bundle's rules come to for an event: a sum of bits, the first rule's being 1. */
function bitsSql(rules: readonly PlannedRule[], bundle: number): Fragment {
  const terms = rules.map(
    (one, bit) => sql`case when ${askedSql(one, bundle, bit)} then ${bitOf(bit)} else ${0n} end`,
  )
  return joined(terms, sql` + `)
}

/** A rule's condition, and its calls as a bit of the bundle's mask. */
const askedSql = ({ rule, calls }: PlannedRule, bundle: number, bit: number): Fragment =>
  calls === undefined ? rule.condition : and(hasBit(maskOf(bundle), bitOf(bit)), rule.condition)

const bitOf = (bit: number): bigint => BigInt(2 ** bit)
const hasBit = (mask: Fragment, bits: bigint): Fragment => sql`${spelled('bitAnd', mask, value(bits))} <> 0`
const maskOf = (bundle: number): Fragment => column(`mask_${String(bundle)}`)
const WIDE_MASK = column('wide_mask')

/** A bundle's rules with their bits as the relation `r`. */
function rulesRelation(rules: readonly PlannedRule[]): Fragment {
  const numbers = rules.map(({ no }) => value(no))
  const bits = rules.map((_, bit) => value(bitOf(bit)))
  return sql`(select ${unnested(numbers)} as rule_no, ${unnested(bits)} as bit) r`
}

/**
 * The calls of a part as the relation `c`: source, name, for each bundle of rules a mask of those that ask for the call, and
 * a mask of the wide columns that are read of it. Lists of names in a condition would each become a join of their own.
 */
function callsRelation(
  { present }: Run,
  part: Part,
  { all, wideBits }: { all: readonly (readonly PlannedRule[])[]; wideBits: (call: number) => bigint },
): Fragment {
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
  const wide = unnested(calls.map((call) => value(wideBits(call))))
  return sql`(select ${sources} as call_source, ${names} as call_name, ${wide} as ${WIDE_MASK}${joined(masks, sql``)}) c`
}

const unnested = (values: readonly Fragment[]): Fragment => sql`unnest([${joined(values, sql`, `)}])`

/** Joins events with their calls; the names stand in a condition too, by which parts of the lake are skipped. */
function withCalls(
  run: Run,
  events: Fragment,
  part: Part,
  bundled: { all: readonly (readonly PlannedRule[])[]; wideBits: (call: number) => bigint },
): Fragment {
  if (part.calls === undefined) return events
  const calls = [...new Set(bundled.all.flat().flatMap((one) => callsIn(one, part)))]
  const names = [...new Set(calls.flatMap((call) => run.present[call]?.eventName ?? []))]
  return sql`(select * from ${events} where ${isIn(column('eventName'), names.map(value))}) e
    join ${callsRelation(run, part, bundled)} on c.call_name = e."eventName" and c.call_source = coalesce(e."eventSource", '')`
}

/**
 * Rules that take JSON apart: the events of their calls are copied first, each wide column only of the calls whose rules
 * read it, and then asked.
 */
async function askWide(run: Run, part: Part, correlations: readonly CompiledCorrelation[]): Promise<void> {
  if (part.rules.length === 0) return
  const { engine, feeding } = run
  const all = bundles(part.rules)
  const fields = part.rules.map(({ rule }) => rule.eventFields)
  const chosen = chosenColumns([...fields, ['eventSource', 'eventName'], ...seenFields(correlations)], {
    maskOf: (root) => (WIDE.has(root) ? hasBit(WIDE_MASK, wideBit(root)) : undefined),
  })
  const masks = joined(
    all.map((_, bundle) => maskOf(bundle)),
    sql`, `,
  )
  const wideBits = wideReaders(part, correlations)
  await engine.rows(sql`create or replace temp table candidates as
    select ${chosen.select}, ${masks} from ${withCalls(run, shaped(run, chosen.roots), part, { all, wideBits })}`)
  for (const [bundle, some] of all.entries()) {
    await engine.rows(sql`insert into matches select r.rule_no, b.row_id from (
        select row_id, ${bitsSql(some, bundle)} as bits from candidates where ${maskOf(bundle)} <> 0) b
      join ${rulesRelation(some)} on ${spelled('bitAnd', column('bits'), column('bit'))} <> 0`)
  }
  const feeders = part.rules.filter(({ rule }) => feeding.has(rule.id))
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

const wideBit = (root: string): bigint => bitOf([...WIDE].indexOf(root))

/** Which wide columns are read of a call, as bits. */
function wideReaders(part: Part, correlations: readonly CompiledCorrelation[]): (call: number) => bigint {
  const bits = new Map<number, bigint>()
  for (const root of WIDE) {
    const fed = new Set(
      correlations.filter(({ columns }) => columns.includes(root)).flatMap(({ ruleIds }) => ruleIds),
    )
    const readers = part.rules.filter(
      ({ rule }) => rule.eventFields === undefined || rule.columns.includes(root) || fed.has(rule.id),
    )
    for (const call of new Set(readers.flatMap((one) => callsIn(one, part)))) {
      bits.set(call, (bits.get(call) ?? 0n) + wideBit(root))
    }
  }
  return (call) => bits.get(call) ?? 0n
}

/** Rules over short columns: the scan itself asks them. */
async function askNarrow(run: Run, part: Part, correlations: readonly CompiledCorrelation[]): Promise<void> {
  const { rules } = part
  if (rules.length === 0) return
  const { engine, feeding } = run
  const ids = new Set(rules.map(({ rule }) => rule.id).filter((id) => feeding.has(id)))
  const fed = correlations.filter(({ ruleIds }) => ruleIds.some((id) => ids.has(id)))
  const read = new Set(fed.flatMap(({ columns }) => columns))
  const seen = seenColumns(correlations, (root) => !WIDE.has(root) || read.has(root))
  const roots = [...seen.roots, ...rules.flatMap(({ rule }) => rule.columns), 'eventSource', 'eventName']
  // A CASE, not an OR: an engine would take long to look for what the terms of so long an OR have in common.
  const anyOf = sql`case ${joined(
    rules.map((one, bit) => sql`when ${askedSql(one, 0, bit)} then true`),
    sql` `,
  )} else false end`
  await engine.rows(sql`create or replace temp table found as
    select ${seen.select}, ${bitsSql(rules, 0)} as bits
    from ${withCalls(run, shaped(run, roots), part, { all: [rules], wideBits: () => 0n })} where ${anyOf}`)
  await engine.rows(sql`insert into matches select r.rule_no, f.row_id from found f
    join ${rulesRelation(rules)} on ${spelled('bitAnd', column('bits'), column('bit'))} <> 0`)
  const feederBits = rules.map(({ rule }, bit) => (ids.has(rule.id) ? bitOf(bit) : 0n))
  const wanted = feederBits.reduce((sum, bit) => sum + bit, 0n)
  if (wanted > 0n) {
    await engine.rows(sql`insert into seen by name select * exclude (bits) from found f
      where ${hasBit(column('bits'), wanted)} and row_id not in (select row_id from seen)`)
  }
  await engine.rows(sql`drop table found`)
}
