import type { CorrelationDraft } from './draft.ts'

/** What a window must count to, at least, for the correlation to fire; 1 where the bounds say nothing of it. */
export function leastCount({ type, bounds }: CorrelationDraft): number {
  if (type === 'value_sum' || type === 'value_avg' || type === 'value_percentile') return 1
  const lower = bounds.map(({ operator, value }) => {
    if (operator === 'gt') return Math.floor(value) + 1
    return operator === 'gte' || operator === 'eq' ? Math.ceil(value) : 1
  })
  return Math.max(1, ...lower)
}

/** What the values of a window add up to, at least; undefined where zero is enough. A little less than the bound: sums are rounded. */
export function leastSum({ bounds }: CorrelationDraft): number | undefined {
  const lower = bounds.flatMap(({ operator, value }) =>
    operator === 'gt' || operator === 'gte' || operator === 'eq' ? [value] : [],
  )
  const least = Math.max(0, ...lower)
  return least > 0 ? least * (1 - 1e-9) : undefined
}
