import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, type Engine, type Fragment, sql } from '#store/index.ts'
import { fill, openLake } from './lake.ts'
import { compileText, ruleText } from './support.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openLake()
})
afterAll(() => engine.close())

/** An event: ms since the start, what it is (names of rules), who did it, and a value. */
type Event = readonly [timeMs: number, what: string, who?: string | null, value?: unknown]

const rule = (name: string): string =>
  ruleText({ s: { 'requestParameters.what': name }, condition: 's' }, { id: `id-${name}`, name })
const RULES = ['a', 'b', 'c'].map(rule)

const correlationText = (correlation: Readonly<Record<string, unknown>>, more = {}): string =>
  JSON.stringify({
    title: 'Together',
    id: 'together',
    level: 'high',
    correlation: { 'group-by': ['userAgent'], timespan: '10s', ...correlation },
    ...more,
  })

interface Burst {
  readonly who: unknown
  readonly firstMs: number
  readonly lastMs: number
  readonly n: number
  readonly rows: readonly number[]
}

/** Runs every rule, then the last correlation of the texts. */
async function bursts(events: readonly Event[], ...texts: readonly string[]): Promise<readonly Burst[]> {
  const set = compileText(...RULES, ...texts)
  expect(set.errors).toEqual([])
  await fill(
    engine,
    events.map(([time, what, who = 'bob', value]) => ({
      time_ms: time,
      userAgent: who,
      requestParameters: { what: what.split(''), value, who },
    })),
    'candidates',
  )
  await engine.rows(sql`create or replace table matches (rule_no INTEGER, row_id BIGINT)`)
  for (const [i, one] of set.rules.entries()) {
    await engine.rows(sql`insert into matches select ${i}, row_id from candidates where ${one.condition}`)
  }
  const correlation = set.correlations.at(-1)
  if (correlation === undefined) throw new Error('no correlation')
  const numbers = new Map(set.rules.map(({ id }, i) => [id, i]))
  const rows = await engine.rows(
    sql`select * from (${correlation.statement({
      candidates: column('candidates'),
      matched: (id) => matchedBy(numbers.get(id)),
    })}) x order by first_ms, g0`,
  )
  return rows.map((row) => ({
    who: row['g0'],
    firstMs: Number(row['first_ms']),
    lastMs: Number(row['last_ms']),
    n: Number(row['n']),
    rows: Array.isArray(row['row_ids']) ? row['row_ids'].map(Number) : [],
  }))
}

const matchedBy = (ruleNo: number | undefined): Fragment | undefined =>
  ruleNo === undefined
    ? undefined
    : sql`(select c.* from matches m join candidates c on c.row_id = m.row_id where m.rule_no = ${ruleNo})`

const many = (count: number, stepMs: number, what = 'a', who = 'bob'): readonly Event[] =>
  Array.from({ length: count }, (_, i): Event => [i * stepMs, what, who])

describe('event_count', () => {
  const count = (condition: unknown, more = {}) =>
    correlationText({ type: 'event_count', rules: ['a'], condition, ...more })

  test.each<{
    name: string
    condition: unknown
    events: readonly Event[]
    fires: readonly (readonly [number, number, number])[]
  }>([
    { name: 'one too few', condition: { gte: 3 }, events: many(2, 1), fires: [] },
    { name: 'just enough', condition: { gte: 3 }, events: many(3, 1), fires: [[0, 2, 3]] },
    { name: 'gt is more', condition: { gt: 3 }, events: many(3, 1), fires: [] },
    {
      name: 'the timespan exactly',
      condition: { gte: 3 },
      events: [
        [0, 'a'],
        [5_000, 'a'],
        [10_000, 'a'],
      ],
      fires: [[0, 10_000, 3]],
    },
    {
      name: 'one ms over',
      condition: { gte: 3 },
      events: [
        [0, 'a'],
        [5_000, 'a'],
        [10_001, 'a'],
      ],
      fires: [],
    },
    {
      name: 'across any boundary of a clock',
      condition: { gte: 3 },
      events: [
        [59_000, 'a'],
        [59_999, 'a'],
        [60_001, 'a'],
      ],
      fires: [[59_000, 60_001, 3]],
    },
    { name: 'at the same moment', condition: { gte: 3 }, events: many(3, 0), fires: [[0, 0, 3]] },
    {
      name: 'other rules do not count',
      condition: { gte: 3 },
      events: [
        [0, 'a'],
        [1, 'a'],
        [2, 'b'],
      ],
      fires: [],
    },
    {
      name: 'overlapping windows are one burst',
      condition: { gte: 2 },
      events: many(10, 6_000),
      fires: [[0, 54_000, 2]],
    },
    {
      name: 'windows apart are two',
      condition: { gte: 2 },
      events: [
        [0, 'a'],
        [1, 'a'],
        [50_000, 'a'],
        [50_001, 'a'],
      ],
      fires: [
        [0, 1, 2],
        [50_000, 50_001, 2],
      ],
    },
    {
      name: 'what stands alone between them belongs to neither',
      condition: { gte: 2 },
      events: [
        [0, 'a'],
        [1, 'a'],
        [20_000, 'a'],
        [50_000, 'a'],
        [50_001, 'a'],
      ],
      fires: [
        [0, 1, 2],
        [50_000, 50_001, 2],
      ],
    },
    { name: 'a range: below', condition: { gte: 2, lte: 3 }, events: many(1, 1), fires: [] },
    { name: 'a range: inside', condition: { gte: 2, lte: 3 }, events: many(3, 1), fires: [[0, 2, 3]] },
    {
      name: 'a range: above, though it grew through it',
      condition: { gte: 2, lte: 3 },
      events: many(4, 1),
      fires: [],
    },
    { name: 'eq', condition: { eq: 2 }, events: many(2, 1), fires: [[0, 1, 2]] },
    { name: 'eq passed by', condition: { eq: 2 }, events: many(3, 1), fires: [] },
    { name: 'neq', condition: { neq: 3 }, events: many(3, 1), fires: [] },
    { name: 'neq, another number', condition: { neq: 3 }, events: many(4, 1), fires: [[0, 3, 4]] },
    { name: 'lt', condition: { lt: 3 }, events: many(2, 1), fires: [[0, 1, 2]] },
    { name: 'lt, a great burst', condition: { lt: 3 }, events: many(9, 1), fires: [] },
    { name: 'lte', condition: { lte: 3 }, events: many(3, 1), fires: [[0, 2, 3]] },
  ])('$name', async ({ condition, events, fires }) => {
    const found = await bursts(events, count(condition))
    expect(found.map(({ firstMs, lastMs, n }) => [firstMs, lastMs, n])).toEqual(fires)
  })

  test('groups are apart, an event without the field is in none', async () => {
    const events: readonly Event[] = [
      ...many(3, 1, 'a', 'eve'),
      ...many(2, 1, 'a', 'bob'),
      ...many(5, 1).map(([t, what]): Event => [t, what, null]),
    ]
    expect((await bursts(events, count({ gte: 3 }))).map(({ who }) => who)).toEqual(['eve'])
  })

  test('an event that meets two of the rules is one event', async () => {
    const text = correlationText({ type: 'event_count', rules: ['a', 'b'], condition: { gte: 3 } })
    expect(
      await bursts(
        [
          [0, 'ab'],
          [1, 'ab'],
        ],
        text,
      ),
    ).toEqual([])
    expect(
      (
        await bursts(
          [
            [0, 'ab'],
            [1, 'a'],
            [2, 'b'],
          ],
          text,
        )
      ).map(({ rows }) => rows),
    ).toEqual([[0, 1, 2]])
  })

  test('several fields, fields in JSON with several values', async () => {
    const text = count({ gte: 2 }, { 'group-by': ['requestParameters.value', 'userAgent'] })
    const found = await bursts(
      [
        [0, 'a', 'bob', ['x', 'y', 'y']],
        [1, 'a', 'bob', ['y', 'z']],
        [2, 'a', 'eve', 'y'],
      ],
      text,
    )
    expect(found.map(({ who, rows }) => [who, rows])).toEqual([['y', [0, 1]]])
  })

  test('no group-by: all events are one group', async () => {
    const set = compileText(...RULES, count({ gte: 2 }, { 'group-by': [] }))
    expect(set.errors).toEqual([])
    expect(
      await bursts(
        [
          [0, 'a', 'x'],
          [1, 'a', 'y'],
        ],
        correlationText({
          type: 'event_count',
          rules: ['a'],
          condition: { gte: 2 },
          'group-by': ['eventName'],
        }),
      ),
    ).toEqual([])
  })

  test('at most 1000 rows are named, from both ends', async () => {
    const [burst] = await bursts(many(1500, 1), count({ gte: 3 }))
    expect(burst?.rows).toHaveLength(1000)
    expect([burst?.rows[0], burst?.rows.at(-1), burst?.n]).toEqual([0, 1499, 1500])
  })
})

describe('value_count', () => {
  const text = (condition: unknown): string =>
    correlationText({ type: 'value_count', rules: ['a'], condition })
  const field = 'requestParameters.value'
  test.each<{
    name: string
    condition: unknown
    events: readonly Event[]
    fires: readonly (readonly [number, number, number])[]
  }>([
    {
      name: 'distinct values only',
      condition: { field, gte: 3 },
      events: [
        [0, 'a', 'bob', 'x'],
        [1, 'a', 'bob', 'x'],
        [2, 'a', 'bob', 'y'],
      ],
      fires: [],
    },
    {
      name: 'enough of them',
      condition: { field, gte: 3 },
      events: [
        [0, 'a', 'bob', 'x'],
        [1, 'a', 'bob', 'z'],
        [2, 'a', 'bob', 'y'],
      ],
      fires: [[0, 2, 3]],
    },
    {
      name: 'the timespan exactly',
      condition: { field, gte: 2 },
      events: [
        [0, 'a', 'bob', 'x'],
        [10_000, 'a', 'bob', 'y'],
      ],
      fires: [[0, 10_000, 2]],
    },
    {
      name: 'one ms over',
      condition: { field, gte: 2 },
      events: [
        [0, 'a', 'bob', 'x'],
        [10_001, 'a', 'bob', 'y'],
      ],
      fires: [],
    },
    {
      name: 'a value seen again stays in the window',
      condition: { field, gte: 2 },
      events: [
        [0, 'a', 'bob', 'x'],
        [9_000, 'a', 'bob', 'x'],
        [15_000, 'a', 'bob', 'y'],
      ],
      fires: [[9_000, 15_000, 2]],
    },
    {
      name: 'a value gone and back',
      condition: { field, gte: 2 },
      events: [
        [0, 'a', 'bob', 'x'],
        [20_000, 'a', 'bob', 'x'],
        [25_000, 'a', 'bob', 'y'],
      ],
      fires: [[20_000, 25_000, 2]],
    },
    {
      name: 'a missing value is none',
      condition: { field, gte: 2 },
      events: [
        [0, 'a', 'bob', 'x'],
        [1, 'a', 'bob'],
        [2, 'a', 'bob', null],
      ],
      fires: [],
    },
    {
      name: 'one event with several values',
      condition: { field, gte: 2 },
      events: [[0, 'a', 'bob', ['x', 'y']]],
      fires: [[0, 0, 2]],
    },
    {
      name: 'two fields: pairs',
      condition: { field: [field, 'requestParameters.who'], gte: 2 },
      events: [
        [0, 'a', 'bob', 'x'],
        [1, 'a', 'bob', 'x'],
      ],
      fires: [],
    },
    {
      name: 'lt',
      condition: { field, lt: 3 },
      events: [
        [0, 'a', 'bob', 'x'],
        [1, 'a', 'bob', 'y'],
      ],
      fires: [[0, 1, 2]],
    },
    {
      name: 'lt, too many',
      condition: { field, lt: 3 },
      events: [
        [0, 'a', 'bob', 'x'],
        [1, 'a', 'bob', 'y'],
        [2, 'a', 'bob', 'z'],
      ],
      fires: [],
    },
  ])('$name', async ({ condition, events, fires }) => {
    const found = await bursts(events, text(condition))
    expect(found.map(({ firstMs, lastMs, n }) => [firstMs, lastMs, n])).toEqual(fires)
  })
})

describe('value_sum, value_avg, value_percentile', () => {
  const field = 'requestParameters.value'
  const text = (type: string, condition: Readonly<Record<string, unknown>>): string =>
    correlationText({ type, rules: ['a'], condition: { field, ...condition } })
  const values = (...list: readonly unknown[]): readonly Event[] =>
    list.map((value, i): Event => [i * 1000, 'a', 'bob', value])

  test.each<{ name: string; correlation: string; events: readonly Event[]; n: readonly number[] }>([
    { name: 'sum below', correlation: text('value_sum', { gt: 10 }), events: values(5, 5), n: [] },
    { name: 'sum above', correlation: text('value_sum', { gt: 10 }), events: values(5, '5.5'), n: [10.5] },
    {
      name: 'sum in the timespan only',
      correlation: text('value_sum', { gt: 10 }),
      events: [
        [0, 'a', 'bob', 6],
        [10_001, 'a', 'bob', 6],
      ],
      n: [],
    },
    {
      name: 'what is no number adds nothing',
      correlation: text('value_sum', { gte: 5 }),
      events: values(5, 'x', null, 'nan'),
      n: [5],
    },
    { name: 'average', correlation: text('value_avg', { gt: 4 }), events: values(2, 4, 6), n: [] },
    { name: 'average above', correlation: text('value_avg', { gt: 3.9 }), events: values(2, 4, 6), n: [4] },
    {
      name: 'a rare value: its share in per cent',
      correlation: text('value_percentile', { lte: 10 }),
      events: values(...'xxxxxxxxxy'.split('')),
      n: [10],
    },
    {
      name: 'not rare enough',
      correlation: text('value_percentile', { lt: 10 }),
      events: values(...'xxxxxxxxxy'.split('')),
      n: [],
    },
  ])('$name', async ({ correlation, events, n }) => {
    expect((await bursts(events, correlation)).map((burst) => burst.n)).toEqual(n)
  })
})

describe('temporal', () => {
  const text = (more = {}): string => correlationText({ type: 'temporal', rules: ['a', 'b', 'c'], ...more })
  test.each<{
    name: string
    correlation: string
    events: readonly Event[]
    rows: readonly (readonly number[])[]
  }>([
    {
      name: 'in any order',
      correlation: text(),
      events: [
        [0, 'c'],
        [1, 'a'],
        [2, 'b'],
      ],
      rows: [[0, 1, 2]],
    },
    {
      name: 'one is missing',
      correlation: text(),
      events: [
        [0, 'c'],
        [1, 'a'],
        [2, 'c'],
      ],
      rows: [],
    },
    {
      name: 'the timespan exactly',
      correlation: text(),
      events: [
        [0, 'c'],
        [1, 'a'],
        [10_000, 'b'],
      ],
      rows: [[0, 1, 2]],
    },
    {
      name: 'one ms over',
      correlation: text(),
      events: [
        [0, 'c'],
        [1, 'a'],
        [10_001, 'b'],
      ],
      rows: [],
    },
    {
      name: 'of one group',
      correlation: text(),
      events: [
        [0, 'c'],
        [1, 'a', 'eve'],
        [2, 'b'],
      ],
      rows: [],
    },
    {
      name: 'two of three',
      correlation: text({ condition: { gte: 2 } }),
      events: [
        [0, 'c'],
        [1, 'a'],
        [2, 'a'],
      ],
      rows: [[0, 1, 2]],
    },
    {
      name: 'one event may be two of them',
      correlation: text(),
      events: [
        [0, 'ab'],
        [1, 'c'],
      ],
      rows: [[0, 1]],
    },
    {
      name: 'by id',
      correlation: text({ rules: ['id-a', 'ID-B'] }),
      events: [
        [0, 'b'],
        [1, 'a'],
      ],
      rows: [[0, 1]],
    },
  ])('$name', async ({ correlation, events, rows }) => {
    expect((await bursts(events, correlation)).map((burst) => burst.rows)).toEqual(rows)
  })
})

describe('temporal_ordered', () => {
  const text = (more = {}): string =>
    correlationText({ type: 'temporal_ordered', rules: ['a', 'b', 'c'], ...more })
  test.each<{
    name: string
    correlation: string
    events: readonly Event[]
    rows: readonly (readonly number[])[]
  }>([
    {
      name: 'in their order',
      correlation: text(),
      events: [
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
      ],
      rows: [[0, 1, 2]],
    },
    {
      name: 'in another',
      correlation: text(),
      events: [
        [0, 'b'],
        [1, 'a'],
        [2, 'c'],
      ],
      rows: [],
    },
    {
      name: 'backwards',
      correlation: text(),
      events: [
        [0, 'c'],
        [1, 'b'],
        [2, 'a'],
      ],
      rows: [],
    },
    {
      name: 'in the same second, which is all that CloudTrail tells',
      correlation: text(),
      events: [
        [0, 'c'],
        [0, 'b'],
        [0, 'a'],
      ],
      rows: [[0, 1, 2]],
    },
    {
      name: 'others between',
      correlation: text(),
      events: [
        [0, 'a'],
        [1, 'c'],
        [2, 'b'],
        [3, 'a'],
        [4, 'c'],
      ],
      rows: [[0, 1, 2, 3, 4]],
    },
    {
      name: 'the latest beginning counts',
      correlation: text(),
      events: [
        [0, 'a'],
        [8_000, 'a'],
        [9_000, 'b'],
        [12_000, 'c'],
      ],
      rows: [[1, 2, 3]],
    },
    {
      name: 'the timespan exactly',
      correlation: text(),
      events: [
        [0, 'a'],
        [1, 'b'],
        [10_000, 'c'],
      ],
      rows: [[0, 1, 2]],
    },
    {
      name: 'one ms over',
      correlation: text(),
      events: [
        [0, 'a'],
        [1, 'b'],
        [10_001, 'c'],
      ],
      rows: [],
    },
    {
      name: 'a later start that has no middle does not hide the one that has',
      correlation: text(),
      events: [
        [0, 'a'],
        [1, 'b'],
        [2, 'a'],
        [3, 'c'],
      ],
      rows: [[0, 1, 2, 3]],
    },
    {
      name: 'of one group',
      correlation: text(),
      events: [
        [0, 'a'],
        [1, 'b', 'eve'],
        [2, 'c'],
      ],
      rows: [],
    },
  ])('$name', async ({ correlation, events, rows }) => {
    expect((await bursts(events, correlation)).map((burst) => burst.rows)).toEqual(rows)
  })

  test('a count other than all is refused', () => {
    const { errors } = compileText(...RULES, text({ condition: { gte: 2 } }))
    expect(errors.map(({ reason }) => reason).join()).toMatch(/needs all of its rules/)
  })
})

describe('chains and aliases', () => {
  const failed = correlationText(
    { type: 'event_count', rules: ['a'], condition: { gte: 3 } },
    { id: 'failed', name: 'failed' },
  )

  test('many failures, then success', async () => {
    const then = correlationText({ type: 'temporal_ordered', rules: ['failed', 'b'], timespan: '1m' })
    const found = await bursts([...many(3, 1000), [30_000, 'b']], failed, then)
    expect(found).toEqual([{ who: 'bob', firstMs: 0, lastMs: 30_000, n: 2, rows: [0, 1, 2, 3] }])
    expect(
      await bursts([[0, 'b'], ...many(3, 1000).map(([time, what]): Event => [time + 1, what])], failed, then),
    ).toEqual([])
    expect(await bursts([...many(2, 1000), [30_000, 'b']], failed, then)).toEqual([])
  })

  test('failures that go on after the success do not hide it', async () => {
    const then = correlationText({ type: 'temporal_ordered', rules: ['failed', 'b'], timespan: '1m' })
    const events: readonly Event[] = [...many(30, 1000), [10_500, 'b']]
    const [burst] = await bursts(events, failed, then)
    expect(burst).toMatchObject({ firstMs: 0, lastMs: 10_500 })
    expect(burst?.rows).toContain(30)
  })

  test('the outer group-by need not be the inner one', async () => {
    const inner = correlationText(
      {
        type: 'event_count',
        rules: ['a'],
        condition: { gte: 2 },
        'group-by': ['userAgent', 'requestParameters.value'],
      },
      { id: 'i', name: 'inner' },
    )
    const outer = correlationText({ type: 'temporal', rules: ['inner', 'b'] })
    expect(
      (
        await bursts(
          [
            [0, 'a', 'bob', 1],
            [1, 'a', 'bob', 1],
            [2, 'b'],
          ],
          inner,
          outer,
        )
      ).map(({ rows }) => rows),
    ).toEqual([[0, 1, 2]])
  })

  test('aliases: one value in different fields', async () => {
    const text = correlationText({
      type: 'temporal',
      rules: ['a', 'b'],
      'group-by': ['target'],
      aliases: { target: { a: 'requestParameters.value', b: 'userAgent' } },
    })
    const found = await bursts(
      [
        [0, 'a', 'admin', 'eve'],
        [1, 'b', 'eve'],
        [2, 'b', 'bob'],
      ],
      text,
    )
    expect(found.map(({ who, rows }) => [who, rows])).toEqual([['eve', [0, 1]]])
  })

  test('an alias of an inner correlation is a group of it', async () => {
    const inner = correlationText(
      {
        type: 'temporal',
        rules: ['a', 'b'],
        'group-by': ['target'],
        aliases: { target: { a: 'requestParameters.value', b: 'userAgent' } },
      },
      { id: 'i', name: 'inner' },
    )
    const outer = correlationText({
      type: 'temporal_ordered',
      rules: ['inner', 'c'],
      'group-by': ['target'],
      aliases: { target: { c: 'userAgent' } },
    })
    const found = await bursts(
      [
        [0, 'a', 'admin', 'eve'],
        [1, 'b', 'eve'],
        [2, 'c', 'eve'],
        [3, 'c', 'bob'],
      ],
      inner,
      outer,
    )
    expect(found.map(({ who, rows }) => [who, rows])).toEqual([['eve', [0, 1, 2]]])
  })

  test('generate decides who is a finding of its own', () => {
    const plain = compileText(...RULES, failed, correlationText({ type: 'temporal', rules: ['failed', 'b'] }))
    expect(plain.rules.map(({ standalone }) => standalone)).toEqual([false, false, true])
    expect(plain.correlations.map(({ standalone }) => standalone)).toEqual([false, true])
    const generated = compileText(
      ...RULES,
      correlationText({ type: 'temporal', rules: ['a', 'b'], generate: true }),
    )
    expect(generated.rules.map(({ standalone }) => standalone)).toEqual([true, true, true])
  })

  test('a correlation that rests on itself is refused, one that names an unknown rule is warned of', () => {
    const loop = correlationText({ type: 'temporal', rules: ['together', 'a'] })
    expect(compileText(...RULES, loop).errors.map(({ reason }) => reason)).toEqual([
      'The correlation rests on itself.',
    ])
    const unknown = compileText(...RULES, correlationText({ type: 'temporal', rules: ['a', 'nobody'] }))
    expect(unknown.warnings.map(({ reason }) => reason).join()).toMatch(/'nobody'/)
    expect(unknown.correlations[0]?.missing).toEqual(['nobody'])
  })
})

test('what a correlation reads', () => {
  const { correlations } = compileText(
    ...RULES,
    correlationText({
      type: 'value_count',
      rules: ['a'],
      condition: { field: 'requestParameters.x', gte: 2 },
      'group-by': ['principal'],
    }),
  )
  expect(correlations[0]).toMatchObject({
    columns: ['principal', 'requestParameters'],
    ruleIds: ['id-a'],
    applies: true,
    timespanMs: 10_000,
  })
})

test('100 000 events of one group take a moment', async () => {
  await fill(engine, [], 'candidates')
  await engine.rows(sql`insert into candidates (row_id, time_ms, userAgent, eventName, requestParameters)
select i, i * 7, 'bob', 'n' || (i % 977), '{"what": ["' || (case i % 3 when 0 then 'a' when 1 then 'b' else 'c' end) || '"]}' from range(100000) r(i)`)
  await engine.rows(
    sql`create or replace table matches as select (row_id % 3)::INTEGER as rule_no, row_id from candidates`,
  )
  const set = compileText(
    ...RULES,
    correlationText({ type: 'event_count', rules: ['a', 'b', 'c'], condition: { gte: 1000 } }, { id: '1' }),
    correlationText(
      { type: 'value_count', rules: ['a', 'b', 'c'], condition: { field: 'eventName', gte: 900 } },
      { id: '2' },
    ),
    correlationText({ type: 'temporal', rules: ['a', 'b', 'c'] }, { id: '3' }),
    correlationText({ type: 'temporal_ordered', rules: ['a', 'b', 'c'] }, { id: '4' }),
  )
  const numbers = new Map(set.rules.map(({ id }, i) => [id, i]))
  for (const correlation of set.correlations) {
    const started = performance.now()
    const rows = await engine.rows(
      correlation.statement({
        candidates: column('candidates'),
        matched: (id) => matchedBy(numbers.get(id)),
      }),
    )
    expect(rows).toHaveLength(1)
    expect(performance.now() - started).toBeLessThan(10_000)
  }
})
