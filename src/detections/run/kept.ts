import { column, type Fragment, joined, sql } from '#store/index.ts'
import { type Bundle, bitOf, hasBit } from './bundles.ts'

/** In a table of kept events: which rules of the bundle matched. */
export const BITS = column('bits')

/** The events that one bundle's rules matched: `row_id`, `time_ms`, the columns that the correlations fed by them read, and `bits`. */
export interface Kept {
  readonly table: Fragment
  readonly rules: Bundle
}

/** The kept events that these rules matched, an event once for each bundle that has one of them; undefined: none. */
function keptBy(
  kept: readonly Kept[],
  ruleNos: ReadonlySet<number>,
  columns: readonly string[],
): readonly Fragment[] {
  const names = [...new Set(['row_id', 'time_ms', ...columns])].map(column)
  return kept.flatMap(({ table, rules }) => {
    const bits = rules.reduce((sum, { no }, bit) => (ruleNos.has(no) ? sum + bitOf(bit) : sum), 0n)
    return bits === 0n
      ? []
      : [sql`select ${joined(names, sql`, `)} from ${table} where ${hasBit(BITS, bits)}`]
  })
}

/** The events that one rule matched; undefined: none. Bundles share no call of a rule. */
export function matchedBy(
  kept: readonly Kept[],
  ruleNo: number,
  columns: readonly string[],
): Fragment | undefined {
  const parts = keptBy(kept, new Set([ruleNo]), columns)
  return parts.length === 0 ? undefined : sql`(${joined(parts, sql` union all `)})`
}

/** The events that some rules matched, each once; undefined: none. */
export function eventsOf(
  kept: readonly Kept[],
  ruleNos: readonly number[],
  columns: readonly string[],
): Fragment | undefined {
  const parts = keptBy(kept, new Set(ruleNos), columns)
  const [only] = parts
  if (only === undefined) return undefined
  if (parts.length === 1) return sql`(${only})`
  return sql`(select * from (select *, row_number() over (partition by row_id) as copy from (${joined(parts, sql` union all `)}) k) o where copy = 1)`
}
