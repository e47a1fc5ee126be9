import { array, assert, boolean, constantFrom, property, record, subarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { difference, has, namesIn, sizeOf } from '../../../src/posture/privilege/actions/action-set.ts'
import { createCompiler } from '../../../src/posture/privilege/actions/compile.ts'
import { layersOf, type Permissions, permissionsWithin } from '../../../src/posture/privilege/permissions.ts'
import { decide } from '../../../src/posture/privilege/policy/evaluate.ts'
import { LARGEST_POLICY } from '../../../src/posture/privilege/propose/pack.ts'
import { type Proposal, propose } from '../../../src/posture/privilege/propose/propose.ts'
import type { UsedCall } from '../../../src/posture/privilege/used.ts'
import { account, allow, call, privilege, type StatementText, user, userArn } from './account.ts'

const holder = (...statements: readonly StatementText[]): Permissions =>
  privilege(account({ UserDetailList: [user('ana', ...statements)] }), userArn('ana')).permissions
const proposed = (
  permissions: Permissions,
  calls: readonly UsedCall[],
  dataEvents: readonly string[] = [],
): Proposal => propose(permissions, { calls, days: 30, dataEvents: new Set(dataEvents) })
const under = (permissions: Permissions, { policies }: Proposal): Permissions => {
  const compile = createCompiler()
  return permissionsWithin({ ...permissions, identity: policies.map((one) => compile(JSON.stringify(one))) })
}
const statementsOf = (permissions: Permissions, calls: readonly UsedCall[], dataEvents?: readonly string[]) =>
  proposed(permissions, calls, dataEvents).policies.flatMap(({ Statement }) => Statement)

const ALL_SEEN = ['s3', 'dynamodb', 'lambda']

describe('what a proposal keeps', () => {
  test('what was used, under the same conditions, and every Deny', () => {
    const condition = { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } }
    const permissions = holder(allow(['ec2:*', 'rds:*'], '*', { Condition: condition }), {
      Effect: 'Deny',
      Action: 'ec2:TerminateInstances',
      Resource: '*',
    })
    expect(
      statementsOf(permissions, [call('ec2:DescribeInstances'), call('rds:DescribeDBInstances')]),
    ).toMatchObject([
      { Sid: 'Deny1', Effect: 'Deny', Action: ['ec2:TerminateInstances'], Resource: ['*'] },
      {
        Sid: 'Used2',
        Effect: 'Allow',
        Action: ['ec2:DescribeInstances', 'rds:DescribeDBInstances'],
        Resource: ['*'],
        Condition: condition,
      },
      { Sid: 'KeptUnseen3', Effect: 'Allow', Resource: ['*'], Condition: condition },
    ])
  })

  test('a call’s permission where it has another name', () => {
    const permissions = holder(allow('s3:*'))
    const used = statementsOf(
      permissions,
      [call('s3:ListObjects', 'arn:aws:s3:::b'), call('s3:HeadObject', 'arn:aws:s3:::b/*')],
      ALL_SEEN,
    )
    expect(used.flatMap(({ Action }) => Action ?? [])).toEqual(
      expect.arrayContaining(['s3:GetObject', 's3:ListBucket']),
    )
  })

  test.each<[name: string, statement: StatementText, calls: readonly UsedCall[], kept: string, is: boolean]>([
    ['data events, where they are not logged', allow('dynamodb:*'), [], 'dynamodb:GetItem', true],
    ['management calls, never', allow('dynamodb:*'), [], 'dynamodb:DeleteTable', false],
    ['KMS', allow('kms:*'), [], 'kms:Decrypt', true],
    ['KMS’s own settings', allow('kms:*'), [], 'kms:PutKeyPolicy', false],
    [
      'handing over a role, with calls that change something',
      allow('*'),
      [call('ec2:RunInstances')],
      'iam:PassRole',
      true,
    ],
    [
      'handing over a role, with calls that only read',
      allow('*'),
      [call('ec2:DescribeInstances')],
      'iam:PassRole',
      false,
    ],
    ['tags, with calls that make something', allow('*'), [call('ec2:RunInstances')], 'ec2:CreateTags', true],
    ['tags, with calls that only read', allow('*'), [call('ec2:DescribeInstances')], 'ec2:CreateTags', false],
    ['tags of another service', allow('*'), [call('ec2:RunInstances')], 'sns:TagResource', false],
    [
      'what a call needs beside its own',
      allow('*'),
      [call('ec2:CreateFlowLogs')],
      'logs:CreateLogDelivery',
      true,
    ],
    [
      'what no call is named for and only reads, of a service that was used',
      allow('*'),
      [call('glue:GetJob')],
      'glue:ListJobUpgradeAnalyses',
      true,
    ],
    [
      'what changes, with calls that only read',
      allow('*'),
      [call('glue:GetJob')],
      'glue:UseGlueStudio',
      false,
    ],
    ['what changes, with calls that do', allow('*'), [call('glue:CreateJob')], 'glue:UseGlueStudio', true],
    ['and of one that was not', allow('*'), [call('ec2:RunInstances')], 'glue:UseGlueStudio', false],
    [
      'a service of which a call is not understood',
      allow('*'),
      [call('cloudshell:RedeemCode')],
      'cloudshell:StartEnvironment',
      true,
    ],
  ])('unseen: %s', (_, statement, calls, kept, is) => {
    const permissions = holder(statement)
    const proposal = proposed(permissions, calls)
    expect(has(under(permissions, proposal).may, kept)).toBe(is)
    expect([...proposal.kept.values()].flat().includes(kept)).toBe(is)
  })

  test('what it was not allowed is not given: a resource’s own policy did, or one that is gone', () => {
    const permissions = holder(allow('s3:GetObject'))
    const proposal = proposed(permissions, [call('sqs:PurgeQueue')])
    expect(proposal.grantedElsewhere).toEqual(['sqs:PurgeQueue'])
    expect(has(under(permissions, proposal).may, 'sqs:PurgeQueue')).toBe(false)
  })

  test('a name that is no known action stays as it is', () => {
    const permissions = holder(allow(['newservice:*', 'sqs:PurgeQueue']))
    expect(statementsOf(permissions, [])).toMatchObject([{ Sid: 'KeptUnseen1', Action: ['newservice:*'] }])
  })

  test('nothing used and nothing unseen is no policy', () => {
    expect(proposed(holder(allow('ec2:*')), []).policies).toEqual([])
  })
})

const TARGET = 'arn:aws:iam::999988887777:role/deploy'
const assume = (own: string | readonly string[], ...seen: readonly string[]) =>
  statementsOf(holder(allow('sts:AssumeRole', own)), [call('sts:AssumeRole', ...seen)])[0]?.Resource

describe('resources are those that were seen, where that is sure', () => {
  test.each<[string, unknown, unknown]>([
    ['of everything, the ones seen', assume('*', TARGET), [TARGET]],
    ['of a pattern', assume('arn:aws:iam::999988887777:role/*', TARGET), [TARGET]],
    [
      'the pattern that did not allow it goes',
      assume([`${TARGET}*`, 'arn:aws:iam::1:role/x'], TARGET),
      [TARGET],
    ],
    ['not seen on what: as before', assume('*'), ['*']],
    [
      'more than ten: as before',
      assume('*', ...Array.from({ length: 11 }, (_, at) => `${TARGET}${String(at)}`)),
      ['*'],
    ],
    [
      'ten',
      assume('*', ...Array.from({ length: 10 }, (_, at) => `${TARGET}${String(at)}`)),
      expect.arrayContaining([`${TARGET}9`]),
    ],
  ])('%s', (_, resources, expected) => expect(resources).toEqual(expected))

  test('objects of a bucket, where all their calls are logged', () => {
    const objects = (dataEvents: readonly string[]) =>
      statementsOf(
        holder(allow('s3:PutObject', 'arn:aws:s3:::*')),
        [call('s3:PutObject', 'arn:aws:s3:::b/*')],
        dataEvents,
      )[0]
    expect(objects(ALL_SEEN)?.Resource).toEqual(['arn:aws:s3:::b/*'])
    expect(objects([])?.Resource).toEqual(['arn:aws:s3:::*'])
  })

  test('never wider than before', () => {
    const own = 'arn:aws:s3:::b/in/*'
    expect(
      statementsOf(
        holder(allow('s3:PutObject', own)),
        [call('s3:PutObject', 'arn:aws:s3:::b/*')],
        ALL_SEEN,
      )[0]?.Resource,
    ).toEqual([own])
  })
})

describe('sizes', () => {
  const SERVICES = ['ec2', 'rds', 'lambda', 'ssm']
  const permissions = holder(allow(SERVICES.map((prefix) => `${prefix}:*`)))
  const calls = namesIn(permissions.may).map((action) => call(action))

  test('each policy is one that IAM takes', () => {
    const { sizes, policies } = proposed(permissions, calls)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(LARGEST_POLICY)
    expect(policies.length).toBeLessThanOrEqual(10)
  })

  test('wildcards mean no action more than is kept', () => {
    const some = calls.filter((_, at) => at % 7 !== 0)
    const proposal = proposed(permissions, some)
    expect(JSON.stringify(proposal.policies)).toContain('*"')
    const names = new Set(namesIn(under(permissions, proposal).may))
    const keeps = new Set([
      ...some.map(({ service, eventName }) => `${service}:${eventName}`),
      ...[...proposal.kept.values()].flat(),
    ])
    expect([...names].filter((name) => !keeps.has(name))).toEqual([])
    expect(sizeOf(under(permissions, proposal).may)).toBe(proposal.after)
  })

  test('a wildcard is not written where the policy had only names', () => {
    const named = holder(allow(namesIn(permissions.may).slice(0, 400)))
    expect(
      JSON.stringify(proposed(named, calls).policies.flatMap(({ Statement }) => Statement[0]?.Action ?? [])),
    ).not.toContain('*')
  })
})

const RESOURCES = [
  'arn:aws:s3:::alpha',
  'arn:aws:s3:::alpha/*',
  'arn:aws:s3:::beta/*',
  TARGET,
  `${TARGET}-two`,
]
const anyCall = record({
  name: constantFrom(
    's3:GetObject',
    's3:PutObject',
    's3:ListObjects',
    's3:CopyObject',
    's3:GetBucketPolicy',
    's3:PutBucketTagging',
    's3:HeadObject',

    'sts:AssumeRole',
    'ec2:RunInstances',
    'ec2:CreateTags',
    'ec2:DescribeInstances',
    'iam:CreateUser',
    'kms:Decrypt',
    'glue:GetJob',

    'dynamodb:GetItem',
    'dynamodb:TransactWriteItems',
    'lambda:Invoke',
    'cloudshell:RedeemCode',
    's3:GetStorageLensDashboardDataInternal',
  ),
  resources: subarray(RESOURCES),
}).map(({ name, resources }) => call(name, ...resources))
const anyStatement = record({
  effect: constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  actions: subarray(
    [
      '*',
      's3:*',
      's3:Get*',
      'sts:AssumeRole',
      'ec2:*',
      'iam:*',
      'kms:*',
      'dynamodb:*',
      'lambda:InvokeFunction',
      'glue:*',
    ],
    { minLength: 1 },
  ),
  not: boolean(),
  resources: subarray(
    ['*', 'arn:aws:s3:::alpha/*', 'arn:aws:s3:::*', 'arn:aws:s3:::alpha/in/*', `${TARGET}*`],
    { minLength: 1 },
  ),
  conditioned: boolean(),
}).map(
  ({ effect, actions, not, resources, conditioned }): StatementText => ({
    Effect: effect,
    [not && effect === 'Allow' ? 'NotAction' : 'Action']: actions,
    Resource: resources,
    ...(conditioned ? { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } } } : {}),
  }),
)
const anyData = subarray(ALL_SEEN)
const concrete = (resource: string): string => resource.replace('*', 'in/object')
const rank = ['denied', 'unstated', 'maybe', 'allowed']

/** Every question that the calls give rise to. */
const questions = RESOURCES.map(concrete).flatMap((resource) =>
  [
    's3:GetObject',
    's3:PutObject',
    's3:ListBucket',
    's3:GetBucketPolicy',
    's3:PutBucketTagging',
    'sts:AssumeRole',
    'ec2:CreateTags',
    'kms:Decrypt',
    'dynamodb:GetItem',
  ].map((action) => ({ action, resource })),
)
const answers = (permissions: Permissions): readonly number[] =>
  questions.map((one) =>
    rank.indexOf(decide(layersOf(permissions), { ...one, context: permissions.context })),
  )

describe('of any policies and any use', () => {
  test('one use more never makes a proposal allow less', () => {
    assert(
      property(
        array(anyStatement, { minLength: 1, maxLength: 4 }),
        array(anyCall, { maxLength: 6 }),
        anyCall,
        anyData,
        (statements, calls, more, data) => {
          const permissions = holder(...statements)
          const before = under(permissions, proposed(permissions, calls, data))
          const after = under(permissions, proposed(permissions, [...calls, more], data))
          expect(namesIn(difference(before.may, after.may))).toEqual([])
          const [less, greater] = [answers(before), answers(after)]
          expect(less.every((one, at) => one <= (greater[at] ?? 0))).toBe(true)
        },
      ),
      { numRuns: 80 },
    )
  })

  test('a proposal allows every call that was allowed, and nothing that was not', () => {
    assert(
      property(
        array(anyStatement, { minLength: 1, maxLength: 4 }),
        array(anyCall, { maxLength: 6 }),
        anyData,
        (statements, calls, data) => {
          const permissions = holder(...statements)
          const proposal = proposed(permissions, calls, data)
          const tighter = under(permissions, proposal)
          expect(namesIn(difference(tighter.may, permissions.may))).toEqual([])
          expect(proposal.after).toBeLessThanOrEqual(proposal.before)
          const [own, then] = [answers(permissions), answers(tighter)]
          expect(then.every((one, at) => one <= (own[at] ?? 0))).toBe(true)
          const lost = questions.filter(
            (one, at) => then[at] !== own[at] && calls.some((made) => isAskedBy(made, one)),
          )
          expect(lost).toEqual([])
        },
      ),
      { numRuns: 80 },
    )
  })
})

const isAskedBy = (
  { service, eventName, resources }: UsedCall,
  { action, resource }: (typeof questions)[number],
): boolean =>
  NAMED[`${service}:${eventName}`] === action &&
  isAskedOf(action, resource) &&
  resources.map(concrete).includes(resource)

/** Objects have a key, buckets none. */
const isAskedOf = (action: string, resource: string): boolean =>
  /^s3:(?:Get|Put)Object/u.test(action) === resource.includes('/in/')

const NAMED: Readonly<Record<string, string>> = {
  's3:GetObject': 's3:GetObject',
  's3:PutObject': 's3:PutObject',
  's3:CopyObject': 's3:PutObject',
  's3:ListObjects': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3:GetBucketPolicy': 's3:GetBucketPolicy',
  's3:PutBucketTagging': 's3:PutBucketTagging',
  'sts:AssumeRole': 'sts:AssumeRole',
  'ec2:CreateTags': 'ec2:CreateTags',
  'kms:Decrypt': 'kms:Decrypt',
  'dynamodb:GetItem': 'dynamodb:GetItem',
}
