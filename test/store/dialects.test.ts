import { describe, expect, test } from 'vitest'
import { duckdbDialect } from '#store/duckdb/dialect.ts'
import {
  and,
  any,
  column,
  type Fragment,
  isIn,
  json,
  not,
  or,
  present,
  render,
  spelled,
  sql,
  value,
} from '#store/index.ts'
import { trinoDialect } from '#store/trino/dialect.ts'

const a = column('a')

/** What the engines spell alike, and what they do not; DuckDB's is also run, in test/detections/sigma. */
const CASES: readonly {
  readonly name: string
  readonly fragment: Fragment
  readonly params: readonly unknown[]
}[] = [
  { name: 'names are quoted', fragment: sql`select ${column('a"b')}.${column('c')}`, params: [] },
  {
    name: 'values are parameters',
    fragment: sql`${a} = ${"o'brien"} or ${a} = ${1}`,
    params: ["o'brien", 1],
  },
  { name: 'not keeps what is missing', fragment: not(sql`${a} = ${1}`), params: [1] },
  { name: 'and, or', fragment: and(or(present(a), isIn(a, [])), and(), or()), params: [] },
  { name: 'in', fragment: isIn(a, [value('x'), value('y')]), params: ['x', 'y'] },
  { name: 'contains', fragment: spelled('contains', a, value('100%')), params: ['100%'] },
  { name: 'matches', fragment: spelled('matches', a, value('^x')), params: ['^x'] },
  { name: 'any', fragment: any(a, 'v', (v) => sql`${v} = ${1}`), params: [1] },
  { name: 'number', fragment: spelled('number', a), params: [] },
  { name: 'timeOf', fragment: spelled('timeOf', a), params: [] },
  { name: 'isoTime', fragment: spelled('isoTime', a), params: [] },
  { name: 'asJson', fragment: spelled('asJson', a), params: [] },
]

describe.each([duckdbDialect, trinoDialect])('spelled for $name', (dialect) => {
  test.each(CASES)('$name', ({ fragment, params }) => {
    const compiled = render(fragment, dialect)
    expect(compiled.params).toEqual(params)
    expect(compiled.text).toMatchSnapshot()
  })
})

describe('a path through JSON', () => {
  const keys = ['a.b', `"q'`, 'é$']

  test('is a pointer for DuckDB: its keys are values', () => {
    const { text, params } = render(json('exists', a, keys), duckdbDialect)
    expect(text).toMatchSnapshot()
    expect(params).toContain(`/a.b/"q'/é$`)
  })

  test('is a literal for Trino, which takes no parameter there: quotes are doubled', () => {
    const { text, params } = render(json('exists', a, keys), trinoDialect)
    expect(text).toBe(`json_exists("a", 'lax $."a.b"."""q''"."é$"' false on error)`)
    expect(params).toEqual([])
    expect(render(json('texts', a, ['x']), trinoDialect).text).toMatchSnapshot()
  })
})

test('networks: ranges of hex digits for DuckDB, Trino knows addresses', () => {
  const range = [value('192.0.2.0/24'), value('0000'), value('ffff')]
  const inside = spelled('inNetworks', a, ...range, ...range)
  expect(render(inside, trinoDialect)).toEqual({
    text: '(contains(?, try_cast("a" as ipaddress)) or contains(?, try_cast("a" as ipaddress)))',
    params: ['192.0.2.0/24', '192.0.2.0/24'],
  })
  expect(render(inside, duckdbDialect).params.filter((one) => one === 'ffff')).toHaveLength(2)
})
