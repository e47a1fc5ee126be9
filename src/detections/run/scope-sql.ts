import { and, column, type Fragment, isIn, or, sql, value } from '#store/index.ts'
import type { DetectionScope } from './settings.ts'

/** The rows that a scope lets through. */
export function scopeSql({ sourceIds, fromMs, toMs, accounts, regions }: DetectionScope): Fragment {
  const terms: Fragment[] = []
  if (sourceIds !== undefined) terms.push(idsSql(sourceIds))
  if (fromMs !== undefined) terms.push(sql`time_ms >= ${BigInt(fromMs)}`)
  if (toMs !== undefined) terms.push(sql`time_ms < ${BigInt(toMs)}`)
  if (accounts.length > 0) terms.push(isIn(column('account_id'), accounts.map(value)))
  if (regions.length > 0) terms.push(isIn(column('awsRegion'), regions.map(value)))
  return and(...terms)
}

/** Ids are given out in a row: 100,000 of them are a few ranges. */
function idsSql(ids: readonly number[]): Fragment {
  const ranges: { from: number; to: number }[] = []
  for (const id of ids.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && id <= last.to + 1) last.to = id
    else ranges.push({ from: id, to: id })
  }
  return or(...ranges.map(({ from, to }) => sql`source_id between ${from} and ${to}`))
}
