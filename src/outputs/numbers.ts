import { plainCount } from '#kernel/index.ts'

/** `1 file`, `2 files`, `1,000 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${plainCount(count)} ${count === 1 ? one : many}`
}
