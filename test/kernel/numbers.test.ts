import { expect, test } from 'vitest'
import { plainBytes, plainCount } from '#kernel/index.ts'

test.each([
  [Number.NaN, '0 B'],
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1024, '1.0 kB'],
  [99_900, '99.9 kB'],
  [100_000, '100 kB'],
  [2_300_000_000, '2.3 GB'],
  [3 * 2 ** 30, '3.2 GB'],
])('%d bytes: %s, in powers of 1000 wherever they are told', (bytes, text) =>
  expect(plainBytes(bytes)).toBe(text),
)

test.each([
  [999, '999'],
  [1000, '1,000'],
  [12_345_678, '12,345,678'],
])('%d: %s', (count, text) => expect(plainCount(count)).toBe(text))
