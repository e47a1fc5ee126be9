import { column, type Fragment, joined, sql } from '#store/index.ts'
import type { CorrelationDraft } from './draft.ts'

/** The columns of a correlation's tables. */
export interface Shape {
  /** `g0` … */
  readonly groups: readonly Fragment[]
  /** `v0` …: values that are counted. */
  readonly values: readonly Fragment[]
  /** The timespan in ms. */
  readonly span: Fragment
  /** `partition by` the groups and what else is given; nothing for no columns at all. */
  readonly over: (...more: readonly Fragment[]) => Fragment
}

export function shapeOf({ groupBy, valueFields, timespanMs }: CorrelationDraft): Shape {
  const groups = groupBy.map((_, i) => column(`g${String(i)}`))
  return {
    groups,
    values: valueFields.map((_, i) => column(`v${String(i)}`)),
    span: sql`cast(${timespanMs} as bigint)`,
    over: (...more) => {
      const columns = [...groups, ...more]
      return columns.length === 0 ? sql`` : sql`partition by ${joined(columns, sql`, `)}`
    },
  }
}

/** SQL of this folder's own making that is no value: an operator, a name. */
export const raw = (text: string): Fragment => ({ parts: [{ kind: 'text', text }] })
