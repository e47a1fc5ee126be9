import { column, type Engine, type Fragment, joined, sql } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import { COLUMNS, DIFFERENT } from '../sigma/fields/columns.ts'
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
import type { PlannedRule, PresentCall, RulePlan } from './plan-rules.ts'
import { WIDE } from './wide-columns.ts'

/** Columns with few values: a million events have some thousand combinations of them. */
export const FEW: ReadonlySet<string> = new Set([
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
  /** Columns of numbers of which it has the sum of what is above zero, as `totalOf`. */
  readonly totals: ReadonlySet<string>
}

export const totalOf = (name: string): Fragment => column(`total_${name}`)

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
  const totals = [...new Set(plan.correlations.flatMap(summedField))]
  const sums = totals.map((name) => sql`, sum(greatest(${column(name)}, 0)) as ${totalOf(name)}`)
  await engine.rows(sql`create or replace temp table judged as
    select ${joined(keys, sql`, `)}, count(*) as n${joined(sums, sql``)}
    from ${shaped(run, [...columns, ...items.roots, ...totals])}
    group by ${joined(
      keys.map((_, i) => ({ parts: [{ kind: 'text', text: String(i + 1) }] })),
      sql`, `,
    )}`)
  const bundles = bundlesOf(plan.rules)
  await judge(run, bundles, items)
  return { bundles, columns: new Set(columns), totals: new Set(totals) }
}

/** The column that a correlation adds up, where it is one that holds numbers. */
export function summedField({ type, valueFields, hasAliases }: CompiledCorrelation): readonly string[] {
  const [only = ''] = valueFields
  const isPlain = type === 'value_sum' && valueFields.length === 1 && !hasAliases
  return isPlain && Object.hasOwn(COLUMNS, only) && COLUMNS[only] === 'number' ? [only] : []
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
const isCheap = ({ field, test }: Item): boolean => {
  if (field === undefined || test.kind === 'fieldref') return false
  const { json, roots } = resolveField(field)
  return !json && !roots.some((root) => WIDE.has(root) || DIFFERENT.has(root))
}

/** Whether the item holds only of events that have facts. */
function impliesFacts({ field = '', test, values, negated }: Item): boolean {
  if (negated || !(field === 'foreign_accounts' || field === 'facts' || field.startsWith('facts.')))
    return false
  if (test.kind === 'exists') return values.flat().every((one) => one.kind === 'boolean' && one.value)
  return !values.flat().some(({ kind }) => kind === 'null')
}
