import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, ingestOnly, openWorkspace, readUsage, type Settings } from '#app/index.ts'
import type { Usage } from '#posture/index.ts'
import { ACCOUNT, BADLY_MADE, daysAgo, GOOD_TRAIL, key, reportRow, WELL_MADE } from '../posture/accounts.ts'
import { outcomesOf } from '../posture/outcomes-of.ts'

const KEY = 'AKIAIOSFODNN7EXAMPLE'
const OFFICE = '203.0.113.7'
/** A documentation address counts as private: here it takes one that an operator has. */
const ELSEWHERE = '81.2.69.142'
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  trustedNetworks: [{ name: 'office', cidr: '203.0.113.0/24' }],
}

let made = 0
const event = (day: number, more: object) => ({
  eventVersion: '1.08',
  eventTime: daysAgo(day).replace('.000Z', 'Z'),
  eventSource: 'ec2.amazonaws.com',
  eventName: 'DescribeInstances',
  awsRegion: 'eu-central-1',
  sourceIPAddress: OFFICE,
  userAgent: 'aws-cli/2',
  readOnly: true,
  managementEvent: true,
  eventID: `11111111-2222-4333-8444-${String(++made).padStart(12, '0')}`,
  recipientAccountId: ACCOUNT,
  userIdentity: {
    type: 'IAMUser',
    userName: 'backup',
    arn: `arn:aws:iam::${ACCOUNT}:user/backup`,
    accountId: ACCOUNT,
    principalId: 'AIDAEXAMPLE',
    accessKeyId: KEY,
  },
  ...more,
})
const signIn = (day: number, who: 'alice' | 'root', mfa: 'Yes' | 'No', result = 'Success') =>
  event(day, {
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    readOnly: false,
    awsRegion: 'us-east-1',
    responseElements: { ConsoleLogin: result },
    additionalEventData: { MFAUsed: mfa, MobileVersion: 'No' },
    userIdentity:
      who === 'root'
        ? { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT, principalId: ACCOUNT }
        : {
            type: 'IAMUser',
            userName: who,
            arn: `arn:aws:iam::${ACCOUNT}:user/${who}`,
            accountId: ACCOUNT,
            principalId: 'AIDAEXAMPLE2',
          },
  })

const EVENTS = [
  event(5, {}),
  event(4, {}),
  event(3, { sourceIPAddress: ELSEWHERE }),
  event(2, { eventName: 'RunInstances', readOnly: false }),
  event(2, { eventName: 'RunInstances', readOnly: false, errorCode: 'Client.UnauthorizedOperation' }),
  event(2, { awsRegion: 'eu-west-1' }),
  // A session's key is no long-term key.
  event(2, {
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/x/y`,
      accountId: ACCOUNT,
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    },
  }),
  signIn(6, 'alice', 'No'),
  signIn(5, 'alice', 'Yes'),
  signIn(4, 'alice', 'No', 'Failure'),
  signIn(3, 'root', 'No'),
  // Broken on purpose: it must not stop the question.
  event(1, {
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    additionalEventData: 'MFAUsed',
  }),
]

const folder = mkdtempSync(join(tmpdir(), 'trailhound-audit-usage-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let usage: Usage | undefined
beforeAll(async () => {
  writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: EVENTS }))
  const workspace = await openWorkspace(join(folder, 'workspace'), SETTINGS)
  await ingestOnly([join(folder, 'log.json')], workspace, {
    settings: SETTINGS,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  usage = await readUsage(workspace, SETTINGS)
  await workspace.close()
})

test('an empty workspace tells of no use', async () => {
  const workspace = await openWorkspace(join(folder, 'empty'), SETTINGS)
  expect(await readUsage(workspace, SETTINGS)).toBeUndefined()
  await workspace.close()
})

describe('what the lake says of use', () => {
  test('by region: changes are what succeeded', () => {
    expect(usage?.regions.get(`${ACCOUNT}/eu-central-1`)).toMatchObject({ writes: 1 })
    expect(usage?.regions.get(`${ACCOUNT}/eu-west-1`)).toMatchObject({ events: 1, writes: 0 })
  })

  test('by key and network, long-term keys only', () => {
    expect([...(usage?.keys.keys() ?? [])]).toEqual([KEY])
    expect(usage?.keys.get(KEY)?.networks.map(({ network, kind }) => [network, kind])).toContainEqual([
      'own:office',
      'own',
    ])
  })

  test('by sign-in: refused ones do not count', () => {
    expect(usage?.signIns.get(`arn:aws:iam::${ACCOUNT}:user/alice`)).toMatchObject({
      withMfa: 1,
      withoutMfa: 1,
    })
    expect(usage?.signIns.get(`arn:aws:iam::${ACCOUNT}:root`)).toMatchObject({ withMfa: 0, withoutMfa: 1 })
  })
})

describe('use weighs in', () => {
  const failed = (account: unknown, check: string, more: object = {}) =>
    outcomesOf(account, { ...(usage === undefined ? {} : { usage }), ...more }).filter(
      (one) => one.check === check && one.result === 'failed',
    )
  const idleRegion = { RegionName: 'eu-west-1', detectors: { value: [] } }

  test('a region that is worked in is graver than one where nothing changes', () => {
    expect(failed(BADLY_MADE, 'guardduty-off')).toMatchObject([
      { level: 'high', use: expect.stringContaining('1 change in eu-central-1') },
    ])
    expect(failed({ ...BADLY_MADE, regions: [idleRegion] }, 'guardduty-off')).toMatchObject([
      { level: 'medium', use: expect.stringContaining('nothing changed in eu-west-1') },
    ])
  })

  test('a user who really signs in without MFA is graver than one who does not', () => {
    const users = {
      ...WELL_MADE,
      credentialReport: {
        value: ['alice', 'bob'].map((name) =>
          reportRow(name, { password_enabled: 'true', mfa_active: 'false' }),
        ),
      },
      authorizationDetails: { value: {} },
    }
    expect(failed(users, 'console-user-without-mfa').map(({ level, use }) => [level, use])).toEqual([
      ['high', 'The logs show 1 sign-in without MFA, the last on 2026-11-18.'],
      ['medium', 'The logs show no sign-in without MFA.'],
    ])
  })

  test('sign-ins without MFA are told, root gravest', () => {
    expect(failed(WELL_MADE, 'sign-in-without-mfa').map(({ resource, level }) => [resource, level])).toEqual([
      [`arn:aws:iam::${ACCOUNT}:root`, 'critical'],
      [`arn:aws:iam::${ACCOUNT}:user/alice`, 'high'],
    ])
  })

  test('a key that IAM calls unused and the logs show in use is in use', () => {
    const account = {
      ...WELL_MADE,
      accessKeys: { value: [key(KEY, 'backup', { LastUsedDate: daysAgo(100), CreateDate: daysAgo(400) })] },
    }
    expect(failed(account, 'access-key-unused')).toEqual([])
    expect(failed(account, 'access-key-old')).toMatchObject([
      { level: 'high', use: expect.stringContaining('own:office') },
    ])
  })

  test('what the trail delivered and the logs do not hold is told', () => {
    const delivered = (day: number) => ({
      ...WELL_MADE,
      trails: {
        value: [{ ...GOOD_TRAIL, status: { value: { IsLogging: true, LatestDeliveryTime: daysAgo(day) } } }],
      },
    })
    // The last event of the logs is of the day before the snapshot.
    expect(failed(delivered(0), 'trail-not-in-logs')).toEqual([])
    expect(failed(delivered(-0.9), 'trail-not-in-logs')).toEqual([])
    expect(failed(delivered(-1.1), 'trail-not-in-logs')).toMatchObject([
      { level: 'medium', evidence: expect.stringContaining('2 days earlier') },
    ])
    expect(failed({ ...delivered(0), accountId: '111122223333' }, 'trail-not-in-logs')).toMatchObject([
      { level: 'high', evidence: expect.stringContaining('no event of this account') },
    ])
  })

  test('with networks of one’s own every other is unexpected; without them only odd kinds are', () => {
    const told = failed(WELL_MADE, 'access-key-from-unexpected-network', { hasTrustedNetworks: true })
    expect(told).toMatchObject([{ resource: KEY, evidence: expect.stringContaining('1 call') }])
    expect(told[0]?.evidence).not.toContain('own:office')
    expect(failed(WELL_MADE, 'access-key-from-unexpected-network')).toEqual([])
  })
})
