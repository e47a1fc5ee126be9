import { any, type Fragment, spelled, sql } from '#store/index.ts'
import { type Field, resolveField } from '../fields/resolve.ts'
import type { Item } from '../term.ts'
import type { Value } from '../value.ts'
import { folded } from './text-match.ts'
import { rawText } from './texts.ts'

/** `a|fieldref: b`: a text of `a` equals a text of `b`, or begins with, ends with, contains it. */
export function matchReference(field: Field, written: Value, item: Item): Fragment {
  const reference = referenceOf(written)
  const other = resolveField(reference.name)
  const compare = (left: Fragment, right: Fragment): Fragment =>
    compared(folded(left, item), folded(right, item), reference)
  const withOther = (left: Fragment): Fragment =>
    other.kind === 'one' ? compare(left, other.text) : any(other.texts, 'w', (right) => compare(left, right))
  return field.kind === 'one' ? withOther(field.text) : any(field.texts, 'v', withOther)
}

/** Another field; `open` and `end`: anything may stand before it and after it. */
export interface Reference {
  readonly name: string
  readonly open: boolean
  readonly end: boolean
}

/** `contains` and its like left wildcards beside the field's name, whether before `fieldref` or after it. */
export function referenceOf(written: Value): Reference {
  if (written.kind !== 'pattern') return { name: rawText(written) ?? '', open: false, end: false }
  const parts = written.parts.filter(({ kind }) => kind !== 'many')
  return {
    name: rawText({ kind: 'pattern', parts }) ?? '',
    open: written.parts[0]?.kind === 'many',
    end: written.parts.at(-1)?.kind === 'many',
  }
}

function compared(a: Fragment, b: Fragment, { open, end }: Reference): Fragment {
  if (!open && !end) return sql`(${a} = ${b})`
  // Every text holds the empty one: that would say nothing, and let a filter be walked around.
  return sql`(${b} <> '' and ${held(a, b, { open, end })})`
}

function held(a: Fragment, b: Fragment, { open, end }: Omit<Reference, 'name'>): Fragment {
  if (open && end) return spelled('contains', a, b)
  if (end) return sql`substr(${a}, 1, length(${b})) = ${b}`
  return sql`length(${a}) >= length(${b}) and substr(${a}, length(${a}) - length(${b}) + 1) = ${b}`
}
