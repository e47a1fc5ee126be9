import { isRecord } from '#kernel/index.ts'

/** YAML that knows its lines. */
export type Tree = Scalar | List | Mapping
export interface Scalar {
  readonly kind: 'scalar'
  readonly line: number
  readonly value: string | number | boolean | null
  /** As written: a number keeps its leading zeros. */
  readonly source: string
}
export interface List {
  readonly kind: 'list'
  readonly line: number
  readonly items: readonly Tree[]
}
export interface Mapping {
  readonly kind: 'map'
  readonly line: number
  readonly entries: readonly Entry[]
}
export interface Entry {
  readonly key: string
  readonly line: number
  readonly value: Tree
}

export const entryOf = (map: Mapping, key: string): Entry | undefined =>
  map.entries.find((entry) => entry.key === key)

/** Text of a scalar; undefined for anything else, and for null. */
export function textAt(map: Mapping, key: string): string | undefined {
  const tree = entryOf(map, key)?.value
  return tree?.kind === 'scalar' && tree.value !== null ? tree.source : undefined
}

/** Texts of a list, or of one scalar standing for a list of one. */
export function textsAt(map: Mapping, key: string): readonly string[] {
  const tree = entryOf(map, key)?.value
  if (tree === undefined || tree.kind === 'map') return []
  const items = tree.kind === 'list' ? tree.items : [tree]
  return items.flatMap((item) => (item.kind === 'scalar' && item.value !== null ? [item.source] : []))
}

/** Whether outside data is the documents of a file, as `readYaml` gives them. */
export const areDocuments = (data: unknown): data is readonly Mapping[] =>
  Array.isArray(data) && data.every((one) => isTree(one) && one.kind === 'map')

function isTree(data: unknown): data is Tree {
  if (!isRecord(data) || typeof data['line'] !== 'number') return false
  const { kind, items, entries } = data
  if (kind === 'list') return Array.isArray(items) && items.every(isTree)
  if (kind === 'map') return Array.isArray(entries) && entries.every(isEntry)
  return kind === 'scalar' && typeof data['source'] === 'string' && isPlain(data['value'])
}

const isEntry = (data: unknown): data is Entry =>
  isRecord(data) &&
  typeof data['key'] === 'string' &&
  typeof data['line'] === 'number' &&
  isTree(data['value'])

const isPlain = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
