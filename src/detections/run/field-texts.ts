import { isRecord } from '#kernel/index.ts'
import type { Row } from '#store/index.ts'
import { COLUMNS } from '../sigma/fields/columns.ts'
import { splitPath } from '../sigma/fields/resolve.ts'

/** The values of a rule's field in a row that was read: the same meaning as resolveField's, without an engine. */
export function fieldTexts(row: Row, name: string): readonly string[] {
  const [root = '', ...path] = splitPath(name)
  const isColumn = Object.hasOwn(COLUMNS, root)
  const value = isColumn ? row[root] : row['otherFields']
  const steps = isColumn ? path : [root, ...path]
  const start = typeof value === 'string' && steps.length > 0 ? parsed(value) : value
  return walk(start, steps).flatMap(textOf)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** SQL/JSON's lax mode: arrays are entered at each step. */
function walk(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => walk(item, path))
  const [step, ...rest] = path
  if (step === undefined) return [value]
  return isRecord(value) ? walk(value[step], rest) : []
}

function textOf(value: unknown): readonly string[] {
  if (value === undefined || value === null || value === '') return []
  return [typeof value === 'string' ? value : JSON.stringify(value)]
}
