import { BIGINT, DOUBLE, HUGEINT, INTEGER, SQLNULL, VARCHAR } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { paramType } from '#store/duckdb/param-type.ts'

test.each([
  [null, SQLNULL],
  ['a', VARCHAR],
  [0.5, DOUBLE],
  [2 ** 31 - 1, INTEGER],
  [2 ** 31, BIGINT],
  [-(2 ** 31), BIGINT],
  [2n ** 63n - 1n, BIGINT],
  [-(2n ** 63n), BIGINT],
  [2n ** 63n, HUGEINT],
  [-(2n ** 63n) - 1n, HUGEINT],
])('%s is bound as %s', (param, type) => expect(paramType(param)).toBe(type))
