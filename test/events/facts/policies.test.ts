import { describe, expect, test } from 'vitest'
import type { Facts } from '../../../src/events/facts/index.ts'
import { A, ALICE, B, policy, read } from './read.ts'

const trust = (statement: object) =>
  read('iam', 'UpdateAssumeRolePolicy', { roleName: 'app', policyDocument: policy(statement) })
const allow = { Effect: 'Allow', Action: 'sts:AssumeRole' }
const everybody = { ...allow, Principal: { AWS: '*' } }
const github = `arn:aws:iam::${A}:oidc-provider/token.actions.githubusercontent.com`
const subject = (sub: string) => ({ StringLike: { 'token.actions.githubusercontent.com:sub': sub } })

const TRUSTS: readonly (readonly [name: string, statement: object, facts: Partial<Facts>])[] = [
  [
    'own account',
    { ...allow, Principal: { AWS: `arn:aws:iam::${A}:root` } },
    { principals: [`arn:aws:iam::${A}:root`] },
  ],
  ['another account', { ...allow, Principal: { AWS: `arn:aws:iam::${B}:root` } }, { accounts: [B] }],
  ['a bare account id in a list', { ...allow, Principal: { AWS: [A, B] } }, { accounts: [B] }],
  [
    'a service',
    { ...allow, Principal: { Service: 'ec2.amazonaws.com' } },
    { services: ['ec2.amazonaws.com'] },
  ],
  ['everybody', everybody, { public: true }],
  ['everybody, written short', { ...allow, Principal: '*' }, { public: true }],
  ['everybody but one', { ...allow, NotPrincipal: { AWS: `arn:aws:iam::${A}:user/bob` } }, { public: true }],
  [
    'an external id keeps nobody out',
    { ...everybody, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
    { public: true },
  ],
  [
    'the organisation',
    { ...everybody, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } },
    { conditional: true },
  ],
  [
    'one account by condition',
    { ...everybody, Condition: { StringEquals: { 'aws:PrincipalAccount': B } } },
    { conditional: true, accounts: [B] },
  ],
  [
    'any organisation',
    { ...everybody, Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } },
    { public: true },
  ],
  [
    'all but one organisation',
    { ...everybody, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } },
    { public: true },
  ],
  [
    'where the key is there',
    { ...everybody, Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } },
    { public: true },
  ],
  [
    'a role of that name in any account',
    { ...everybody, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app' } } },
    { public: true },
  ],
  [
    'the whole internet by address',
    { ...everybody, Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/0'] } } },
    { public: true },
  ],
  [
    'an office by address',
    { ...everybody, Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } },
    { conditional: true },
  ],
  [
    'GitHub, one organisation',
    { ...allow, Principal: { Federated: github }, Condition: subject('repo:example/*') },
    { federated: [github] },
  ],
  [
    'GitHub, everybody',
    { ...allow, Principal: { Federated: github }, Condition: subject('repo:*') },
    { public: true },
  ],
  ['GitHub, nothing said', { ...allow, Principal: { Federated: github } }, { public: true }],
]

test.each(TRUSTS)('trust: %s', (_name, statement, facts) => {
  expect(trust(statement)).toMatchObject({ target: 'app', target_kind: 'role', ...facts })
})

test.each(TRUSTS.filter(([, , facts]) => facts.public === undefined))(
  'trust: %s is not public',
  (_name, statement) => {
    expect(trust(statement)?.public).toBeUndefined()
  },
)

test('a Deny gives nothing', () => {
  expect(trust({ ...everybody, Effect: 'Deny' })).toEqual({ target: 'app', target_kind: 'role', self: false })
})

describe('what a policy allows', () => {
  const put = (statement: object) =>
    read('iam', 'PutUserPolicy', {
      userName: 'bob',
      policyDocument: policy({ Effect: 'Allow', ...statement }),
    })
  test.each([
    ['everything', { Action: '*', Resource: '*' }, true],
    ['all of IAM', { Action: ['iam:*'], Resource: ['*'] }, true],
    ['all but IAM', { NotAction: 'iam:*', Resource: '*' }, true],
    ['everything on one bucket', { Action: '*', Resource: 'arn:aws:s3:::b/*' }, undefined],
    ['reading', { Action: 's3:Get*', Resource: '*' }, undefined],
  ])('admin: %s', (_name, statement, admin) => {
    expect(put(statement)?.admin).toBe(admin)
  })

  test.each([
    ['pass any role', { Action: 'iam:PassRole', Resource: '*' }, ['iam:PassRole']],
    [
      'pass any role, by ARN',
      { Action: 'iam:PassRole', Resource: `arn:aws:iam::${A}:role/*` },
      ['iam:PassRole'],
    ],
    ['pass one role', { Action: 'iam:PassRole', Resource: `arn:aws:iam::${A}:role/app` }, undefined],
    [
      'own keys only',
      { Action: 'iam:CreateAccessKey', Resource: `arn:aws:iam::${A}:user/\${aws:username}` },
      undefined,
    ],
    [
      'a wildcard',
      { Action: 'iam:*LoginProfile', Resource: '*' },
      ['iam:CreateLoginProfile', 'iam:UpdateLoginProfile'],
    ],
    ['another case', { Action: 'IAM:passrole', Resource: '*' }, ['iam:PassRole']],
    ['reading', { Action: 'iam:Get*', Resource: '*' }, undefined],
  ])('escalation: %s', (_name, statement, escalation) => {
    expect(put(statement)?.escalation).toEqual(escalation)
  })
})

describe('IAM', () => {
  test.each([
    [
      'a managed administrator',
      'AttachUserPolicy',
      { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      { target: 'bob', self: false, admin: true },
    ],
    [
      'to oneself',
      'AttachUserPolicy',
      { userName: 'Alice', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      { self: true },
    ],
    [
      'a policy of that name by a customer',
      'AttachUserPolicy',
      { userName: 'bob', policyArn: `arn:aws:iam::${A}:policy/AdministratorAccess` },
      { self: false },
    ],
    ['a key for another', 'CreateAccessKey', { userName: 'bob' }, { target: 'bob', self: false }],
    ['a key for oneself', 'CreateAccessKey', undefined, { target: 'alice', self: true }],
    [
      'a key switched on',
      'UpdateAccessKey',
      { userName: 'bob', status: 'Active' },
      { target: 'bob', status: 'Active' },
    ],
    [
      'a group',
      'AddUserToGroup',
      { userName: 'bob', groupName: 'admins' },
      { target: 'bob', groups: ['admins'] },
    ],
    [
      'an OIDC provider',
      'CreateOpenIDConnectProvider',
      { url: 'https://token.example.com' },
      { federated: ['https://token.example.com'], target_kind: 'identity-provider' },
    ],
    [
      'root’s device',
      'DeactivateMFADevice',
      { serialNumber: `arn:aws:iam::${A}:mfa/root-account-mfa-device` },
      { target: 'root' },
    ],
  ])('%s', (...[, name, request, facts]) => {
    expect(read('iam', name, request)).toMatchObject(facts)
  })

  test('a customer’s policy is no administrator by its name', () => {
    const facts = read('iam', 'AttachUserPolicy', {
      userName: 'bob',
      policyArn: `arn:aws:iam::${A}:policy/AdministratorAccess`,
    })
    expect(facts?.admin).toBeUndefined()
  })

  test('a denied call whose request AWS did not keep says nothing of its target', () => {
    expect(read('iam', 'CreateAccessKey', undefined, { outcome: 'denied' })).toBeUndefined()
    expect(read('iam', 'AttachUserPolicy', undefined, { outcome: 'denied' })).toBeUndefined()
  })

  test('a role that changes itself', () => {
    const identity = {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${A}:assumed-role/app/s`,
      sessionContext: { sessionIssuer: { userName: 'app' } },
    }
    expect(read('iam', 'PutRolePolicy', { roleName: 'app' }, { identity })?.self).toBe(true)
    expect(read('iam', 'PutRolePolicy', { roleName: 'other' }, { identity })?.self).toBe(false)
    expect(read('iam', 'PutRolePolicy', { roleName: 'app' }, { identity: ALICE })?.self).toBe(false)
  })

  test('Roles Anywhere and Identity Center', () => {
    expect(
      read('rolesanywhere', 'CreateProfile', { name: 'p', roleArns: [`arn:aws:iam::${A}:role/app`] }),
    ).toMatchObject({ target: 'p', principals: [`arn:aws:iam::${A}:role/app`] })
    expect(
      read('sso', 'AttachManagedPolicyToPermissionSet', {
        managedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    ).toMatchObject({ admin: true })
  })
})

describe('documents', () => {
  const document = policy(everybody)
  test.each([
    ['text', document],
    ['percent-encoded', encodeURIComponent(document)],
    ['text in a text', JSON.stringify(document)],
    ['an object', { Statement: everybody }],
  ])('%s is read', (_name, policyDocument) => {
    expect(read('iam', 'UpdateAssumeRolePolicy', { policyDocument })?.public).toBe(true)
  })

  test.each([
    ['broken', '{"Statement": ['],
    ['no policy', 'hello'],
    ['broken escapes', '%7B%ZZ'],
    ['a number', 7],
    ['odd shapes', { Statement: [{ Effect: 'Allow', Principal: true, Condition: [1] }, null, 'x'] }],
    ['nested deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['far too long', ' '.repeat(1_000_000)],
  ])('%s gives no more than the target', (_name, policyDocument) => {
    expect(read('iam', 'UpdateAssumeRolePolicy', { roleName: 'app', policyDocument })).toEqual({
      target: 'app',
      target_kind: 'role',
      self: false,
    })
  })
})
