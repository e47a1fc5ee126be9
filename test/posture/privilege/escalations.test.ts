import { expect, test } from 'vitest'
import { knownActions } from '../../../src/posture/privilege/actions/action-set.ts'
import { ESCALATION_PATHS } from '../../../src/posture/privilege/paths/escalation-table.ts'
import {
  account,
  allow,
  privilege,
  role,
  roleArn,
  type StatementText,
  trusting,
  user,
  userArn,
} from './account.ts'

const EC2 = trusting({ Service: 'ec2.amazonaws.com' })
const OWN = trusting({ AWS: 'arn:aws:iam::123456789012:root' })
const ROLES = [
  role('app', EC2, allow('s3:GetObject')),
  role('boss', EC2, allow('*')),
  role('admin', OWN, allow('*')),
  role('picky', trusting({ AWS: userArn('ana') }), allow('*')),
]
const ana = (...statements: readonly StatementText[]) =>
  privilege(account({ UserDetailList: [user('ana', ...statements)], RoleDetailList: ROLES }), userArn('ana'))
const paths = (...statements: readonly StatementText[]): readonly string[] =>
  ana(...statements).escalations.map(({ path }) => path.id)

test.each<[name: string, statement: StatementText, paths: readonly string[]]>([
  ['nothing', allow('s3:*'), []],
  ['a new version of a policy', allow('iam:CreatePolicyVersion'), ['create-policy-version']],
  [
    'of one policy',
    allow('iam:CreatePolicyVersion', 'arn:aws:iam::123456789012:policy/x'),
    ['create-policy-version'],
  ],
  ['keys of everybody', allow('iam:CreateAccessKey'), ['create-access-key']],
  ['keys of its own by name', allow('iam:CreateAccessKey', userArn('ana')), []],
  [
    'keys of its own by variable',
    allow('iam:CreateAccessKey', `arn:aws:iam::123456789012:user/\${aws:username}`),
    [],
  ],
  ['keys of another', allow('iam:CreateAccessKey', [userArn('ana'), userArn('ben')]), ['create-access-key']],
  [
    'a policy into itself',
    allow('iam:PutUserPolicy', `arn:aws:iam::123456789012:user/\${aws:username}`),
    ['put-user-policy'],
  ],
  ['a role without anything to run it', allow('iam:PassRole'), []],
  ['an instance without a role', allow('ec2:RunInstances'), []],
  ['an instance with a role', allow(['iam:PassRole', 'ec2:RunInstances']), ['pass-role-ec2']],
  ['with a role that is not there', allow(['iam:PassRole', 'ec2:RunInstances'], roleArn('none')), []],
  ['with a role that does not trust EC2', allow(['iam:PassRole', 'ec2:RunInstances'], roleArn('admin')), []],
  ['a function, and no role trusts Lambda', allow(['iam:PassRole', 'lambda:*Function']), []],
  [
    'a role for another service',
    allow(['iam:PassRole', 'ec2:RunInstances'], '*', {
      Condition: { StringEquals: { 'iam:PassedToService': 'glue.amazonaws.com' } },
    }),
    [],
  ],
  [
    'a role for this service',
    allow(['iam:PassRole'], '*', {
      Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    }),
    [],
  ],
  ['code of functions', allow('lambda:UpdateFunctionCode'), ['update-function-code']],
  ['commands on instances', allow('ssm:Send*'), ['ssm-send-command']],
])('%s', (_, statement, expected) => expect(paths(statement)).toEqual(expected))

test('a role that is handed over is bounded by its resources and conditions', () => {
  const [path] = ana(
    allow('ec2:RunInstances'),
    allow('iam:PassRole', roleArn('ap*'), {
      Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    }),
  ).escalations
  expect(path).toMatchObject({
    resources: [roleArn('ap*')],
    everywhere: false,
    certain: true,
    roles: [roleArn('app')],
    reachesAdministrator: false,
  })
})

test('roles of administrators come first', () => {
  const [path] = ana(allow(['ec2:RunInstances', 'iam:PassRole'])).escalations
  expect(path).toMatchObject({
    everywhere: true,
    roles: [roleArn('boss'), roleArn('app')],
    reachesAdministrator: true,
  })
})

test('a condition of the request makes a path uncertain', () => {
  const [path] = ana(
    allow('iam:PutUserPolicy', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
  ).escalations
  expect(path).toMatchObject({ certain: false, everywhere: false })
})

test.each<[string, readonly StatementText[], readonly string[]]>([
  ['its own trust is enough in the same account', [], ['picky']],
  ['a trust in the account asks for permission', [allow('sts:AssumeRole')], ['admin', 'picky']],
  ['of that role', [allow('sts:AssumeRole', roleArn('a*'))], ['admin', 'picky']],
  ['not of another', [allow('sts:AssumeRole', roleArn('b*'))], ['picky']],
])('roles of administrators that it may assume: %s', (_, statements, names) =>
  expect(ana(...statements).administratorRoles).toEqual(names.map(roleArn)),
)

test('an administrator by one call is equivalent to one; on one resource it is not', () => {
  expect(ana(allow('iam:AttachUserPolicy')).rights).toBe('equivalent')
  expect(ana(allow('iam:AttachUserPolicy', userArn('ben'))).rights).toBe('ordinary')
})

test('every path has an id of its own and is made of actions that exist', () => {
  const known = new Set(knownActions())
  expect(new Set(ESCALATION_PATHS.map(({ id }) => id)).size).toBe(ESCALATION_PATHS.length)
  expect(ESCALATION_PATHS.flatMap(({ actions }) => actions).filter((action) => !known.has(action))).toEqual(
    [],
  )
})
