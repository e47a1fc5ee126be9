import { isRecord } from '#kernel/index.ts'
import { type Row, textIn } from '#store/index.ts'

/** Null where the column is. */
export const countIn = (row: Row, name: string): number | null =>
  row[name] === null || row[name] === undefined ? null : Number(row[name])

/** JSON text as AWS wrote it; null for what is none. */
export function jsonIn(row: Row, name: string): unknown {
  const text = textIn(row, name)
  if (text === undefined) return null
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})
