import { asyncProperty, assert as check, integer, shuffledSubarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Engine, sql } from '#store/index.ts'
import { makeSurprises } from '../../../src/detections/behaviours/surprises-sql.ts'
import { ourBehaviour } from './our-behaviours.ts'
import { days, departuresOf, type ProfileRow, profilesOf, robot, withEngine } from './support.ts'

const USER = 'arn:aws:iam::123456789012:user/alice'

/** Colleagues, so that rates of the class and of the organisation have something to rest on. */
const others = (count: number, length: number): readonly ProfileRow[] =>
  days(count).flatMap((i) => robot(`arn:aws:iam::123456789012:user/colleague-${String(i)}`, days(length)))

async function surpriseOf(engine: Engine, rows: readonly ProfileRow[], value: string): Promise<number> {
  await engine.rows(makeSurprises(profilesOf(rows)))
  const [row] = await engine.rows(
    sql`select surprise from surprises where subject = ${USER} and value = ${value}`,
  )
  return Number(row?.['surprise'] ?? 0)
}

const theft = (day: number): readonly ProfileRow[] =>
  robot(USER, [day], {
    network: ['AS64999'],
    kind: ['hosting'],
    country: ['NL'],
    region: ['us-east-1'],
    service: ['iam', 'sts'],
    call: ['iam:ListUsers', 'iam:CreateAccessKey', 'sts:GetCallerIdentity'],
    client: ['sdk-python'],
    level: ['write'],
  })

describe('surprise of what was never met', () => {
  test('the order in which rows come does not matter', async () => {
    const rows = [...others(3, 10), ...robot(USER, days(10)), ...theft(9)]
    await withEngine(async (engine) => {
      const expected = await surpriseOf(engine, rows, 'AS64999')
      await check(
        asyncProperty(shuffledSubarray([...rows], { minLength: rows.length }), async (shuffled) => {
          expect(await surpriseOf(engine, shuffled, 'AS64999')).toBeCloseTo(expected, 9)
        }),
        { numRuns: 10 },
      )
    })
  })

  test('more days without news never make news less surprising', async () => {
    await withEngine(async (engine) => {
      await check(
        asyncProperty(integer({ min: 2, max: 30 }), integer({ min: 1, max: 20 }), async (length, more) => {
          const short = [...others(3, 60), ...robot(USER, days(length)), ...theft(length)]
          const long = [...others(3, 60), ...robot(USER, days(length + more)), ...theft(length + more)]
          const before = await surpriseOf(engine, short, 'AS64999')
          expect(await surpriseOf(engine, long, 'AS64999')).toBeGreaterThanOrEqual(before - 0.05)
        }),
        { numRuns: 12 },
      )
    })
  })

  test('one who meets something new every day does not surprise with one more', async () => {
    await withEngine(async (engine) => {
      const curious = days(20).map((day) => ({
        day,
        subject: USER,
        dimension: 'service',
        value: `service-${String(day)}`,
      }))
      const news = { day: 20, subject: USER, dimension: 'service', value: 'one-more' }
      const calm = await surpriseOf(engine, [...others(5, 25), ...curious, news], 'one-more')
      const same = days(20).map((day) => ({ day, subject: USER, dimension: 'service', value: 's3' }))
      const robotic = await surpriseOf(engine, [...others(5, 25), ...same, news], 'one-more')
      expect(calm).toBeLessThan(robotic / 2)
    })
  })

  test('where many meet it on one day, the organisation has moved', async () => {
    await withEngine(async (engine) => {
      const moved = days(12).flatMap((i) => [
        ...robot(`arn:aws:iam::123456789012:user/colleague-${String(i)}`, days(20)),
        {
          day: 19,
          subject: `arn:aws:iam::123456789012:user/colleague-${String(i)}`,
          dimension: 'network',
          value: 'AS64777',
        },
      ])
      const own = [
        ...robot(USER, days(20)),
        { day: 19, subject: USER, dimension: 'network', value: 'AS64777' },
      ]
      const alone = await surpriseOf(engine, [...others(12, 20), ...own], 'AS64777')
      expect(await surpriseOf(engine, [...moved, ...own], 'AS64777')).toBeLessThan(alone / 2)
    })
  })

  test('the first day of a principal has no habit to depart from', async () => {
    await withEngine(async (engine) => {
      expect(await surpriseOf(engine, [...others(3, 10), ...robot(USER, [9])], 'AS64500')).toBe(0)
    })
  })
})

describe('unusual activity', () => {
  test('a robot that suddenly looks round from elsewhere', async () => {
    await withEngine(async (engine) => {
      const [found, ...more] = await departuresOf(engine, ourBehaviour('unusual-activity'), [
        ...others(5, 30),
        ...robot(USER, days(25)),
        ...theft(25),
      ])
      expect(more).toEqual([])
      expect(found).toMatchObject({ subject: USER, level: 'high', days: ['2026-03-26'], historyDays: 25 })
      expect(found?.why).toContain('network AS64999')
    })
  })

  test('the same with two days of history is worth less', async () => {
    await withEngine(async (engine) => {
      const found = await departuresOf(engine, ourBehaviour('unusual-activity'), [
        ...others(5, 30),
        ...robot(USER, days(2)),
        ...theft(2),
      ])
      expect(found.map(({ level }) => level)).not.toContain('high')
    })
  })

  test('ordinary life: robots, and people who now and then call something new', async () => {
    await withEngine(async (engine) => {
      const person = days(30).flatMap((day): readonly ProfileRow[] => [
        ...robot(USER, [day]),
        ...(day % 4 === 3
          ? [{ day, subject: USER, dimension: 'call', value: `ec2:Describe${String(day)}` }]
          : []),
      ])
      expect(
        await departuresOf(engine, ourBehaviour('unusual-activity'), [...others(5, 30), ...person]),
      ).toEqual([])
    })
  })
})
