import type { Row } from './engine.ts'

/** A number as engines give it: 64-bit integers are bigints; 0 for what is null. */
export const numberIn = (row: Row, name: string): number => Number(row[name] ?? 0)

/** Undefined for what is null, empty, or no text. */
export function textIn(row: Row, name: string): string | undefined {
  const value = row[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The same, with a number's digits, and the empty text for what is neither. */
export function textOrEmpty(row: Row, name: string): string {
  const value = row[name]
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : (textIn(row, name) ?? '')
}

/** The texts of a list, without empty ones; none for what is no list. */
export function textsIn(row: Row, name: string): readonly string[] {
  const value = row[name]
  return Array.isArray(value)
    ? value.filter((text): text is string => typeof text === 'string' && text !== '')
    : []
}
