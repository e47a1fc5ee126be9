import { describe, expect, test } from 'vitest'
import { damageOf, wantedBy } from '../../../src/incidents/story/damage/damage.ts'
import { MOST_HARMS } from '../../../src/incidents/story/damage/harms.ts'
import type { Call } from '../../../src/incidents/story/read-calls.ts'
import type { Change } from '../../../src/incidents/story/read-changes.ts'
import type { ObjectCalls } from '../../../src/incidents/story/read-objects.ts'
import { ACCOUNT, callOf, changeOf, MINUTE, objectsOf, START } from './examples.ts'

const damage = (
  calls: readonly Call[],
  changes: readonly Change[] = [],
  objects: readonly ObjectCalls[] = [],
) => damageOf({ calls, changes, objects, ownAccounts: new Set([ACCOUNT, '111122223333']) })

const secret = (secretId: string, changes: Partial<Call> = {}): Call =>
  callOf('secretsmanager:GetSecretValue', {
    accessLevel: 'read',
    danger: 'secret',
    request: { secretId },
    ...changes,
  })

describe('read', () => {
  test('each secret and parameter by name, how often', () => {
    const { read } = damage([
      secret('a', { count: 3 }),
      secret('b'),
      callOf('ssm:GetParameters', { accessLevel: 'read', request: { names: ['/p/1', '/p/2'] } }),
    ])
    expect(read.map(({ kind, what, count }) => [kind, what, count])).toEqual([
      ['parameter', '/p/1', 1],
      ['parameter', '/p/2', 1],
      ['secret', 'a', 3],
      ['secret', 'b', 1],
    ])
  })

  test('what was only refused is no damage; refusals beside success are counted apart', () => {
    const { read } = damage([
      secret('a', { isDenied: true, count: 5 }),
      secret('b', { isDenied: true, count: 2, firstMs: START - MINUTE }),
      secret('b', { firstMs: START }),
    ])
    expect(read).toMatchObject([{ what: 'b', count: 1, deniedCount: 2, firstMs: START }])
  })

  test('of one name in two regions there are two', () => {
    const { read } = damage([secret('a'), secret('a', { region: 'eu-west-3' }), secret('a')])
    expect(new Set(read.map(({ region, count }) => `${region ?? ''} ${String(count)}`))).toEqual(
      new Set(['us-east-1 2', 'eu-west-3 1']),
    )
  })

  test('a call that decrypts is reading, though IAM calls it a write', () => {
    const { read, changed } = damage([callOf('kms:Decrypt', { request: { keyId: 'k' } })])
    expect([read.length, changed.length]).toEqual([1, 0])
  })

  test('objects: how many different ones, in which bucket', () => {
    expect(damage([], [], [objectsOf('GetObject')]).read).toMatchObject([
      { kind: 'object', what: 'example-payroll', count: 2, bytes: 3_000_000 },
    ])
  })

  test('is bounded and says how many more', () => {
    const { read } = damage(Array.from({ length: MOST_HARMS + 10 }, (_, i) => secret(`s${String(i)}`)))
    expect(read).toHaveLength(MOST_HARMS)
    expect(read.at(-1)).toMatchObject({ kind: 'more', what: '11 more', count: 11 })
  })
})

const KEY_MADE = callOf('iam:CreateAccessKey', {
  request: { userName: 'bob' },
  answer: { accessKey: { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', userName: 'bob' } },
})
const RULE_MADE = callOf('ec2:AuthorizeSecurityGroupIngress', {
  request: { groupId: 'sg-1' },
  facts: { target: 'sg-1', cidrs: ['0.0.0.0/0'], ports: ['22'], direction: 'ingress' },
})
const at = (minutes: number): number => START + minutes * MINUTE

describe('created, and still alive', () => {
  test.each<[string, Call, readonly Change[], boolean]>([
    ['a user', callOf('iam:CreateUser', { request: { userName: 'x' } }), [], true],
    [
      'a user that somebody deleted',
      callOf('iam:CreateUser', { request: { userName: 'x' } }),
      [changeOf('iam:DeleteUser', at(9), { userName: 'x' })],
      false,
    ],
    [
      'one of the same name in another account',
      callOf('iam:CreateUser', { request: { userName: 'x' } }),
      [changeOf('iam:DeleteUser', at(9), { userName: 'x' }, { accountId: '111122223333' })],
      true,
    ],
    [
      'deleted before it was made',
      callOf('iam:CreateUser', { request: { userName: 'x' } }),
      [changeOf('iam:DeleteUser', at(-9), { userName: 'x' })],
      true,
    ],
    [
      'deleted and made again',
      callOf('iam:CreateUser', { request: { userName: 'x' } }),
      [
        changeOf('iam:CreateUser', at(0), { userName: 'x' }),
        changeOf('iam:DeleteUser', at(5), { userName: 'x' }),
        changeOf('iam:CreateUser', at(9), { userName: 'x' }),
      ],
      true,
    ],
    [
      'a key',
      KEY_MADE,
      [changeOf('iam:DeleteAccessKey', at(5), { userName: 'bob', accessKeyId: 'AKIAOTHER' })],
      true,
    ],
    [
      'a key that is deleted',
      KEY_MADE,
      [changeOf('iam:DeleteAccessKey', at(5), { accessKeyId: 'AKIAI44QH8DHBEXAMPLE' })],
      false,
    ],
    [
      'a key whose user is deleted',
      KEY_MADE,
      [changeOf('iam:DeleteUser', at(5), { userName: 'bob' })],
      false,
    ],
    [
      'a rule',
      RULE_MADE,
      [changeOf('ec2:RevokeSecurityGroupIngress', at(5), { groupId: 'sg-1', cidr: '192.0.2.0/24' })],
      true,
    ],
    [
      'a rule that is revoked',
      RULE_MADE,
      [changeOf('ec2:RevokeSecurityGroupIngress', at(5), { groupId: 'sg-1', cidr: '0.0.0.0/0' })],
      false,
    ],
    [
      'a rule whose group is deleted',
      RULE_MADE,
      [changeOf('ec2:DeleteSecurityGroup', at(5), { groupId: 'sg-1' })],
      false,
    ],
    [
      'an inline policy of another user',
      callOf('iam:PutUserPolicy', { request: { userName: 'bob', policyName: 'p', policyDocument: '{}' } }),
      [changeOf('iam:DeleteUserPolicy', at(5), { userName: 'carol', policyName: 'p' })],
      true,
    ],
    [
      'a policy named by its ARN',
      callOf('iam:CreatePolicy', { answer: { policy: { arn: `arn:aws:iam::${ACCOUNT}:policy/p` } } }),
      [changeOf('iam:DeletePolicy', at(5), { policyArn: `arn:aws:iam::${ACCOUNT}:policy/p` })],
      false,
    ],
    [
      'what no table knows',
      callOf('sqs:CreateTrapdoor', { service: 'appmesh', request: { meshName: 'm' } }),
      [changeOf('appmesh:DeleteTrapdoor', at(5), { meshName: 'm' })],
      false,
    ],
  ])('%s', (_, call, changes, isAlive) => expect(damage([call], changes).created[0]?.isAlive).toBe(isAlive))

  test('each instance of an answer, and of two only the one that runs', () => {
    const call = callOf('ec2:RunInstances', {
      request: { instanceType: 'c7i.24xlarge' },
      answer: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
    })
    const ended = changeOf('ec2:TerminateInstances', at(5), {
      instancesSet: { items: [{ instanceId: 'i-2' }] },
    })
    const { created, money } = damage([call], [ended])
    expect(created.map(({ what, isAlive }) => [what, isAlive])).toEqual([
      ['i-1', true],
      ['i-2', false],
    ])
    expect(money).toMatchObject([{ kind: 'instances', what: 'c7i.24xlarge', count: 2 }])
  })

  test('asks for the calls that would take it away', () => {
    expect(wantedBy([RULE_MADE])).toContainEqual({
      service: 'ec2',
      call: 'RevokeSecurityGroupIngress',
      thing: 'sg-1',
    })
    expect(wantedBy([{ ...RULE_MADE, isDenied: true }])).toEqual([])
  })
})

describe('changed', () => {
  const policy = (text: string) => ({ bucketName: 'b', policy: '', bucketPolicy: { Statement: text } })
  const call = callOf('s3:PutBucketPolicy', {
    accessLevel: 'permissions',
    request: policy('new'),
    facts: { target: 'b', target_kind: 'bucket' },
  })

  test('after from the request, before from the last time that anybody set it', () => {
    const { changed } = damage(
      [call],
      [
        changeOf('s3:PutBucketPolicy', at(-9000), policy('oldest')),
        changeOf('s3:PutBucketPolicy', at(-90), policy('old')),
        changeOf('s3:PutBucketPolicy', at(-10), policy('other'), { names: new Set(['c']) }),
        changeOf('s3:PutBucketPolicy', at(90), policy('later')),
      ],
    )
    expect(changed).toMatchObject([
      {
        kind: 'bucket',
        what: 'b',
        before: '{"bucketPolicy":{"Statement":"old"}}',
        after: '{"bucketPolicy":{"Statement":"new"}}',
      },
    ])
  })

  test('before is unknown where the logs do not hold it', () =>
    expect(damage([call]).changed[0]?.before).toBeNull())

  test('a policy that was attached, until it is detached from the same', () => {
    const attach = callOf('iam:AttachUserPolicy', {
      accessLevel: 'permissions',
      request: { userName: 'x', policyArn: 'arn:p' },
      facts: { target: 'x', target_kind: 'user' },
    })
    const detach = (userName: string) =>
      changeOf('iam:DetachUserPolicy', at(5), { userName, policyArn: 'arn:p' })
    expect(damage([attach], [detach('y')]).changed).toMatchObject([
      { kind: 'attached-policy', what: 'x', after: 'arn:p', isAlive: true },
    ])
    expect(damage([attach], [detach('x')]).changed[0]?.isAlive).toBe(false)
  })
})

describe('taken', () => {
  const shared = (facts: Readonly<Record<string, unknown>>) =>
    damage([
      callOf('ec2:ModifySnapshotAttribute', {
        danger: 'exfiltration',
        facts: { target: 'snap-1', target_kind: 'snapshot', ...facts },
      }),
    ]).taken

  test.each([
    ['a foreign account', { accounts: ['999988887777'] }, ['999988887777']],
    ['an account of one’s own', { accounts: ['111122223333'] }, []],
    ['everybody', { public: true }, ['everybody']],
    [
      'a place in a foreign account',
      { accounts: ['999988887777'], destination: 'bucket-x' },
      ['bucket-x in account 999988887777'],
    ],
    ['a place of unknown owner', { destination: 'bucket-x' }, ['bucket-x']],
  ])('given to %s', (_, facts, to) => expect(shared(facts).map((harm) => harm.to)).toEqual(to))

  test('bytes that went out, and where to', () => {
    const { taken } = damage([], [], [objectsOf('GetObject'), objectsOf('HeadObject', { bytesOut: 0 })])
    expect(taken).toMatchObject([{ kind: 'object', bytes: 3_000_000, to: '192.0.2.7' }])
  })

  test('a trust is no data', () => {
    const call = callOf('iam:UpdateAssumeRolePolicy', {
      facts: { target: 'r', target_kind: 'role', accounts: ['999988887777'] },
    })
    expect(damage([call]).taken).toEqual([])
    expect(damage([call]).changed).toMatchObject([{ what: 'r', to: '999988887777' }])
  })
})

test('hostile names stay plain text', () => {
  const name = `'; drop table x; --<script>\u0000\u202e`
  expect(damage([callOf('iam:CreateUser', { request: { userName: name } })]).created[0]?.what).toBe(name)
})
