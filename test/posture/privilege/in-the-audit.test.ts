import { describe, expect, test } from 'vitest'
import { DAY_MS } from '#kernel/index.ts'
import type { Usage } from '#posture/index.ts'
import { ACCOUNT, WELL_MADE } from '../accounts.ts'
import { outcomesOf } from '../outcomes-of.ts'
import { allow, call, documentOf, roleArn, type StatementText, trusting } from './account.ts'

const LAST_MS = Date.parse('2026-11-24T09:00:00Z')

const usageOf = (
  days: number,
  calls: Usage['calls'],
  dataEventsSinceMs: ReadonlyMap<string, number> = new Map(),
): Usage => {
  const firstMs = LAST_MS + 1 - days * DAY_MS
  return {
    span: { fromMs: firstMs, toMs: LAST_MS + 1 },
    days,
    regions: new Map(),
    keys: new Map(),
    signIns: new Map(),
    calls,
    accounts: new Map([[ACCOUNT, { firstMs, lastMs: LAST_MS, dataEventsSinceMs }]]),
  }
}

const withRole = (name: string, ...statements: readonly StatementText[]) => ({
  ...WELL_MADE,
  authorizationDetails: {
    value: {
      RoleDetailList: [
        {
          RoleName: name,
          Arn: roleArn(name),
          AssumeRolePolicyDocument: trusting({ Service: 'ec2.amazonaws.com' }),
          RolePolicyList: [{ PolicyName: 'own', PolicyDocument: documentOf(...statements) }],
        },
      ],
    },
  },
})
const told = (account: unknown, check: string, usage?: Usage) =>
  outcomesOf(account, usage === undefined ? {} : { usage }).filter((one) => one.check === check)

describe('more rights than used', () => {
  const app = withRole('app', allow(['ec2:*', 's3:*']))
  const calls = (...names: readonly string[]): Usage['calls'] =>
    new Map([[roleArn('app'), names.map((name) => ({ ...call(name), lastMs: LAST_MS }))]])

  test.each<[name: string, usage: Usage, result: string]>([
    ['thirteen days are too few to tell', usageOf(13, calls('ec2:DescribeInstances')), 'notApplicable'],
    ['fourteen are enough', usageOf(14, calls('ec2:DescribeInstances')), 'failed'],
    ['nothing used at all', usageOf(30, new Map()), 'failed'],
    [
      'every service used is not told',
      usageOf(30, calls('ec2:DescribeInstances', 's3:ListBuckets')),
      'passed',
    ],
    [
      'logs of another account tell nothing',
      { ...usageOf(30, new Map()), accounts: new Map() },
      'notApplicable',
    ],
  ])('%s', (_, usage, result) => {
    expect(told(app, 'more-rights-than-used', usage).map((one) => one.result)).toEqual([result])
  })

  test('sessions of a role count for the role', () => {
    const bySession: Usage['calls'] = new Map([
      [`${roleArn('app')}/alice@example.com`, [call('ec2:DescribeInstances')]],
      [`${roleArn('app')}/bob@example.com`, [call('s3:ListBuckets')]],
    ])
    expect(told(app, 'more-rights-than-used', usageOf(30, bySession)).map((one) => one.result)).toEqual([
      'passed',
    ])
  })

  test('an administrator is graver', () => {
    const [admin] = told(withRole('admin', allow('*')), 'more-rights-than-used', usageOf(30, new Map()))
    expect(admin).toMatchObject({ level: 'medium', evidence: expect.stringContaining('it used 0') })
    expect(told(app, 'more-rights-than-used', usageOf(30, new Map()))).toMatchObject([{ level: 'low' }])
  })
})

test('a role that IAM calls unused and the logs show in use is in use', () => {
  const app = withRole('app', allow('ec2:*'))
  const used: Usage['calls'] = new Map([
    [roleArn('app'), [{ ...call('ec2:DescribeInstances'), lastMs: LAST_MS }]],
  ])
  expect(told(app, 'role-unused').map((one) => one.result)).toEqual(['failed'])
  expect(told(app, 'role-unused', usageOf(30, used)).map((one) => one.result)).toEqual(['passed'])
})

test('ways to more rights: what the logs show of them is told', () => {
  const app = withRole('app', allow(['iam:AttachUserPolicy', 'ec2:*']))
  const used = (name: string): Usage =>
    usageOf(30, new Map([[roleArn('app'), [{ ...call(name), lastMs: LAST_MS }]]]))
  expect(told(app, 'escalation-path', used('ec2:DescribeInstances'))[0]?.use).toContain(
    'none of them one of these',
  )
  expect(told(app, 'escalation-path', used('iam:AttachUserPolicy'))[0]?.use).toContain(
    'iam:AttachUserPolicy among them',
  )
})

test('a name that is not the role’s session does not count for it', () => {
  const app = withRole('app', allow(['ec2:*', 's3:*']))
  const other: Usage['calls'] = new Map([
    [`${roleArn('app')}-two/x`, [call('s3:ListBuckets'), call('ec2:DescribeInstances')]],
  ])
  expect(told(app, 'more-rights-than-used', usageOf(30, other)).map((one) => one.result)).toEqual(['failed'])
})
