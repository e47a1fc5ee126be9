import { column, type Fragment, json, or, present, spelled, sql } from '#store/index.ts'
import { COLUMNS, type ColumnType, DIFFERENT, OWN_WORDS, type StructType } from './columns.ts'

interface Read {
  /** Whether the event has the field, be it empty or null. */
  readonly exists: Fragment
  /** Root columns that are read. */
  readonly roots: readonly string[]
  /** Whether JSON text is taken apart. */
  readonly json: boolean
}

/** A field of a rule as SQL. What lies in JSON may have any number of values. */
export type Field =
  | (Read & {
      readonly kind: 'one'
      /** Null where the field is missing. */
      readonly text: Fragment
      /** Our own words, that have no capital letters. */
      readonly isLower?: boolean
      /** It is another one for most events. */
      readonly differs?: boolean
      readonly number?: Fragment
      readonly time?: Fragment
    })
  | (Read & { readonly kind: 'many'; readonly texts: Fragment })

/**
 * Finds a field in the lake: a column, a path through a struct or through JSON text, else a path in `otherFields`.
 *
 * @param name - steps joined by dots; a dot inside a key is written `\.`.
 */
export function resolveField(name: string): Field {
  const [root = '', ...path] = splitPath(name)
  const type = Object.hasOwn(COLUMNS, root) ? COLUMNS[root] : undefined
  if (type === undefined) return jsonField('otherFields', column('otherFields'), [root, ...path])
  if (type === 'json' && path.length > 0) return jsonField(root, column(root), path)
  if (typeof type === 'object') return structField({ root, at: column(root), type }, path, [])
  // Nothing lies below a plain column: such a path is as absent as an unknown field.
  return path.length > 0
    ? jsonField('otherFields', column('otherFields'), [root, ...path])
    : columnField(root, type)
}

export const splitPath = (name: string): readonly string[] =>
  name.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.'))

function columnField(root: string, type: Exclude<ColumnType, StructType>): Field {
  const at = column(root)
  const read = { exists: present(at), roots: [root], json: false }
  switch (type) {
    case 'text':
      return { ...read, kind: 'one', text: at, isLower: OWN_WORDS.has(root), differs: DIFFERENT.has(root) }
    case 'json':
      return { ...read, kind: 'one', text: at, differs: true }
    case 'boolean':
    case 'date':
      return { ...read, kind: 'one', text: sql`cast(${at} as varchar)` }
    case 'number':
      return { ...read, kind: 'one', text: sql`cast(${at} as varchar)`, number: at }
    case 'time':
      return { ...read, kind: 'one', text: spelled('isoTime', at), time: at }
    case 'texts':
      return { ...read, kind: 'many', texts: at }
  }
}

const jsonField = (root: string, at: Fragment, path: readonly string[]): Field => ({
  kind: 'many',
  texts: json('texts', at, path),
  exists: json('exists', at, path),
  roots: [root],
  json: true,
})

interface Place {
  readonly root: string
  readonly at: Fragment
  readonly type: StructType
}

function structField({ root, at, type }: Place, path: readonly string[], walked: readonly string[]): Field {
  const [step, ...rest] = path
  if (step === undefined) {
    const exists = or(...leaves(at, type).map(present))
    const text = sql`case when ${exists} then ${spelled('asJson', at)} end`
    return { kind: 'one', text, exists, roots: [root], json: false }
  }
  const inner = Object.hasOwn(type, step) ? type[step] : undefined
  const below = sql`${at}.${column(step)}`
  if (typeof inner === 'object') return structField({ root, at: below, type: inner }, rest, [...walked, step])
  if (inner === 'json' && rest.length > 0) return jsonField(root, below, rest)
  if (inner !== undefined && rest.length === 0) {
    return { kind: 'one', text: below, exists: present(below), roots: [root], json: false }
  }
  return jsonField('otherFields', column('otherFields'), [root, ...walked, ...path])
}

const leaves = (at: Fragment, type: StructType): readonly Fragment[] =>
  Object.entries(type).flatMap(([name, inner]) => {
    const below = sql`${at}.${column(name)}`
    return typeof inner === 'object' ? leaves(below, inner) : [below]
  })
