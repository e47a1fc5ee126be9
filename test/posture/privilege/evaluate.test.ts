import { describe, expect, test } from 'vitest'
import { type Decision, decide } from '../../../src/posture/privilege/policy/evaluate.ts'
import { parsePolicy } from '../../../src/posture/privilege/policy/policy.ts'

type Statement = Readonly<Record<string, unknown>>

const policy = (...statements: readonly Statement[]) =>
  parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }))
const allow = (rest: Statement): Statement => ({ Effect: 'Allow', Action: '*', Resource: '*', ...rest })
const deny = (rest: Statement): Statement => ({ Effect: 'Deny', Action: '*', Resource: '*', ...rest })
const when = (operator: string, key: string, value: unknown): Statement => ({
  Condition: { [operator]: { [key]: value } },
})

const OBJECT = 'arn:aws:s3:::example-bucket/home/ana/plan.txt'
const KNOWN = {
  'aws:username': ['ana'],
  'aws:principaltag/team': ['blue'],
  'aws:sourceip': ['192.0.2.7'],
  'aws:multifactorauthpresent': ['true'],
  'aws:requestedregion': ['eu-central-1'],
  'aws:tagkeys': ['team', 'cost'],
  'aws:currenttime': ['2026-11-24T12:00:00Z'],
  's3:max-keys': ['10'],
  'aws:principalarn': ['arn:aws:iam::123456789012:user/ana'],
  'aws:sourcevpc': [] as string[],
}

interface Case {
  readonly name: string
  readonly says: readonly Statement[]
  readonly action?: string
  readonly resource?: string | undefined
  readonly context?: Readonly<Record<string, readonly string[]>>
  readonly decision: Decision
}

const ask = ({ says, action = 's3:GetObject', context = KNOWN, ...rest }: Case): Decision =>
  decide([[policy(...says)]], {
    action,
    resource: 'resource' in rest ? rest.resource : OBJECT,
    context: new Map(Object.entries(context)),
  })

const ACTIONS: readonly Case[] = [
  { name: 'nothing said allows nothing', says: [], decision: 'unstated' },
  { name: 'an action by name', says: [allow({ Action: 's3:GetObject' })], decision: 'allowed' },
  { name: 'in any case', says: [allow({ Action: 'S3:getobject' })], decision: 'allowed' },
  { name: 'among several', says: [allow({ Action: ['s3:PutObject', 's3:Get*'] })], decision: 'allowed' },
  { name: 'a wildcard in the middle', says: [allow({ Action: 's3:G*Object' })], decision: 'allowed' },
  {
    name: 'a question mark is one character',
    says: [allow({ Action: 's3:?etObject' })],
    decision: 'allowed',
  },
  { name: 'and not none', says: [allow({ Action: 's3:GetObject?' })], decision: 'unstated' },
  { name: 'another action', says: [allow({ Action: 's3:GetObjectAcl' })], decision: 'unstated' },
  {
    name: 'the service, too, may have a wildcard',
    says: [allow({ Action: '*:GetObject' })],
    decision: 'allowed',
  },
  { name: 'all but another', says: [allow({ Action: undefined, NotAction: 'iam:*' })], decision: 'allowed' },
  {
    name: 'all but this',
    says: [allow({ Action: undefined, NotAction: ['iam:*', 's3:G*'] })],
    decision: 'unstated',
  },
  { name: 'a Deny wins', says: [allow({}), deny({ Action: 's3:Get*' })], decision: 'denied' },
  { name: 'a Deny of another does not', says: [allow({}), deny({ Action: 's3:Put*' })], decision: 'allowed' },
  {
    name: 'a Deny of all but this does not',
    says: [allow({}), deny({ Action: undefined, NotAction: 's3:*' })],
    decision: 'allowed',
  },
  {
    name: 'a Deny of all but another does',
    says: [allow({}), deny({ Action: undefined, NotAction: 'sts:*' })],
    decision: 'denied',
  },
]

const RESOURCES: readonly Case[] = [
  { name: 'a resource by name', says: [allow({ Resource: OBJECT })], decision: 'allowed' },
  { name: 'case counts', says: [allow({ Resource: OBJECT.toUpperCase() })], decision: 'unstated' },
  { name: 'all below it', says: [allow({ Resource: 'arn:aws:s3:::example-bucket/*' })], decision: 'allowed' },
  {
    name: 'the bucket is not its objects',
    says: [allow({ Resource: 'arn:aws:s3:::example-bucket' })],
    decision: 'unstated',
  },
  {
    name: 'a longer name that begins so',
    says: [allow({ Resource: 'arn:aws:s3:::example-bucket/*' })],
    resource: 'arn:aws:s3:::example-bucket2/a',
    decision: 'unstated',
  },
  {
    name: 'parts between colons',
    says: [allow({ Resource: 'arn:aws:sqs:*:123456789012:q*' })],
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:eu-central-1:123456789012:queue',
    decision: 'allowed',
  },
  {
    name: 'a wildcard over a colon is not sure',
    says: [allow({ Resource: 'arn:aws:sqs:*:queue' })],
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:eu-central-1:123456789012:queue',
    decision: 'maybe',
  },
  {
    name: 'all but another',
    says: [allow({ Resource: undefined, NotResource: 'arn:aws:s3:::other/*' })],
    decision: 'allowed',
  },
  {
    name: 'all but this',
    says: [allow({ Resource: undefined, NotResource: 'arn:aws:s3:::example-*' })],
    decision: 'unstated',
  },
  {
    name: 'a variable that is known',
    says: [allow({ Resource: `arn:aws:s3:::example-bucket/home/\${aws:username}/*` })],
    decision: 'allowed',
  },
  {
    name: 'a variable of somebody else',
    says: [allow({ Resource: `arn:aws:s3:::example-bucket/home/\${aws:username}/*` })],
    context: { 'aws:username': ['ben'] },
    decision: 'unstated',
  },
  {
    name: 'a variable that is not known',
    says: [allow({ Resource: `arn:aws:s3:::example-bucket/home/\${aws:username}/*` })],
    context: {},
    decision: 'maybe',
  },
  {
    name: 'a variable that is absent',
    says: [allow({ Resource: `arn:aws:s3:::example-bucket/home/\${aws:username}/*` })],
    context: { 'aws:username': [] },
    decision: 'unstated',
  },
  {
    name: 'its default',
    says: [allow({ Resource: `arn:aws:s3:::example-bucket/home/\${aws:username, 'ana'}/*` })],
    context: { 'aws:username': [] },
    decision: 'allowed',
  },
  {
    name: 'any resource: one is enough to allow',
    says: [allow({ Resource: 'arn:aws:s3:::other/*' })],
    resource: undefined,
    decision: 'allowed',
  },
  {
    name: 'any resource: one is not enough to deny',
    says: [allow({}), deny({ Resource: 'arn:aws:s3:::other/*' })],
    resource: undefined,
    decision: 'maybe',
  },
  { name: 'any resource: all are', says: [allow({}), deny({})], resource: undefined, decision: 'denied' },
]

const met = (operator: string, key: string, value: unknown, decision: Decision): Case => ({
  name: `${operator} ${key} ${JSON.stringify(value)} is ${decision}`,
  says: [allow(when(operator, key, value))],
  decision,
})

const CONDITIONS: readonly Case[] = [
  met('StringEquals', 'aws:PrincipalTag/team', 'blue', 'allowed'),
  met('StringEquals', 'aws:principaltag/TEAM', ['red', 'blue'], 'allowed'),
  met('StringEquals', 'aws:PrincipalTag/team', 'Blue', 'unstated'),
  met('StringEqualsIgnoreCase', 'aws:PrincipalTag/team', 'Blue', 'allowed'),
  met('StringNotEquals', 'aws:PrincipalTag/team', 'red', 'allowed'),
  met('StringNotEquals', 'aws:PrincipalTag/team', ['red', 'blue'], 'unstated'),
  met('StringEquals', 'aws:PrincipalTag/team', 'b*', 'unstated'),
  met('StringLike', 'aws:PrincipalTag/team', 'b*', 'allowed'),
  met('StringNotLike', 'aws:PrincipalTag/team', 'b*', 'unstated'),
  met('StringLike', 'aws:PrincipalArn', `arn:aws:iam::123456789012:user/\${aws:username}`, 'allowed'),
  met('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:user/a*', 'allowed'),
  met('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam:*:user/a*', 'unstated'),
  met('ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::123456789012:user/ben', 'allowed'),
  met('Bool', 'aws:MultiFactorAuthPresent', true, 'allowed'),
  met('Bool', 'aws:MultiFactorAuthPresent', 'false', 'unstated'),
  met('IpAddress', 'aws:SourceIp', '192.0.2.0/24', 'allowed'),
  met('IpAddress', 'aws:SourceIp', '192.0.2.8/30', 'unstated'),
  met('IpAddress', 'aws:SourceIp', '2001:db8::/32', 'unstated'),
  met('NotIpAddress', 'aws:SourceIp', ['192.0.2.0/29', '198.51.100.0/24'], 'unstated'),
  met('NotIpAddress', 'aws:SourceIp', '198.51.100.0/24', 'allowed'),
  met('NumericLessThan', 's3:max-keys', '10', 'unstated'),
  met('NumericLessThanEquals', 's3:max-keys', 10, 'allowed'),
  met('DateGreaterThan', 'aws:CurrentTime', '2026-11-24T12:00:00Z', 'unstated'),
  met('DateLessThan', 'aws:CurrentTime', '2026-11-24T12:00:01Z', 'allowed'),
  met('Null', 'aws:SourceVpc', 'true', 'allowed'),
  met('Null', 'aws:SourceVpc', 'false', 'unstated'),
  met('Null', 'aws:SourceIp', 'false', 'allowed'),
  met('StringEquals', 'aws:SourceVpc', 'vpc-1', 'unstated'),
  met('StringNotEquals', 'aws:SourceVpc', 'vpc-1', 'allowed'),
  met('StringEqualsIfExists', 'aws:SourceVpc', 'vpc-1', 'allowed'),
  met('StringEqualsIfExists', 'aws:PrincipalTag/team', 'red', 'unstated'),
  met('ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'cost', 'x'], 'allowed'),
  met('ForAllValues:StringEquals', 'aws:TagKeys', ['team'], 'unstated'),
  met('ForAnyValue:StringEquals', 'aws:TagKeys', ['team'], 'allowed'),
  met('ForAllValues:StringEquals', 'aws:SourceVpc', 'vpc-1', 'allowed'),
  met('ForAnyValue:StringEquals', 'aws:SourceVpc', 'vpc-1', 'unstated'),
  met('StringEquals', 'aws:ResourceTag/team', 'blue', 'maybe'),
  met('SomethingNew', 'aws:PrincipalTag/team', 'blue', 'maybe'),
  {
    name: 'all keys and operators must hold',
    says: [
      allow({
        Condition: {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          StringEquals: { 'aws:PrincipalTag/team': 'red' },
        },
      }),
    ],
    decision: 'unstated',
  },
  {
    name: 'a Deny that may hold does not prove a denial',
    says: [allow({}), deny(when('StringEquals', 'aws:ResourceTag/team', 'red'))],
    decision: 'maybe',
  },
  {
    name: 'a Deny that does not hold is none',
    says: [allow({}), deny(when('Bool', 'aws:MultiFactorAuthPresent', 'false'))],
    decision: 'allowed',
  },
  {
    name: 'a Deny without MFA holds for whoever has none: BoolIfExists is true of what is absent',
    says: [allow({}), deny(when('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false'))],
    context: { 'aws:multifactorauthpresent': [] },
    decision: 'denied',
  },
]

describe('a policy is asked as AWS would', () => {
  test.each(ACTIONS)('actions: $name', (row) => expect(ask(row)).toBe(row.decision))
  test.each(RESOURCES)('resources: $name', (row) => expect(ask(row)).toBe(row.decision))
  test.each(CONDITIONS)('conditions: $name', (row) => expect(ask(row)).toBe(row.decision))
})

const EVERYTHING = policy(allow({}))
const LISTS = policy(allow({ Action: 's3:List*' }))
const READS = policy(allow({ Action: 's3:Get*' }))

test.each<[string, Parameters<typeof decide>[0], Decision]>([
  ['one policy of a layer is enough', [[LISTS, READS]], 'allowed'],
  ['every layer must allow', [[EVERYTHING], [LISTS]], 'unstated'],
  ['a boundary gives nothing by itself', [[], [EVERYTHING]], 'unstated'],
  ['a session within a boundary', [[EVERYTHING], [EVERYTHING], [READS]], 'allowed'],
  ['a Deny in a boundary wins', [[EVERYTHING], [policy(allow({}), deny({ Action: 's3:*' }))]], 'denied'],
  ['no layer at all', [], 'unstated'],
])('layers: %s', (_, layers, decision) =>
  expect(decide(layers, { action: 's3:GetObject', resource: OBJECT, context: new Map() })).toBe(decision),
)

test.each<[string, string, number, number]>([
  [
    'percent-encoded, as IAM gives it',
    encodeURIComponent('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'),
    1,
    0,
  ],
  [
    'a statement without effect',
    '{"Statement":[{"Action":"*"},{"Effect":"Deny","Action":"*","Resource":"*"}]}',
    1,
    1,
  ],
  ['no JSON', '{"Statement', 0, 1],
  ['a list', '[]', 0, 1],
  ['broken escapes', '%E0%A4%A', 0, 1],
])('parsed: %s', (_, document, statements, unreadable) => {
  const parsed = parsePolicy(document)
  expect([parsed.statements.length, parsed.unreadable]).toEqual([statements, unreadable])
})

test('variables are plain text in policies of the older version', () => {
  const old = parsePolicy(
    `{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/\${aws:username}"}}`,
  )
  const request = { action: 's3:GetObject', context: new Map([['aws:username', ['ana']]]) }
  expect(decide([[old]], { ...request, resource: 'arn:aws:s3:::b/ana' })).toBe('unstated')
  expect(decide([[old]], { ...request, resource: `arn:aws:s3:::b/\${aws:username}` })).toBe('allowed')
})
