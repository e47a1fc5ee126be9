import { describe, expect, test } from 'vitest'
import { damageOf } from '../../../src/incidents/story/damage/damage.ts'
import {
  confidenceOf,
  reasonsOf,
  type VerdictInputs,
  verdictOf,
} from '../../../src/incidents/story/verdict.ts'
import { finding } from '../finding-example.ts'
import { ALICE, callOf, intruderOf, KEY, ownerOf, placeOf, START, strandOf } from './examples.ts'

const NOTHING = { read: [], changed: [], taken: [], created: [], money: [] }
const inputs = (changes: Partial<VerdictInputs> = {}): VerdictInputs => ({
  findings: [finding({ level: 'high', why: 'a' })],
  strands: [strandOf('elsewhere')],
  intruder: [intruderOf()],
  owners: [ownerOf()],
  damage: NOTHING,
  totals: { count: 3, deniedCount: 0, okCount: 3, accountIds: [] },
  ...changes,
})
const mild = [finding({ level: 'low' })]
const two = [finding({ level: 'medium', detectionId: 'a' }), finding({ level: 'medium', detectionId: 'b' })]

describe('confidence', () => {
  test.each<[string, Partial<VerdictInputs>, string]>([
    ['elsewhere, a week of habits, something grave', { owners: [ownerOf({ daysBefore: 7 })] }, 'high'],
    ['elsewhere, less than a week', { owners: [ownerOf({ daysBefore: 6 })] }, 'medium'],
    ['elsewhere, no habits', { owners: [] }, 'medium'],
    ['elsewhere, two detections', { findings: two }, 'high'],
    ['elsewhere, one', { findings: two.slice(1) }, 'low'],
    [
      'another line of the owner’s country, one severe detection',
      { intruder: [intruderOf({ places: [placeOf('AS64497', 'Example Mobile', 'DE', 'isp')] })] },
      'medium',
    ],
    [
      'there, but a hosting company’s',
      { intruder: [intruderOf({ places: [placeOf('AS64497', 'Example Hosting', 'DE')] })] },
      'high',
    ],
    [
      'a line of another country',
      { intruder: [intruderOf({ places: [placeOf('AS64497', 'Example Mobile', 'FR', 'isp')] })] },
      'high',
    ],
    ['elsewhere, mild', { findings: mild }, 'low'],
    ['at home, one grave', { strands: [strandOf('usual')] }, 'low'],
    [
      'at home, two grave',
      { strands: [strandOf('usual')], findings: two.map((one) => ({ ...one, level: 'high' as const })) },
      'medium',
    ],
    ['nothing succeeded', { totals: { count: 3, deniedCount: 3, okCount: 0, accountIds: [] } }, 'medium'],
  ])('%s', (_, changes, confidence) => expect(confidenceOf(inputs(changes))).toBe(confidence))
})

test('reasons are of different detections, grave, and three at most', () => {
  const one = (detectionId: string, why: string, level: 'high' | 'low' = 'high') =>
    finding({ id: why, detectionId, why, level })
  const found = [
    one('a', 'a1'),
    one('a', 'a2'),
    one('b', 'b1'),
    one('c', 'c1', 'low'),
    one('d', 'd1'),
    one('e', 'e1'),
  ]
  expect(reasonsOf(found)).toEqual(['a1', 'b1', 'd1'])
})

describe('text', () => {
  test('a key that was stolen: which, from where, when, what', () => {
    const calls = ['a', 'b'].map((secretId) =>
      callOf('secretsmanager:GetSecretValue', { accessLevel: 'read', request: { secretId } }),
    )
    const made = callOf('iam:CreateAccessKey', {
      request: { userName: 'bob' },
      answer: { accessKey: { accessKeyId: 'AKIAI44QH8DHBEXAMPLE' } },
    })
    const damage = damageOf({ calls: [...calls, made], objects: [], changes: [], ownAccounts: new Set() })
    const verdict = verdictOf(
      inputs({ damage, totals: { count: 5, deniedCount: 1, okCount: 4, accountIds: [] } }),
    )
    expect(verdict).toEqual({
      text:
        `The access key ${KEY} of user alice was very likely used by somebody else, from Example Hosting (AS64496, NL), ` +
        'from 03:00 to 03:13 on 2026-03-14. It read 2 secrets and made access key AKIAI44QH8DHBEXAMPLE for user bob; 1 call was refused.',
      confidence: 'high',
      reasons: ['a'],
      firstBadMs: START,
      dwellMs: 13 * 60_000,
    })
  })

  test.each<[string, Partial<VerdictInputs>, string]>([
    [
      'at home',
      { strands: [strandOf('usual')] },
      'User alice (access key AKIAIOSFODNN7EXAMPLE) did what findings name from',
    ],
    [
      'sessions',
      { intruder: [intruderOf({ accessKeys: ['ASIAIOSFODNN7EXAMPLE'] })] },
      'The credentials of user alice were very likely used',
    ],
    [
      'several principals: whose it began with',
      {
        intruder: [
          intruderOf({ principal: 'arn:aws:iam::123456789012:user/bob', firstMs: START - 1 }),
          intruderOf(),
        ],
      },
      'The access key AKIAIOSFODNN7EXAMPLE of user alice',
    ],
    [
      'only refused',
      { totals: { count: 2, deniedCount: 2, okCount: 0, accountIds: [] } },
      'Somebody tried to act as user alice, from',
    ],
    [
      'nobody by name',
      {
        intruder: [
          intruderOf({
            principal: '123456789012/192.0.2.7',
            accessKeys: [],
            places: [placeOf('AS1', null, null)],
          }),
        ],
        strands: [],
      },
      'Somebody without known credentials was at work from AS1',
    ],
  ])('%s', (_, changes, text) => expect(verdictOf(inputs(changes)).text).toContain(text))

  test('says so where nothing is seen to have been done', () =>
    expect(verdictOf(inputs()).text).toContain('Nothing is seen to have been changed, made or taken.'))

  test('a name of any length and content stays one plain name', () => {
    const name = `${ALICE}<b>${'x'.repeat(10_000)}`
    const { text } = verdictOf(inputs({ intruder: [intruderOf({ principal: name })] }))
    expect(text.length).toBeLessThan(600)
    expect(text).toContain('user alice<b>xxx')
  })
})
