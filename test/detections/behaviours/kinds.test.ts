import { asyncProperty, assert as check, integer, shuffledSubarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Engine } from '#store/index.ts'
import type { CompiledBehaviour } from '../../../src/detections/behaviours/behaviour.ts'
import {
  behaviourOf,
  days,
  departuresOf,
  type Judged,
  type ProfileRow,
  robot,
  withEngine,
} from './support.ts'

const USER = 'arn:aws:iam::123456789012:user/alice'
const KEY = 'AKIAIOSFODNN7EXAMPLE'

const row = (day: number, dimension: string, value: string, more: Partial<ProfileRow> = {}): ProfileRow => ({
  day,
  subject: USER,
  dimension,
  value,
  ...more,
})
const colleagues = (count: number, length: number): readonly ProfileRow[] =>
  days(count).flatMap((i) => robot(`arn:aws:iam::123456789012:user/colleague-${String(i)}`, days(length)))

const find = async (behaviour: CompiledBehaviour, rows: readonly ProfileRow[]): Promise<readonly Judged[]> =>
  await withEngine(async (engine) => await departuresOf(engine, behaviour, rows))

interface Kind {
  readonly name: string
  readonly behaviour: CompiledBehaviour
  /** `length` days of habit, and on the day after them the departure. */
  readonly departs: (length: number) => readonly ProfileRow[]
  /** What else the departing day has to do with: value and dimension of the evidence. */
  readonly value: { readonly dimension: string; readonly value: string }
  readonly quiet: readonly { readonly name: string; readonly rows: readonly ProfileRow[] }[]
}

const person = (day: number, hours: readonly number[]): readonly ProfileRow[] =>
  hours.map((hour) => row(day, 'hour', String(hour).padStart(2, '0'), { actorClass: 'sso-person', n: 10 }))
const office = (count: number): readonly ProfileRow[] =>
  days(count).flatMap((day) => person(day, [8, 9, 10, 13, 14, 15]))
const calls = (day: number, hour: number, n: number): ProfileRow =>
  row(day, 'hour', String(hour).padStart(2, '0'), { n })
const busy = (count: number): readonly ProfileRow[] =>
  days(count).flatMap((day) => [calls(day, 9, 80 + (day % 5)), calls(day, 10, 100)])
const others = colleagues(4, 60)

const KINDS: readonly Kind[] = [
  {
    name: 'hours',
    behaviour: behaviourOf({ kind: 'hours', levels: { low: { surprise: 3, days: 5 } } }),
    departs: (length) => [...office(length), ...person(length, [2])],
    value: { dimension: 'hour', value: '02' },
    quiet: [
      { name: 'an hour later than ever', rows: [...office(20), ...person(20, [16])] },
      { name: 'three hours later', rows: [...office(20), ...person(20, [18])] },
      {
        name: 'around midnight, by whom works at midnight',
        rows: [...days(20).flatMap((day) => person(day, [23])), ...person(20, [0])],
      },
      { name: 'a robot of every hour', rows: days(20).flatMap((day) => person(day, days(24))) },
      { name: 'four days of history', rows: [...office(4), ...person(4, [2])] },
    ],
  },
  {
    name: 'rate',
    behaviour: behaviourOf({ kind: 'rate', floor: 300, levels: { low: { surprise: 3 } } }),
    departs: (length) => [...busy(length), calls(length, 10, 2000)],
    value: { dimension: 'hour', value: '10' },
    quiet: [
      { name: 'three times the usual', rows: [...busy(20), calls(20, 10, 299)] },
      {
        name: 'a nightly job that is always so',
        rows: days(20).flatMap((day) => [calls(day, 2, 3000), calls(day, 9, 10)]),
      },
      { name: 'three days of history', rows: [...busy(3), calls(3, 10, 9000)] },
    ],
  },
  {
    name: 'first-met',
    behaviour: behaviourOf({
      kind: 'first-met',
      dimension: 'role',
      levels: { low: { surprise: 3, days: 5 } },
    }),
    departs: (length) => [
      ...others,
      ...robot(USER, days(length + 1)),
      row(length, 'role', 'arn:aws:iam::123456789012:role/admin'),
    ],
    value: { dimension: 'role', value: 'arn:aws:iam::123456789012:role/admin' },
    quiet: [
      {
        name: 'a role of every day',
        rows: [...others, ...days(20).flatMap((day) => [...robot(USER, [day]), row(day, 'role', 'r')])],
      },
      {
        name: 'one who assumes another role each day',
        rows: [
          ...others,
          ...days(20).flatMap((day) => [...robot(USER, [day]), row(day, 'role', `r${String(day)}`)]),
        ],
      },
      { name: 'four days of history', rows: [...others, ...robot(USER, days(5)), row(4, 'role', 'r')] },
      {
        name: 'another dimension',
        rows: [...others, ...robot(USER, days(21)), row(20, 'region', 'sa-east-1')],
      },
    ],
  },
  {
    name: 'first-in-organisation',
    behaviour: behaviourOf({
      kind: 'first-in-organisation',
      dimension: 'region',
      levels: { low: { surprise: 2, days: 5 } },
    }),
    departs: (length) => [
      ...colleagues(4, length),
      ...robot(USER, days(length + 1)),
      row(length, 'region', 'sa-east-1'),
    ],
    value: { dimension: 'region', value: 'sa-east-1' },
    quiet: [
      {
        name: 'new to the principal, known to a colleague',
        rows: [
          ...robot(USER, days(21)),
          row(3, 'region', 'sa-east-1', { subject: 'arn:aws:iam::123456789012:user/bob' }),
          row(20, 'region', 'sa-east-1'),
        ],
      },
      { name: 'the first day of the logs', rows: [row(0, 'region', 'sa-east-1')] },
      {
        name: 'an organisation that meets a new region every day',
        rows: days(20).map((day) => row(day, 'region', `region-${String(day)}`)),
      },
    ],
  },
  {
    name: 'level-shift',
    behaviour: behaviourOf({ kind: 'level-shift', levels: { low: { surprise: 2, days: 5 } } }),
    departs: (length) => [...others, ...robot(USER, days(length + 1)), row(length, 'level', 'permissions')],
    value: { dimension: 'level', value: 'permissions' },
    quiet: [
      {
        name: 'from permissions down to what it had not read yet',
        rows: [
          ...others,
          ...days(21).map((day) => row(day, 'level', 'permissions')),
          row(20, 'level', 'list'),
        ],
      },
      {
        name: 'a writer that writes',
        rows: [...others, ...days(21).map((day) => row(day, 'level', 'write'))],
      },
      {
        name: 'tags, by a writer',
        rows: [...others, ...days(21).map((day) => row(day, 'level', 'write')), row(20, 'level', 'tagging')],
      },
    ],
  },
  {
    name: 'dormant',
    behaviour: behaviourOf({ kind: 'dormant', silentDays: 21, levels: { low: { surprise: 1 } } }),
    departs: (length) => [
      ...colleagues(1, length + 24),
      ...days(length).map((day) => row(day, 'key', KEY)),
      row(length + 23, 'key', KEY),
    ],
    value: { dimension: 'key', value: KEY },
    quiet: [
      {
        name: 'twenty days of silence',
        rows: [...colleagues(1, 60), ...days(10).map((day) => row(day, 'key', KEY)), row(30, 'key', KEY)],
      },
      {
        name: 'thirty days without any logs of its account',
        rows: [...colleagues(1, 10), ...days(10).map((day) => row(day, 'key', KEY)), row(40, 'key', KEY)],
      },
    ],
  },
]

describe.each(KINDS)('$name', ({ behaviour, departs, quiet, value }) => {
  test('is told, with its evidence, for the one day', async () => {
    const rows = departs(20)
    const last = rows.reduce((most, { day, subject }) => Math.max(most, subject === USER ? day : 0), 0)
    const found = (await find(behaviour, rows)).filter(({ subject }) => subject === USER)
    expect(found).toMatchObject([{ level: 'low', values: [value] }])
    expect(found[0]?.days).toEqual([new Date(Date.UTC(2026, 2, 1 + last)).toISOString().slice(0, 10)])
    expect(found[0]?.why).toContain(USER)
  })

  test.each(quiet)('quiet: $name', async ({ rows }) => {
    expect((await find(behaviour, rows)).filter(({ subject }) => subject === USER)).toEqual([])
  })

  const surpriseOf = async (engine: Engine, rows: readonly ProfileRow[]): Promise<number> =>
    (await departuresOf(engine, behaviour, rows)).find(({ subject }) => subject === USER)?.surprise ?? 0

  test('the order in which rows come does not matter', async () => {
    const rows = departs(12)
    await withEngine(async (engine) => {
      const expected = await surpriseOf(engine, rows)
      expect(expected).toBeGreaterThan(0)
      await check(
        asyncProperty(shuffledSubarray([...rows], { minLength: rows.length }), async (shuffled) => {
          expect(await surpriseOf(engine, shuffled)).toBeCloseTo(expected, 9)
        }),
        { numRuns: 3 },
      )
    })
  })

  test('more history without it never makes it less surprising', async () => {
    await withEngine(async (engine) => {
      await check(
        asyncProperty(integer({ min: 6, max: 25 }), integer({ min: 1, max: 20 }), async (length, more) => {
          const before = await surpriseOf(engine, departs(length))
          expect(await surpriseOf(engine, departs(length + more))).toBeGreaterThanOrEqual(before - 0.05)
        }),
        { numRuns: 4 },
      )
    })
  })
})

describe('boundaries', () => {
  test.each([
    { name: 'the floor itself', n: 300, found: 1 },
    { name: 'one below the floor', n: 299, found: 0 },
  ])('rate: $name', async ({ n, found }) => {
    const rows = [...days(10).map((day) => calls(day, 9, 20)), calls(10, 9, n)]
    const behaviour = behaviourOf({ kind: 'rate', floor: 300, levels: { low: { surprise: 3 } } })
    expect(await find(behaviour, rows)).toHaveLength(found)
  })

  test.each([
    { name: 'twice the busiest hour', n: 2000, found: 1 },
    { name: 'a call less', n: 1999, found: 0 },
  ])('rate: $name', async ({ n, found }) => {
    const rows = [...days(20).map((day) => calls(day, 9, day === 3 ? 1000 : 20)), calls(20, 9, n)]
    const behaviour = behaviourOf({ kind: 'rate', floor: 300, levels: { low: {} } })
    expect(await find(behaviour, rows)).toHaveLength(found)
  })

  test.each([
    { silent: 21, found: 1 },
    { silent: 20, found: 0 },
  ])('dormant: $silent days of silence', async ({ silent, found }) => {
    const rows = [
      ...colleagues(1, 60),
      ...days(10).map((day) => row(day, 'key', KEY)),
      row(10 + silent, 'key', KEY),
    ]
    const behaviour = behaviourOf({ kind: 'dormant', silentDays: 21, levels: { low: {} } })
    expect((await find(behaviour, rows)).filter(({ subject }) => subject === USER)).toHaveLength(found)
  })

  test.each([
    { length: 5, found: 1 },
    { length: 4, found: 0 },
  ])('hours: $length days of history', async ({ length, found }) => {
    const behaviour = behaviourOf({ kind: 'hours', levels: { low: { surprise: 2, days: 5 } } })
    expect(await find(behaviour, [...office(length), ...person(length, [2])])).toHaveLength(found)
  })

  test.each([
    { name: 'medium, where it was somewhere new too', network: 'AS64999', level: 'medium' },
    { name: 'low, where it always is', network: 'AS64500', level: 'low' },
  ])('elsewhere: $name', async ({ network, level }) => {
    const behaviour = behaviourOf({
      kind: 'first-met',
      dimension: 'role',
      levels: { low: {}, medium: { elsewhere: true } },
    })
    const rows = [...others, ...robot(USER, days(21)), row(20, 'role', 'r'), row(20, 'network', network)]
    expect(await find(behaviour, rows)).toMatchObject([{ level }])
  })
})

describe('values', () => {
  const matching = async (values: readonly string[], bucket: string): Promise<number> => {
    const behaviour = behaviourOf({ kind: 'first-met', dimension: 'bucket', values, levels: { low: {} } })
    return (await find(behaviour, [...others, ...robot(USER, days(21)), row(20, 'bucket', bucket)])).length
  }

  test.each([
    { values: ['*backup*'], bucket: 'amzn-s3-demo-backup-1', found: 1 },
    { values: ['*BackUp*'], bucket: 'amzn-s3-demo-backup-1', found: 1 },
    { values: ['backup*'], bucket: 'amzn-s3-demo-backup-1', found: 0 },
    { values: ['amzn?s3-demo'], bucket: 'amzn-s3-demo', found: 1 },
    { values: ['a%'], bucket: 'amzn-s3-demo', found: 0 },
    { values: ['a_zn'], bucket: 'amzn', found: 0 },
    { values: ["a'; drop table x; --", 'b!*'], bucket: 'b!ucket', found: 1 },
    { values: ['%sensitive_buckets%'], bucket: 'amzn-s3-demo-secret-2', found: 1 },
    { values: ['%empty%'], bucket: 'amzn-s3-demo-bucket', found: 0 },
  ])('$values of $bucket', async ({ values, bucket, found }) => {
    expect(await matching(values, bucket)).toBe(found)
  })
})

describe('a key without a past', () => {
  const behaviour = behaviourOf({
    kind: 'dormant',
    silentDays: 21,
    levels: { low: { surprise: 1 }, medium: { surprise: 1, elsewhere: true } },
  })
  const first = (more: readonly ProfileRow[]): readonly ProfileRow[] => [
    ...colleagues(2, 60),
    row(40, 'key', KEY),
    ...more,
  ]

  test.each([
    { name: 'from a network that is known here', rows: first([row(40, 'network', 'AS64500')]), level: 'low' },
    { name: 'from one that nobody knows', rows: first([row(40, 'network', 'AS64999')]), level: 'medium' },
    { name: 'through Tor', rows: first([row(40, 'kind', 'tor')]), level: 'medium' },
  ])('$name: $level', async ({ rows, level }) => {
    expect(await find(behaviour, rows)).toMatchObject([{ subject: USER, level }])
  })

  test('a monthly job surprises once, and no more', async () => {
    const rows = [...colleagues(1, 200), ...days(6).map((i) => row(i * 30, 'key', KEY))]
    const found = await find(
      behaviourOf({ kind: 'dormant', silentDays: 21, levels: { low: { surprise: 2 } } }),
      rows,
    )
    expect(found.map((one) => one.days)).toEqual([['2026-03-31']])
  })

  test('quiet: in young logs', async () => {
    expect(await find(behaviour, [...colleagues(2, 20), row(19, 'key', KEY)])).toEqual([])
  })
})
