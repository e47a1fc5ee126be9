import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBType,
  HUGEINT,
  INTEGER,
  SQLNULL,
  VARCHAR,
} from '@duckdb/node-api'
import type { Scalar } from '../sql/fragment.ts'

/**
 * The type that a parameter is bound as: the narrowest that holds it. Of itself the client takes every bigint for one of 128 bits,
 * and all that is reckoned with it becomes so too: several times as slow.
 */
export function paramType(param: Scalar): DuckDBType {
  if (param === null) return SQLNULL
  if (typeof param === 'string') return VARCHAR
  if (typeof param === 'boolean') return BOOLEAN
  if (typeof param === 'bigint') return BigInt.asIntN(64, param) === param ? BIGINT : HUGEINT
  if (!Number.isSafeInteger(param)) return DOUBLE
  return Math.abs(param) < 2 ** 31 ? INTEGER : BIGINT
}
