import { describe, expect, test } from 'vitest'
import { damageOf } from '../../../src/incidents/story/damage/damage.ts'
import type { Call } from '../../../src/incidents/story/read-calls.ts'
import {
  confidenceOf,
  reasonsOf,
  type VerdictInputs,
  verdictOf,
} from '../../../src/incidents/story/verdict.ts'
import { finding } from '../finding-example.ts'
import { ALICE, callOf, intruderOf, KEY, objectsOf, ownerOf, placeOf, START, strandOf } from './examples.ts'

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

  test.each<[string, readonly Call[], string]>([
    [
      'what blinds comes first, by its own word',
      [
        callOf('secretsmanager:GetSecretValue', { accessLevel: 'read', request: { secretId: 'a' } }),
        callOf('cloudtrail:DeleteTrail', { facts: { target: 'org-trail', target_kind: 'trail' } }),
        callOf('iam:CreateUser', { request: { userName: 'bob' } }),
        callOf('cloudtrail:StopLogging', { facts: { target: 'dev-trail', target_kind: 'trail' } }),
        callOf('guardduty:DeleteDetector', { facts: { target: 'd1', target_kind: 'detector' } }),
        callOf('config:StopConfigurationRecorder', { facts: { target: 'r1', target_kind: 'recorder' } }),
        callOf('cloudtrail:PutEventSelectors', { facts: { target: 'third', target_kind: 'trail' } }),
        callOf('securityhub:DisableSecurityHub', { facts: { target_kind: 'hub' } }),
      ],
      'It deleted GuardDuty detector d1 and trail org-trail, stopped trail dev-trail and Config recorder r1, switched off Security Hub, ' +
        'changed trail third, read secret a and made user bob.',
    ],
    [
      'what takes a setting away does not take the thing',
      [
        callOf('s3:DeleteBucketPolicy', { facts: { target: 'example-payroll', target_kind: 'bucket' } }),
        callOf('s3:DeleteBucket', { facts: { target: 'example-logs', target_kind: 'bucket' } }),
        callOf('iam:DeleteUserPolicy', { facts: { target: 'bob', target_kind: 'user' } }),
        callOf('iam:DeleteSAMLProvider', { facts: { target: 'okta', target_kind: 'identity-provider' } }),
      ],
      'It deleted user policy bob, bucket example-logs and 2 more.',
    ],
    [
      'instances that were stopped or ended',
      [
        callOf('ec2:TerminateInstances', { request: { instancesSet: { items: [{ instanceId: 'i-1' }] } } }),
        callOf('ec2:StopInstances', { request: { instancesSet: { items: [{ instanceId: 'i-2' }] } } }),
      ],
      'It stopped instance i-2 and terminated instance i-1.',
    ],
    [
      'how many objects one call deletes is not known',
      [callOf('s3:DeleteObjects', { request: { bucketName: 'example-payroll' } })],
      'It deleted objects in example-payroll.',
    ],
    [
      'logging that is begun again blinds nobody',
      [
        callOf('cloudtrail:StartLogging', { request: { name: 'org-trail' } }),
        callOf('iam:CreateUser', { request: { userName: 'bob' } }),
      ],
      'It made user bob and changed trail org-trail.',
    ],
  ])('%s', (_, calls, deeds) => {
    const damage = damageOf({ calls, objects: [], changes: [], ownAccounts: new Set() })
    expect(verdictOf(inputs({ damage })).text).toContain(deeds)
  })

  test('objects that were deleted are not called changed', () => {
    const objects = [objectsOf('DeleteObject', { bytesOut: 0 }), objectsOf('PutObject', { bytesOut: 0 })]
    const damage = damageOf({ calls: [], objects, changes: [], ownAccounts: new Set() })
    expect(verdictOf(inputs({ damage })).text).toContain(
      'It deleted 2 objects in example-payroll and changed 2 objects in example-payroll.',
    )
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
