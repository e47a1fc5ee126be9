import { type Fragment, joined, sql } from '#store/index.ts'
import { KEYWORD_COLUMNS, KEYWORD_FIELDS } from '../fields/columns.ts'
import { type Field, resolveField } from '../fields/resolve.ts'
import type { Item } from '../term.ts'
import { MANY, type Part, type Pattern, pattern, type Value } from '../value.ts'

/** The whole event as one text, or where a text's beginning or end is meant, each of its columns too. */
export function keywordField({ values, test }: Item): Field {
  const columns = KEYWORD_FIELDS.map(resolveField).flatMap((field) =>
    field.kind === 'one' ? [field.text] : [],
  )
  const whole = sql`concat_ws(${'\n'}, ${joined(columns, sql`, `)})`
  const anywhere = test.kind === 'equal' && values.flat().every(isOpen)
  if (anywhere) return { kind: 'one', text: whole, exists: sql`true`, roots: KEYWORD_COLUMNS, json: false }
  const texts: Fragment = sql`array[${joined([...columns, whole], sql`, `)}]`
  return { kind: 'many', texts, exists: sql`true`, roots: KEYWORD_COLUMNS, json: false }
}

/**
 * A keyword may stand anywhere in the event, unless a modifier says where. Most of an event is JSON text, so a
 * keyword is also looked for as JSON writes it (`\` as `\\`, a line break as `\n`).
 */
export function keywordItem(item: Item): Item {
  if (item.test.kind !== 'equal') return item
  const placed = item.values.flat().some((one) => one.kind === 'pattern' && placedBy(one))
  const values = item.values.map((alternatives) =>
    alternatives.flatMap((one): readonly Value[] => {
      const open = placed ? one : opened(one)
      return open.kind === 'pattern' ? [open, inJson(open)] : [open]
    }),
  )
  return { ...item, values }
}

const placedBy = ({ parts }: Pattern): boolean =>
  (parts[0]?.kind === 'many') !== (parts.at(-1)?.kind === 'many')

function isOpen(one: Value): boolean {
  return one.kind === 'pattern' && one.parts[0]?.kind === 'many' && one.parts.at(-1)?.kind === 'many'
}

function opened(one: Value): Value {
  if (one.kind === 'pattern') return pattern([MANY, ...one.parts, MANY])
  if (one.kind === 'null') return one
  return pattern([
    MANY,
    { kind: 'literal', text: one.kind === 'number' ? one.source : String(one.value) },
    MANY,
  ])
}

const inJson = ({ parts }: Pattern): Pattern =>
  pattern(
    parts.map(
      (part): Part =>
        part.kind === 'literal' ? { kind: 'literal', text: JSON.stringify(part.text).slice(1, -1) } : part,
    ),
  )
