import { any, type Fragment, spelled, sql } from '#store/index.ts'
import { type Field, resolveField } from '../fields/resolve.ts'
import type { Item } from '../term.ts'
import type { Value } from '../value.ts'
import { folded } from './text-match.ts'
import { rawText } from './texts.ts'

/** `a|fieldref: b`: a text of `a` equals a text of `b`, or begins with, ends with, contains it. */
export function matchReference(field: Field, written: Value, item: Item): Fragment {
  const { name, open, end } = referenceOf(written)
  const other = resolveField(name)
  const compare = (left: Fragment, right: Fragment): Fragment => {
    const [a, b] = [folded(left, item), folded(right, item)]
    if (open && end) return spelled('contains', a, b)
    if (end) return sql`(substr(${a}, 1, length(${b})) = ${b})`
    if (open)
      return sql`(length(${a}) >= length(${b}) and substr(${a}, length(${a}) - length(${b}) + 1) = ${b})`
    return sql`(${a} = ${b})`
  }
  const withOther = (left: Fragment): Fragment =>
    other.kind === 'one' ? compare(left, other.text) : any(other.texts, 'w', (right) => compare(left, right))
  return field.kind === 'one' ? withOther(field.text) : any(field.texts, 'v', withOther)
}

/** `contains` and its like left wildcards beside the field's name, whether before `fieldref` or after it. */
export function referenceOf(written: Value): {
  readonly name: string
  readonly open: boolean
  readonly end: boolean
} {
  if (written.kind !== 'pattern') return { name: rawText(written) ?? '', open: false, end: false }
  const parts = written.parts.filter(({ kind }) => kind !== 'many')
  return {
    name: rawText({ kind: 'pattern', parts }) ?? '',
    open: written.parts[0]?.kind === 'many',
    end: written.parts.at(-1)?.kind === 'many',
  }
}
