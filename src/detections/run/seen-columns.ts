import { column, type Fragment, joined, sql } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import { COLUMNS, type ColumnType, KEYWORD_COLUMNS } from '../sigma/fields/columns.ts'
import { resolveField, splitPath } from '../sigma/fields/resolve.ts'

export interface ChosenColumns {
  /** Root columns that are read. */
  readonly roots: readonly string[]
  /** `row_id`, `time_ms` and the fields, under the names of their root columns; of a struct only the leaves that are named. */
  readonly select: Fragment
}

/** What correlations read of the events of their rules. */
export function seenColumns(correlations: readonly CompiledCorrelation[]): ChosenColumns {
  return chosenColumns(correlations.map(({ eventFields }) => eventFields))
}

/** @param wanted - fields of rules and correlations; undefined: the whole event. */
export function chosenColumns(wanted: readonly (readonly string[] | undefined)[]): ChosenColumns {
  const fields = [...new Set(wanted.flatMap((some) => some ?? KEYWORD_COLUMNS))]
  const roots = [...new Set(fields.flatMap((name) => resolveField(name).roots))].toSorted()
  const columns = roots
    .filter((name) => name !== 'time_ms')
    .map((root) => {
      const type = COLUMNS[root]
      const paths = fields.map(splitPath).filter(([first]) => first === root)
      return typeof type === 'object'
        ? structColumn(
            root,
            type,
            paths.map(([, ...rest]) => rest),
          )
        : column(root)
    })
  return {
    roots: [...new Set(['time_ms', ...roots])],
    select: joined([column('row_id'), column('time_ms'), ...columns], sql`, `),
  }
}

/** The struct without the leaves that nobody names; whole when somebody names a part that has parts. */
function structColumn(root: string, type: ColumnType, paths: readonly (readonly string[])[]): Fragment {
  if (!paths.every((path) => isLeaf(type, path))) return column(root)
  return sql`${structOf(column(root), paths)} as ${column(root)}`
}

function isLeaf(type: ColumnType, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return typeof type !== 'object'
  if (typeof type !== 'object') return type === 'json'
  const inner = Object.hasOwn(type, step) ? type[step] : undefined
  return inner !== undefined && isLeaf(inner, rest)
}

function structOf(at: Fragment, paths: readonly (readonly string[])[]): Fragment {
  const steps = [...new Set(paths.flatMap(([first]) => first ?? []))]
  const members = steps.map((step) => {
    const below = paths.filter(([first]) => first === step).map(([, ...rest]) => rest)
    const inner = sql`${at}.${column(step)}`
    return sql`${column(step)} := ${below.some((rest) => rest.length === 0) ? inner : structOf(inner, below)}`
  })
  return sql`struct_pack(${joined(members, sql`, `)})`
}
