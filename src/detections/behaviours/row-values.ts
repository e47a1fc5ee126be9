import type { Row } from '#store/index.ts'

export function textIn(row: Row, name: string): string {
  const value = row[name]
  return typeof value === 'string'
    ? value
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value)
}

export const numberIn = (row: Row, name: string): number => Number(row[name] ?? 0)
