import { BIGINT, DOUBLE, HUGEINT, INTEGER, SQLNULL, VARCHAR } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { openDuckdb } from '#store/duckdb/engine.ts'
import { paramType } from '#store/duckdb/param-type.ts'
import { sql } from '#store/index.ts'

test.each([
  [null, SQLNULL],
  ['a', VARCHAR],
  [0.5, DOUBLE],
  [2 ** 31 - 1, INTEGER],
  [2 ** 31, BIGINT],
  [-(2 ** 31), BIGINT],
  [2 ** 53, DOUBLE],
  [9.3e18, DOUBLE],
  [-1e20, DOUBLE],
  [1e300, DOUBLE],
  [2n ** 63n - 1n, BIGINT],
  [-(2n ** 63n), BIGINT],
  [2n ** 63n, HUGEINT],
  [-(2n ** 63n) - 1n, HUGEINT],
])('%s is bound as %s', (param, type) => expect(paramType(param)).toBe(type))

test.each([9.3e18, 1e20, -1e20, 1e300])('%s is compared as it is, and stops no run', async (number) => {
  const engine = await openDuckdb({ threads: 1, memory: '128MB', spillFolder: undefined })
  try {
    expect(await engine.rows(sql`select cast(1 as bigint) > ${number} as above`)).toEqual([
      { above: number < 1 },
    ])
  } finally {
    await engine.close()
  }
})
