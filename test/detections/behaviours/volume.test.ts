import { asyncProperty, assert as check, integer, shuffledSubarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OUR_BEHAVIOURS, ourBehaviour } from './our-behaviours.ts'
import { days, departuresOf, type Judged, type ProfileRow, robot, withEngine } from './support.ts'

const ROLE = 'arn:aws:iam::123456789012:role/exports'

const reads = (day: number, bytesOut: number, objects: number): ProfileRow => ({
  day,
  subject: ROLE,
  dimension: 'bucket',
  value: 'amzn-s3-demo-bucket',
  bytesOut,
  objects,
})

const levels = async (rows: readonly ProfileRow[]): Promise<readonly string[]> =>
  await withEngine(async (engine) => {
    const found: Judged[] = []
    for (const behaviour of OUR_BEHAVIOURS.filter(({ kind }) => kind === 'volume'))
      found.push(...(await departuresOf(engine, behaviour, rows)))
    return found.map(({ level, why }) => `${level} ${why.replace(/^.* had /u, '')}`).toSorted()
  })

describe('volume', () => {
  const usual = days(14).map((day) => reads(day, 20_000_000 + day * 100_000, 40 + day))

  test('a hundred times the usual, from where it never was', async () => {
    const rows = [
      ...usual,
      reads(14, 4_000_000_000, 4000),
      ...robot(ROLE, days(14)),
      ...robot(ROLE, [14], { kind: ['vpn'], network: ['AS64999'] }),
    ]
    expect(await levels(rows)).toEqual([
      expect.stringMatching(/^medium 4000 MB/u),
      expect.stringMatching(/^medium 4000 different/u),
    ])
  })

  test('the same from the usual place is a low one', async () => {
    const rows = [...usual, reads(14, 4_000_000_000, 4000), ...robot(ROLE, days(15))]
    expect(await levels(rows)).toEqual([expect.stringMatching(/^low/u), expect.stringMatching(/^low/u)])
  })

  test.each([
    ['below the floor', reads(14, 250_000_000, 150)],
    ['three times the usual', reads(14, 60_000_000, 130)],
  ])('quiet: %s', async (_, day) => {
    expect(await levels([...usual, day, ...robot(ROLE, days(15))])).toEqual([])
  })

  test('quiet: with three days of history nothing is said of volumes', async () => {
    const rows = [
      ...days(3).map((day) => reads(day, 1_000_000, 5)),
      reads(3, 9_000_000_000, 9000),
      ...robot(ROLE, days(4)),
    ]
    expect(await levels(rows)).toEqual([])
  })

  const theft = [
    ...usual,
    reads(14, 4_000_000_000, 4000),
    ...robot(ROLE, days(14)),
    ...robot(ROLE, [14], { kind: ['vpn'], network: ['AS64999'] }),
  ]

  test('the order in which days come changes nothing', async () => {
    const expected = await levels(theft)
    await check(
      asyncProperty(shuffledSubarray(theft, { minLength: theft.length }), async (shuffled) => {
        expect(await levels(shuffled)).toEqual(expected)
      }),
      { numRuns: 4 },
    )
  })

  test('more days of the same habit before silence nothing, and raise nothing', async () => {
    const earlier = (count: number): readonly ProfileRow[] =>
      days(count).map((day) => reads(-1 - day, 20_000_000 + (day % 14) * 100_000, 40 + (day % 14)))
    await check(
      asyncProperty(integer({ min: 0, max: 120 }), async (count) => {
        const habit = robot(
          ROLE,
          days(count).map((day) => -1 - day),
        )
        expect(await levels([...earlier(count), ...habit, ...theft])).toHaveLength(2)
        expect(await levels([...earlier(count), ...habit, ...usual, ...robot(ROLE, days(14))])).toEqual([])
      }),
      { numRuns: 3 },
    )
  })

  test('one call refused ten thousand times is one call; many different ones are not', async () => {
    const one = { day: 14, subject: ROLE, dimension: 'denied', value: 's3:PutObject', n: 10_000 }
    const many = days(30).map((i) => ({
      day: 14,
      subject: ROLE,
      dimension: 'denied',
      value: `iam:List${String(i)}`,
    }))
    expect(await levels([...robot(ROLE, days(15)), one])).toEqual([])
    expect(await levels([...robot(ROLE, days(15)), ...many])).toEqual([
      expect.stringContaining('30 different calls refused'),
    ])
  })
})

describe('credentials of a workload elsewhere', () => {
  const at = (day: number, kind: string, actorClass = 'instance-role'): ProfileRow => ({
    day,
    subject: ROLE,
    dimension: 'kind',
    value: kind,
    actorClass,
  })

  test.each([
    {
      name: 'ten days at home, then a hosting company',
      rows: [...days(10).map((day) => at(day, 'aws')), at(10, 'hosting')],
      level: 'high',
    },
    { name: 'no history at all', rows: [at(0, 'isp')], level: 'medium' },
    { name: 'two days', rows: [at(0, 'private'), at(1, 'aws'), at(2, 'tor')], level: 'medium' },
    { name: 'three days', rows: [at(0, 'private'), at(1, 'aws'), at(2, 'aws'), at(3, 'tor')], level: 'high' },
  ])('$name', async ({ rows, level }) => {
    await withEngine(async (engine) => {
      expect(await departuresOf(engine, ourBehaviour('workload-credentials-elsewhere'), rows)).toMatchObject([
        { subject: ROLE, level },
      ])
    })
  })

  test.each([
    {
      name: 'AWS, private and own addresses',
      rows: ['aws', 'private', 'own', 'aws-service'].map((kind, day) => at(day, kind)),
    },
    { name: 'a person from a hosting company', rows: [at(0, 'hosting', 'iam-user')] },
    {
      name: 'a role that lives outside',
      rows: days(10)
        .map((day) => at(day, day < 1 ? 'aws' : 'isp'))
        .slice(1),
    },
  ])('quiet: $name', async ({ name, rows }) => {
    await withEngine(async (engine) => {
      const found = await departuresOf(engine, ourBehaviour('workload-credentials-elsewhere'), rows)
      // Of a role that lives outside the first days are told, by which it cannot be known yet.
      expect(found.flatMap((one) => one.days).length).toBeLessThanOrEqual(name.startsWith('a role') ? 1 : 0)
    })
  })

  test('the order of days changes nothing; more days at home before change no level', async () => {
    const found = async (rows: readonly ProfileRow[]): Promise<readonly string[]> =>
      await withEngine(async (engine) =>
        (await departuresOf(engine, ourBehaviour('workload-credentials-elsewhere'), rows)).map(
          ({ subject, level, days: on }) => `${subject} ${level} ${on.join(' ')}`,
        ),
      )
    const rows = [...days(10).map((day) => at(day, 'aws')), at(10, 'hosting')]
    const expected = await found(rows)
    expect(expected).toHaveLength(1)
    await check(
      asyncProperty(
        shuffledSubarray(rows, { minLength: rows.length }),
        integer({ min: 0, max: 200 }),
        async (shuffled, count) => {
          expect(await found(shuffled)).toEqual(expected)
          expect(await found([...days(count).map((day) => at(-1 - day, 'aws')), ...shuffled])).toEqual(
            expected,
          )
        },
      ),
      { numRuns: 8 },
    )
  })
})
