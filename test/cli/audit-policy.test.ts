import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, startNode } from '../support/run-node.ts'

const SCHEMA: unknown = JSON.parse(readFileSync('schemas/audit-policy.schema.json', 'utf8'))
const ACCOUNT = '123456789012'
const folder = mkdtempSync(join(tmpdir(), 'trailhound-audit-policy-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const workspace = join(folder, 'workspace')
const snapshot = join(folder, 'snapshot.json')
const run = async (...args: readonly string[]): Promise<Ended> => startNode('bin/trailhound.mjs', args).ended
const policy = async (...args: readonly string[]): Promise<Ended> =>
  run('audit', 'policy', ...args, '--snapshot', snapshot, '-w', workspace)

/** What somebody may call a policy, a condition's value or a role. */
const HOSTILE = "\u001b]0;owned\u0007\u001b[2J<script>\r\n'; touch made; '\u202e\ufeff"
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

const arnOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`
const event = (eventName: string, more: object = {}): unknown => ({
  eventVersion: '1.11',
  eventID: `00000000-0000-4000-8000-${Buffer.from(eventName.padEnd(6)).toString('hex').slice(0, 12)}`,
  eventTime: '2026-11-20T10:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName,
  awsRegion: 'eu-central-1',
  sourceIPAddress: '192.0.2.10',
  userIdentity: { type: 'IAMUser', arn: arnOf('ana'), accountId: ACCOUNT, userName: 'ana' },
  recipientAccountId: ACCOUNT,
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  managementEvent: true,
  ...more,
})
const EVENTS = [
  event('DescribeInstances'),
  event('StopInstances', { errorCode: 'Client.UnauthorizedOperation' }),
  event('CreateVolume', { errorCode: 'Client.InvalidParameterValue' }),
]
const inline = (name: string, statement: object) => [
  { PolicyName: name, PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statement }) },
]
const SNAPSHOT = {
  snapshotVersion: 1,
  collectedAt: '2026-11-24T10:00:00Z',
  accounts: [
    {
      accountId: ACCOUNT,
      authorizationDetails: {
        value: {
          UserDetailList: [
            {
              UserName: 'ana',
              Arn: arnOf('ana'),
              UserPolicyList: inline(HOSTILE, {
                Effect: 'Allow',
                Action: ['ec2:*', 'iam:PutUserPolicy'],
                Resource: '*',
                Condition: { StringEquals: { 'aws:RequestTag/team': HOSTILE } },
              }),
            },
            { UserName: 'ben', Arn: arnOf('team/ben') },
            { UserName: 'ben', Arn: arnOf('ben') },
          ],
          RoleDetailList: [
            {
              RoleName: 'AWSServiceRoleForSupport',
              Arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport`,
              AssumeRolePolicyDocument: '{}',
            },
          ],
        },
      },
    },
  ],
}

beforeAll(async () => {
  writeFileSync(snapshot, JSON.stringify(SNAPSHOT))
  writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: EVENTS }))
  await run('ingest', join(folder, 'log.json'), '-w', workspace)
}, 60_000)

describe.concurrent('audit policy', () => {
  test('proposes what was used, as text', async () => {
    const { code, out, err } = await policy('ana')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('It used 2 actions in 2 calls')
    expect(out).toContain('"ec2:DescribeInstances"')
    expect(out).not.toContain('"ec2:StopInstances"')
    expect(out).toContain('writes a policy into a user: iam:PutUserPolicy on *')
    expect(out).toContain('aws iam attach-user-policy')
    expect(out.split('\n').filter((line) => OBEYED.test(line))).toEqual([])
  })

  test('as JSON', async () => {
    const { code, out } = await policy(arnOf('ana'), '--json')
    expect(code).toBe(0)
    const report: unknown = JSON.parse(out)
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(Object(SCHEMA))
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
    expect(report).toMatchObject({
      schemaVersion: 1,
      principal: arnOf('ana'),
      use: { days: 1, events: 2, actions: ['ec2:CreateVolume', 'ec2:DescribeInstances'] },
      held: [`inline ${HOSTILE}`],
      policies: [
        { document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow' }, { Effect: 'Allow' }] } },
      ],
      lost: [],
    })
    expect(out.split('\n').filter((line) => OBEYED.test(line) || line.includes('<'))).toEqual([])
  })

  test.each([
    ['nobody of that name', 'zoe', 'No user or role of the snapshot is called zoe'],
    ['two of that name', 'ben', '2 users and roles are called ben'],
    ['a role of AWS', 'AWSServiceRoleForSupport', 'nobody can change it'],
  ])('says why not: %s', async (_, name, says) => {
    const { code, err } = await policy(name)
    expect(code).toBe(1)
    expect(err).toContain(says)
  })

  test('without logs there is nothing to go by', async () => {
    const { code, err } = await run(
      'audit',
      'policy',
      'ana',
      '--snapshot',
      snapshot,
      '-w',
      join(folder, 'none'),
    )
    expect(code).toBe(1)
    expect(err).toContain('none')
  })
})
