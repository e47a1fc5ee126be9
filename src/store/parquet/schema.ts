import { i32, struct, type ThriftValue, text } from './thrift.ts'

/** Logical type of a leaf column. `timestamp` is ms since epoch, `date` days since epoch. */
export type LeafType = 'text' | 'int64' | 'int32' | 'timestamp' | 'date' | 'boolean'

export interface LeafField {
  readonly name: string
  readonly type: LeafType
}

export interface StructField {
  readonly name: string
  readonly children: readonly Field[]
}

/** Every field is optional (nullable). */
export type Field = LeafField | StructField

export interface Leaf {
  readonly path: readonly string[]
  readonly type: LeafType
}

/** Leaves in the order their columns stand in a row group. */
export function leavesOf(fields: readonly Field[], above: readonly string[] = []): readonly Leaf[] {
  return fields.flatMap((field) =>
    'children' in field
      ? leavesOf(field.children, [...above, field.name])
      : [{ path: [...above, field.name], type: field.type }],
  )
}

export const PHYSICAL = { boolean: 0, int32: 1, date: 1, int64: 2, timestamp: 2, text: 6 } as const
const CONVERTED = { text: 0, date: 6, timestamp: 9 } as const
const OPTIONAL = 1

export function schemaElements(fields: readonly Field[]): readonly ThriftValue[] {
  return [
    struct([
      [4, text('event')],
      [5, i32(fields.length)],
    ]),
    ...fields.flatMap(elementsOf),
  ]
}

function elementsOf(field: Field): readonly ThriftValue[] {
  if ('children' in field) {
    const own = struct([
      [3, i32(OPTIONAL)],
      [4, text(field.name)],
      [5, i32(field.children.length)],
    ])
    return [own, ...field.children.flatMap(elementsOf)]
  }
  const converted =
    field.type === 'text' || field.type === 'date' || field.type === 'timestamp'
      ? i32(CONVERTED[field.type])
      : undefined
  return [
    struct([
      [1, i32(PHYSICAL[field.type])],
      [3, i32(OPTIONAL)],
      [4, text(field.name)],
      [6, converted],
    ]),
  ]
}
