import { isRecord } from '#kernel/index.ts'
import type { Row } from '#store/index.ts'

/** Null where the column is. */
export const countIn = (row: Row, name: string): number | null =>
  row[name] === null || row[name] === undefined ? null : Number(row[name])

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})
