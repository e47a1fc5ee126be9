import type { Row } from '#store/index.ts'

export const numberIn = (row: Row, name: string): number => Number(row[name] ?? 0)

export function textIn(row: Row, name: string): string | undefined {
  const value = row[name]
  return typeof value === 'string' ? value : undefined
}
