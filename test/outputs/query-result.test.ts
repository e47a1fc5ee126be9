import { describe, expect, test } from 'vitest'
import { queryCsv, queryJson, queryJsonl, queryTable } from '#outputs/index.ts'

const PAGE = { width: 80, color: false, unicode: true }
const RESULT = {
  columns: ['eventTime', 'day', 'n', 'big', 'list', 'struct', 'blob', 'none', 'text'],
  rows: [
    {
      eventTime: new Date('2026-03-07T02:14:09.120Z'),
      day: new Date('2026-03-07T00:00:00Z'),
      n: -12n,
      big: 170141183460469231731687303715884105727n,
      list: ['a', 1n],
      struct: { x: 1n, y: [new Date('2026-03-07T00:00:00Z')] },
      blob: Buffer.from('a<'),
      none: null,
      text: 'a "b", c',
    },
  ],
  truncated: false,
}

test('as JSON: dates ISO, bigints as numbers where a double holds them, bytes as hex', () => {
  expect(JSON.parse([...queryJson(RESULT)].join(''))).toEqual({
    columns: RESULT.columns,
    truncated: false,
    rows: [
      {
        eventTime: '2026-03-07T02:14:09.120Z',
        day: '2026-03-07T00:00:00.000Z',
        n: -12,
        big: '170141183460469231731687303715884105727',
        list: ['a', 1],
        struct: { x: 1, y: ['2026-03-07T00:00:00.000Z'] },
        blob: '613c',
        none: null,
        text: 'a "b", c',
      },
    ],
  })
})

test('JSON and JSONL of no rows', () => {
  expect(JSON.parse([...queryJson({ rows: [], truncated: false })].join(''))).toEqual({
    columns: [],
    truncated: false,
    rows: [],
  })
  expect([...queryJsonl({ rows: [], truncated: false })]).toEqual([])
})

test('as CSV: a number stays a number, also a negative one', () => {
  expect([...queryCsv(RESULT)].join('')).toBe(
    'eventTime,day,n,big,list,struct,blob,none,text\r\n' +
      '2026-03-07T02:14:09.120Z,2026-03-07T00:00:00.000Z,-12,170141183460469231731687303715884105727,' +
      '"[""a"",1]","{""x"":1,""y"":[""2026-03-07T00:00:00.000Z""]}",613c,,"a ""b"", c"\r\n',
  )
})

describe('as a table', () => {
  const rows = [
    {
      eventName: 'StopLogging',
      n: 3n,
      at: new Date('2026-03-07T02:14:09Z'),
      day: new Date('2026-03-06T00:00:00Z'),
      who: 'alice',
    },
    {
      eventName: 'ConsoleLogin',
      n: 12_345n,
      at: new Date('2026-03-07T00:00:00Z'),
      day: new Date('2026-03-07T00:00:00Z'),
      who: '東京',
    },
    { eventName: null, n: null, at: null, day: null, who: 'x'.repeat(500) },
  ]
  test('aligned, numbers to the right, cells cut to the page', async () => {
    await expect(queryTable({ rows, truncated: true }, PAGE)).toMatchFileSnapshot(
      '../goldens/query-table.txt',
    )
  })

  test('many columns: one a line, nulls left out', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `column${n}`)
    const wide = Object.fromEntries(
      names.map((name, n) => [name, n % 3 === 0 ? null : `value ${n} ${'y'.repeat(n * 8)}`]),
    )
    const shown = queryTable({ rows: [wide, wide], truncated: false }, PAGE)
    await expect(shown).toMatchFileSnapshot('../goldens/query-records.txt')
  })

  test('no rows', () => {
    expect(queryTable({ rows: [], truncated: false }, PAGE)).toBe('(0 rows)\n')
    expect(queryTable({ columns: ['a'], rows: [], truncated: false }, PAGE)).toBe('a\n─\n(0 rows)\n')
  })

  test('100,000 rows take no more than seconds', () => {
    const many = Array.from({ length: 100_000 }, (_, n) => ({ n: BigInt(n), name: `name ${n}` }))
    expect(queryTable({ rows: many, truncated: false }, PAGE).split('\n')).toHaveLength(100_004)
  })
})
