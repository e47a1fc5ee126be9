import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffAudits, parseSnapshot, SnapshotError } from '#posture/index.ts'
import { fits } from '#posture/suppressions.ts'
import { ACCOUNT, BADLY_MADE, denied, snapshotOf, WELL_MADE } from './accounts.ts'
import { reportOf } from './outcomes-of.ts'

describe('suppressions', () => {
  const accepted = { check: 'trail-bucket-shared', reason: 'our account for logs', until: '2026-11-24' }

  test('take a failure out of the count, and say so', () => {
    const before = reportOf(BADLY_MADE).summary
    const { summary, results, notes } = reportOf(BADLY_MADE, { suppressions: [accepted] })
    expect(summary.failed).toBe(before.failed - 1)
    expect(summary.suppressed).toBe(1)
    expect(results.filter(({ suppressed }) => suppressed !== null)).toMatchObject([
      { check: 'trail-bucket-shared', suppressed: { reason: 'our account for logs', until: '2026-11-24' } },
    ])
    expect(notes).toEqual([])
  })

  test('run out the day after, and that is told', () => {
    const { summary, notes } = reportOf(BADLY_MADE, { suppressions: [accepted], today: '2026-11-25' })
    expect(summary.suppressed).toBe(0)
    expect(notes).toEqual([expect.stringContaining('ran out on 2026-11-24')])
  })

  test.each([
    ['another account', { account: '999988887777' }],
    ['another resource', { resource: 'arn:aws:s3:::other' }],
  ])('do not hold for %s', (_, more) => {
    const { summary, notes } = reportOf(BADLY_MADE, { suppressions: [{ ...accepted, ...more }] })
    expect(summary.suppressed).toBe(0)
    expect(notes).toEqual([expect.stringContaining('hides nothing')])
  })

  test('that name no check are told', () => {
    const { notes } = reportOf(WELL_MADE, { suppressions: [{ ...accepted, check: 'trail-bucket-shred' }] })
    expect(notes).toEqual([expect.stringContaining('names no check')])
  })

  test('do not hide what is not known', () => {
    const account = { ...BADLY_MADE, trailBuckets: [] }
    const { results } = reportOf(account, { suppressions: [accepted] })
    expect(results.filter(({ check }) => check === 'trail-bucket-shared')).toMatchObject([
      { result: 'notKnown', suppressed: null },
    ])
  })

  test.each([
    ['*', '', true],
    ['arn:*:sg-1', 'arn:aws:ec2:sg-1', true],
    ['arn:*:sg-1', 'arn:aws:ec2:sg-12', false],
    ['sg-?', 'sg-1', true],
    ['sg-?', 'sg-', false],
    ['sg-1', 'sg-1', true],
    ['SG-1', 'sg-1', false],
    ['a.c', 'abc', false],
  ])('%s fits %s: %s', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected)
  })

  test('fits as a regular expression would', () => {
    const letter = fc.constantFrom('a', 'b', '*', '?')
    const pattern = fc.array(letter, { maxLength: 8 }).map((letters) => letters.join(''))
    const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map((letters) => letters.join(''))
    fc.assert(
      fc.property(pattern, text, (wild, plain) => {
        const regex = new RegExp(`^${wild.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u')
        expect(fits(wild, plain)).toBe(regex.test(plain))
      }),
    )
  })
})

describe('diff', () => {
  const [well, badly] = [reportOf(WELL_MADE), reportOf(BADLY_MADE)]

  test('of the same is nothing', () => {
    const diff = diffAudits(badly, badly)
    expect([diff.appeared, diff.solved, diff.gone, diff.hidden]).toEqual([[], [], [], []])
    expect(diff.staying).toBe(badly.summary.failed)
  })

  test('tells what got worse', () => {
    const diff = diffAudits(well, badly)
    expect(diff.appeared).toHaveLength(badly.summary.failed)
    expect(diff.solved).toEqual([])
  })

  test('tells what was solved, and what is gone with its resource', () => {
    const diff = diffAudits(badly, well)
    expect(diff.appeared).toEqual([])
    expect(diff.solved.map(({ check }) => check)).toContain('trail-stopped')
    expect(diff.gone.map(({ check }) => check)).toContain('policies-on-users')
    expect(diff.solved.length + diff.gone.length).toBe(badly.summary.failed)
  })

  test('does not take for solved what can no longer be seen', () => {
    const blind = reportOf({ ...BADLY_MADE, trails: denied('cloudtrail:DescribeTrails') })
    const diff = diffAudits(badly, blind)
    expect(diff.hidden.map(({ check }) => check)).toContain('trail-stopped')
    expect([...diff.solved, ...diff.gone].map(({ check }) => check)).not.toContain('trail-stopped')
  })
})

describe('a snapshot', () => {
  const MISTAKES: readonly (readonly [name: string, text: string, says: RegExp])[] = [
    ['no JSON', '{', /is not JSON/u],
    [
      'of another version',
      snapshotOf(WELL_MADE).replace('"snapshotVersion":1', '"snapshotVersion":2'),
      /snapshotVersion/u,
    ],
    ['without accounts', snapshotOf(), /accounts/u],
    ['of an account without an id', snapshotOf({ accountId: 'x' }), /accounts\.0\.accountId/u],
    [
      'with a value of the wrong kind',
      snapshotOf({ accountId: ACCOUNT, accessKeys: { value: 'none' } }),
      /accounts\.0\.accessKeys/u,
    ],
    ['a list', '[]', /the whole/u],
  ]
  test.each(MISTAKES)('that is %s is refused', (_, text, says) => {
    expect(() => parseSnapshot(text, 'x.json')).toThrow(SnapshotError)
    expect(() => parseSnapshot(text, 'x.json')).toThrow(says)
  })

  test('is the same after it was read and written', () => {
    const once = parseSnapshot(snapshotOf(WELL_MADE, { ...BADLY_MADE, accountId: '111122223333' }), 'x.json')
    expect(parseSnapshot(JSON.stringify(once), 'x.json')).toEqual(once)
  })

  test('keeps policies as text, whether they came as text or not', () => {
    const text = '{"Statement":[]}'
    const read = (document: unknown): unknown =>
      parseSnapshot(
        snapshotOf({
          accountId: ACCOUNT,
          authorizationDetails: {
            value: {
              UserDetailList: [
                { UserName: 'a', Arn: 'b', UserPolicyList: [{ PolicyName: 'p', PolicyDocument: document }] },
              ],
            },
          },
        }),
        'x.json',
      )
    expect(read({ Statement: [] })).toEqual(read(text))
  })
})
