import { and, column, type Fragment, joined, spelled, sql, value } from '#store/index.ts'
import type { PlannedRule, PresentCall } from './plan-rules.ts'

/** Rules asked in one statement: an engine sets memory aside for every term of it, on every thread. */
const MOST_RULES = 48

export type Bundle<Rule extends PlannedRule = PlannedRule> = readonly Rule[]

/** Rules of the same calls together, so that each scan has few calls to look for. */
export function bundlesOf<Rule extends PlannedRule>(rules: readonly Rule[]): readonly Bundle<Rule>[] {
  const sorted = rules.toSorted((a, b) => Math.min(...(a.calls ?? [])) - Math.min(...(b.calls ?? [])))
  return Array.from({ length: Math.ceil(sorted.length / MOST_RULES) }, (_, i) =>
    sorted.slice(i * MOST_RULES, (i + 1) * MOST_RULES),
  )
}

export const bitOf = (bit: number): bigint => 1n << BigInt(bit)
export const hasBit = (mask: Fragment, bits: bigint): Fragment =>
  sql`${spelled('bitAnd', mask, value(bits))} <> 0`
export const maskOf = (bundle: number): Fragment => column(`mask_${String(bundle)}`)
export const unnested = (values: readonly Fragment[]): Fragment => sql`unnest([${joined(values, sql`, `)}])`

/** What conditions come to for an event: a sum of bits, the first one's being 1. */
export const bitsSql = (conditions: readonly Fragment[]): Fragment =>
  joined(
    conditions.map((one, bit) => sql`case when ${one} then ${bitOf(bit)} else ${0n} end`),
    sql` + `,
  )

/** A rule's condition where its call's bit is in the bundle's mask. */
export const askedOfCall = (
  { calls }: PlannedRule,
  { bundle, bit, condition }: { readonly bundle: number; readonly bit: number; readonly condition: Fragment },
): Fragment => (calls === undefined ? condition : and(hasBit(maskOf(bundle), bitOf(bit)), condition))

export interface CallsInput {
  readonly present: readonly PresentCall[]
  /** Indexes into `present`. */
  readonly calls: readonly number[]
  readonly bundles: readonly Bundle[]
}

/**
 * Calls as the relation `c`: source, name and for each bundle of rules a mask of those that ask for the call. Lists of names
 * in a condition would each become a join of their own.
 */
export function callsRelation({ present, calls, bundles }: CallsInput): Fragment {
  const masks = bundles.map((rules, bundle) => {
    const values = calls.map((call) =>
      value(
        rules.reduce((sum, rule, bit) => (rule.calls?.includes(call) === true ? sum + bitOf(bit) : sum), 0n),
      ),
    )
    return sql`, ${unnested(values)} as ${maskOf(bundle)}`
  })
  const sources = unnested(calls.map((call) => value(present[call]?.eventSource ?? '')))
  const names = unnested(calls.map((call) => value(present[call]?.eventName ?? '')))
  return sql`(select ${sources} as call_source, ${names} as call_name${joined(masks, sql``)}) c`
}

export const ON_CALL = sql`c.call_name = e."eventName" and c.call_source = coalesce(e."eventSource", '')`
