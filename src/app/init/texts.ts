import type { Row } from '#store/index.ts'

export const numberIn = (row: Row, name: string): number => Number(row[name] ?? 0)
export const textIn = (row: Row, name: string): string => {
  const value = row[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** `1,234 events`, `1 day` */
export const count = (n: number, one: string): string => {
  const many = one === 'person' ? 'people' : `${one}s`
  return `${String(n).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',')} ${n === 1 ? one : many}`
}

export const percent = (share: number): string => `${String(Math.round(share * 100))} %`
