import { column, type Engine, type Fragment, joined, sql } from '#store/index.ts'
import { resolveField } from '../sigma/fields/resolve.ts'
import { type Asked, mayMatch } from '../sigma/may-match.ts'
import { rootsOf } from '../sigma/rule.ts'
import { itemSql } from '../sigma/sql/item-sql.ts'
import { type Item, itemsOf } from '../sigma/term.ts'
import {
  askedOfCall,
  type Bundle,
  bitOf,
  bitsSql,
  bundlesOf,
  callsRelation,
  hasBit,
  maskOf,
  ON_CALL,
} from './bundles.ts'
import type { MatchRun } from './match-input.ts'
import { shaped } from './match-input.ts'
import { type PlannedRule, type PresentCall, type RulePlan, stillWanted } from './plan-rules.ts'
import { WIDE } from './wide-columns.ts'

/** Columns with few values: a million events have some thousand combinations of them. */
const FEW: ReadonlySet<string> = new Set([
  'eventSource',
  'eventName',
  'eventVersion',
  'eventType',
  'eventCategory',
  'awsRegion',
  'errorCode',
  'recipientAccountId',
  'sessionCredentialFromConsole',
  'managementEvent',
  'readOnly',
  'account_id',
  'principal',
  'actor_class',
  'service',
  'access_level',
  'danger',
  'outcome',
  'client_family',
  'bucket',
  'assumed_role',
])

/** A rule that asks for fewer of the events is asked directly: an item of its own costs a little of each event. */
const MANY_EVENTS = 0.25
/** Items stand as bits in one column. */
const MOST_ITEMS = 62
const ITEMS = column('items')

/** In temp table `judged`, the kinds of events with `n` of each: for each bundle the rules that may match them. */
export const bitsOf = (bundle: number): Fragment => column(`bits_${String(bundle)}`)

export interface Kinds {
  readonly bundles: readonly Bundle[]
  /** Columns of the lake that the table has. */
  readonly columns: ReadonlySet<string>
}

/**
 * Groups the events by the columns with few values, and asks each rule of the groups instead of the events: whatever a rule
 * wants to know beyond these columns counts as met.
 */
export async function makeKinds(run: MatchRun, plan: RulePlan): Promise<Kinds> {
  const { engine, present } = run
  const items = new Items(plan.rules, present)
  const values = plan.correlations.flatMap(({ valueFields }) => valueFields)
  const columns = [
    ...new Set(['principal', 'account_id', 'eventSource', 'eventName', ...items.columns, ...values]),
  ].filter((name) => FEW.has(name))
  const keys = [...columns.map(column), ...items.extras()]
  await engine.rows(sql`create or replace temp table judged as
    select ${joined(keys, sql`, `)}, count(*) as n from ${shaped(run, [...columns, ...items.roots])}
    group by ${joined(
      keys.map((_, i) => ({ parts: [{ kind: 'text', text: String(i + 1) }] })),
      sql`, `,
    )}`)
  const bundles = bundlesOf(plan.rules)
  await judge(run, bundles, items)
  return { bundles, columns: new Set(columns) }
}

async function judge({ engine, present }: MatchRun, bundles: readonly Bundle[], items: Items): Promise<void> {
  const calls = [...new Set(bundles.flat().flatMap((one) => one.calls ?? []))]
  await joinCalls(engine, calls.length === 0 ? undefined : callsRelation({ present, calls, bundles }))
  for (const [bundle, rules] of bundles.entries()) {
    const conditions = rules.map((rule, bit) =>
      askedOfCall(rule, { bundle, bit, condition: mayMatch(rule.term, items) }),
    )
    await engine.rows(sql`create or replace temp table judged as
      select * exclude (${maskOf(bundle)}), ${bitsSql(conditions)} as ${bitsOf(bundle)} from judged`)
  }
}

async function joinCalls(engine: Engine, calls: Fragment | undefined): Promise<void> {
  if (calls === undefined) return
  await engine.rows(sql`create or replace temp table judged as
    select e.*, c.* exclude (call_source, call_name) from judged e left join ${calls} on ${ON_CALL}`)
}

/** What the table of kinds can say of the items of rules. */
class Items implements Asked {
  /** Columns with few values that rules read. */
  readonly columns: ReadonlySet<string>
  readonly #atoms = new Map<string, Item>()
  readonly #readsFacts: boolean

  constructor(rules: readonly PlannedRule[], present: readonly PresentCall[]) {
    const items = rules.flatMap(({ term }) => itemsOf(term)).filter(({ field }) => field !== undefined)
    this.columns = new Set(items.filter(hasFew).flatMap(rootsOf))
    this.#readsFacts = items.some(impliesFacts)
    const all = present.reduce((sum, { events }) => sum + events, 0)
    for (const { term, calls } of rules) {
      const events = calls?.reduce((sum, call) => sum + (present[call]?.events ?? 0), 0) ?? all
      if (events < all * MANY_EVENTS) continue
      for (const item of itemsOf(term).filter(isCheap)) {
        if (!hasFew(item) && this.#atoms.size < MOST_ITEMS) this.#atoms.set(keyOf(item), item)
      }
    }
  }

  /** Columns of the lake beyond `columns` that are read. */
  get roots(): readonly string[] {
    const read = [...this.#atoms.values()].flatMap(rootsOf)
    return this.#readsFacts ? [...read, 'facts'] : read
  }

  /** Columns of the table that the lake does not have. */
  extras(): readonly Fragment[] {
    const atoms = [...this.#atoms.values()]
    const items = atoms.length === 0 ? [] : [sql`${bitsSql(atoms.map(itemSql))} as ${ITEMS}`]
    return this.#readsFacts ? [...items, sql`facts is not null as has_facts`] : items
  }

  exactly(item: Item): Fragment | undefined {
    if (item.field === undefined) return undefined
    if (hasFew(item)) return itemSql(item)
    const place = [...this.#atoms.keys()].indexOf(keyOf(item))
    return place < 0 ? undefined : hasBit(ITEMS, bitOf(place))
  }

  atLeast(item: Item): Fragment | undefined {
    return impliesFacts(item) ? column('has_facts') : undefined
  }
}

const keyOf = ({ line: _line, valueLines: _lines, ...item }: Item): string => JSON.stringify(item)
const hasFew = (item: Item): boolean =>
  item.field !== undefined && rootsOf(item).every((root) => FEW.has(root))
/** Long texts that mostly differ are read only of events that something else speaks for. */
const LONG: ReadonlySet<string> = new Set([
  'object_key',
  'errorMessage',
  'eventID',
  'requestID',
  'sharedEventID',
])
const isCheap = ({ field, test }: Item): boolean => {
  if (field === undefined || test.kind === 'fieldref') return false
  const { json, roots } = resolveField(field)
  return !json && !roots.some((root) => WIDE.has(root) || LONG.has(root))
}

/** Whether the item holds only of events that have facts. */
function impliesFacts({ field = '', test, values, negated }: Item): boolean {
  if (negated || !(field === 'foreign_accounts' || field === 'facts' || field.startsWith('facts.')))
    return false
  if (test.kind === 'exists') return values.flat().every((one) => one.kind === 'boolean' && one.value)
  return !values.flat().some(({ kind }) => kind === 'null')
}

/** The rules that may match something, each with the calls of which it may. */
export async function possibleRules(
  { engine, present }: MatchRun,
  { bundles }: Kinds,
  plan: RulePlan,
): Promise<RulePlan> {
  const ors = bundles.map((_, bundle) => sql`bit_or(${bitsOf(bundle)}) as ${bitsOf(bundle)}`)
  const rows = await engine.rows(sql`select coalesce("eventSource", '') as source, "eventName" as name,
    ${joined(ors, sql`, `)} from judged group by 1, 2`)
  const places = new Map(present.map(({ eventSource, eventName }, i) => [`${eventSource} ${eventName}`, i]))
  const callsByNo = new Map<number, number[]>()
  for (const row of rows) {
    const call = places.get(`${String(row['source'])} ${String(row['name'])}`)
    if (call === undefined) continue
    for (const [bundle, rules] of bundles.entries()) {
      const known = row[`bits_${String(bundle)}`]
      const bits = typeof known === 'bigint' ? known : 0n
      rules.forEach(({ no }, bit) => {
        if ((bits & (1n << BigInt(bit))) !== 0n) pushTo(callsByNo, no, call)
      })
    }
  }
  const alive = plan.rules.flatMap((rule) => {
    const calls = callsByNo.get(rule.no)
    return calls === undefined ? [] : [{ ...rule, calls: rule.calls === undefined ? undefined : calls }]
  })
  return stillWanted(alive, plan.correlations)
}

function pushTo(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
