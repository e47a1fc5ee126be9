/** Counts and times as engines give them: 64-bit integers are bigints, the sum of nothing is null. */
export const countOf = (value: unknown): number => (value === null || value === undefined ? 0 : Number(value))

export const isoOf = (ms: unknown): string => new Date(countOf(ms)).toISOString().replace('.000Z', 'Z')

export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
