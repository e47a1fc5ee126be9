import { expect, test } from 'vitest'
import { has } from '../../../src/posture/privilege/actions/action-set.ts'
import { account, allow, documentOf, privilege, role, roleArn, trusting, user, userArn } from './account.ts'

const managed = (name: string, ...documents: readonly string[]) => ({
  Arn: `arn:aws:iam::123456789012:policy/${name}`,
  DefaultVersionId: `v${String(documents.length)}`,
  PolicyVersionList: documents.map((Document, at) => ({
    VersionId: `v${String(at + 1)}`,
    IsDefaultVersion: at + 1 === documents.length,
    Document,
  })),
})
const attach = (...names: readonly string[]) =>
  names.map((PolicyName) => ({ PolicyName, PolicyArn: `arn:aws:iam::123456789012:policy/${PolicyName}` }))

const DETAILS = account({
  UserDetailList: [
    { ...user('inline', allow('s3:GetObject')) },
    { ...user('managed'), AttachedManagedPolicies: attach('versions') },
    { ...user('grouped'), GroupList: ['team'] },
    {
      ...user('bounded', allow('*')),
      PermissionsBoundary: { PermissionsBoundaryArn: attach('readers')[0]?.PolicyArn ?? '' },
    },
    { ...user('denied', allow('*'), { Effect: 'Deny', Action: 's3:*', Resource: '*' }) },
    { ...user('denied-some', allow('*'), { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::x/*' }) },
    {
      ...user(
        'tagged',
        allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } }),
      ),
      Tags: [{ Key: 'Team', Value: 'blue' }],
    },
    {
      ...user(
        'tagged-red',
        allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } }),
      ),
      Tags: [{ Key: 'team', Value: 'red' }],
    },
    { ...user('missing'), AttachedManagedPolicies: attach('nowhere') },
    {
      ...user('admin'),
      AttachedManagedPolicies: [
        { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      ],
    },
    { ...user('not-action', { Effect: 'Allow', NotAction: ['iam:*', 'sts:*'], Resource: '*' }) },
    {
      ...user(
        'mfa',
        allow('s3:GetObject', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
      ),
    },
    {
      ...user(
        'plain-http',
        allow('s3:GetObject', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ),
    },
  ],
  GroupDetailList: [
    {
      GroupName: 'team',
      GroupPolicyList: [{ PolicyName: 'in', PolicyDocument: documentOf(allow('sqs:*')) }],
      AttachedManagedPolicies: attach('readers'),
    },
  ],
  RoleDetailList: [
    role('worker', trusting({ Service: 'ec2.amazonaws.com' }), allow(['s3:GetObject', 's3:Put*'])),
  ],
  Policies: [
    managed('versions', documentOf(allow('*')), documentOf(allow('s3:GetObject'))),
    managed('readers', documentOf(allow('s3:Get*'))),
  ],
})

test.each<[name: string, arn: string, action: string, may: boolean]>([
  ['an inline policy', userArn('inline'), 's3:GetObject', true],
  ['an inline policy, another action', userArn('inline'), 's3:PutObject', false],
  ['the default version of a managed policy', userArn('managed'), 's3:GetObject', true],
  ['not an older version', userArn('managed'), 's3:PutObject', false],
  ['a group’s inline policy', userArn('grouped'), 'sqs:SendMessage', true],
  ['a group’s managed policy', userArn('grouped'), 's3:GetObject', true],
  ['within the boundary', userArn('bounded'), 's3:GetObject', true],
  ['outside the boundary', userArn('bounded'), 's3:PutObject', false],
  ['a Deny', userArn('denied'), 's3:GetObject', false],
  ['beside a Deny', userArn('denied'), 'sqs:SendMessage', true],
  ['a Deny of some resources leaves others', userArn('denied-some'), 's3:GetObject', true],
  ['a tag that is met', userArn('tagged'), 's3:GetObject', true],
  ['a tag that is not', userArn('tagged-red'), 's3:GetObject', false],
  ['a condition of the request may hold', userArn('mfa'), 's3:GetObject', true],
  ['a condition that never does', userArn('plain-http'), 's3:GetObject', false],
  ['a policy of AWS that is known by heart', userArn('admin'), 'iam:CreateUser', true],
  ['all but some', userArn('not-action'), 's3:GetObject', true],
  ['all but these', userArn('not-action'), 'iam:PassRole', false],
  ['a role', roleArn('worker'), 's3:PutObjectAcl', true],
])('%s: %s %s', (_, arn, action, may) => {
  expect(has(privilege(DETAILS, arn).permissions.may, action)).toBe(may)
})

test.each<[string, boolean]>([
  ['inline', true],
  ['mfa', false],
  ['denied', false],
])('only what is allowed everywhere without condition is wide: %s', (name, wide) => {
  expect(has(privilege(DETAILS, userArn(name)).permissions.wide, 's3:GetObject')).toBe(wide)
})

test('a policy whose text is not there is named', () => {
  expect(privilege(DETAILS, userArn('missing')).permissions.notKnown).toEqual([
    'arn:aws:iam::123456789012:policy/nowhere',
  ])
})

test.each<[string, string]>([
  ['admin', 'administrator'],
  ['not-action', 'ordinary'],
  ['bounded', 'ordinary'],
  ['denied-some', 'administrator'],
])('rights: %s is %s', (name, rights) => expect(privilege(DETAILS, userArn(name)).rights).toBe(rights))
