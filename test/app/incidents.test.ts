import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { array, asyncProperty, assert as check, integer, shuffledSubarray, uniqueArray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReportIncident } from '#outputs/index.ts'
import { detectIn } from './detect-in.ts'
import { bringIn, inFolder } from './ingest/support.ts'

const ACCOUNT = '123456789012'
const OWNERS_KEY = 'AKIAIOSFODNN7EXAMPLE'
const MADE_KEY = 'AKIAI44QH8DHBEXAMPLE'
const [SUPPLIER, STRANGER] = ['111122223333', '444455556666']
const SESSION = 'ASIAIOSFODNN7EXAMPLE'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/operations`
/** An internet provider, and two places where machines are for rent. */
const [HOME, RENTED, RENTED_LATER] = ['84.128.0.10', '139.162.0.10', '5.161.0.10']

interface Call {
  readonly id: string
  readonly day: number
  readonly minute: number
  readonly call: string
  readonly ip: string
  readonly by: Readonly<Record<string, unknown>>
  readonly more?: Readonly<Record<string, unknown>>
}
type Json = Readonly<Record<string, unknown>>

const user = (name: string, accessKeyId: string): Json => ({
  type: 'IAMUser',
  arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
  userName: name,
  accountId: ACCOUNT,
  accessKeyId,
})
const session: Json = {
  type: 'AssumedRole',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/operations/x`,
  accountId: ACCOUNT,
  accessKeyId: SESSION,
  sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE, userName: 'operations', accountId: ACCOUNT } },
}

const record = ({ id, day, minute, call, ip, by, more }: Call): Json => {
  const [service = '', eventName = ''] = call.split(':')
  return {
    eventVersion: '1.11',
    eventID: id,
    eventTime: new Date(Date.UTC(2026, 2, 2 + day, 0, minute)).toISOString().replace('.000Z', 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: ip,
    userAgent: 'aws-cli/2.15.30 md/Botocore#1.34.0',
    userIdentity: by,
    recipientAccountId: ACCOUNT,
    readOnly: /^(?:List|Get|Describe)/u.test(eventName),
    eventCategory: 'Management',
    ...more,
  }
}

/** Every morning the same two calls. */
const habit = (name: string, key: string, ip: string, days: number): readonly Json[] =>
  Array.from({ length: days }, (_, day) => day).flatMap((day) =>
    ['s3:ListBuckets', 'ec2:DescribeInstances'].map((call, i) =>
      record({
        id: `${name}-${String(day)}-${String(i)}`,
        day,
        minute: 540 + i,
        call,
        ip,
        by: user(name, key),
      }),
    ),
  )

/** Alice's key is stolen on the 13th day; a key made with it comes back from elsewhere on the 17th. */
const theft = (): readonly Json[] => {
  const calls: readonly Omit<Call, 'id'>[] = [
    ...[
      'sts:GetCallerIdentity',
      'iam:ListUsers',
      'iam:ListRoles',
      'secretsmanager:ListSecrets',
      'ec2:DescribeSnapshots',
    ].map((call, i) => ({ day: 12, minute: 180 + i, call, ip: RENTED, by: user('alice', OWNERS_KEY) })),
    {
      day: 12,
      minute: 190,
      call: 'iam:CreateAccessKey',
      ip: RENTED,
      by: user('alice', OWNERS_KEY),
      more: {
        requestParameters: { userName: 'bob' },
        responseElements: { accessKey: { accessKeyId: MADE_KEY, userName: 'bob', status: 'Active' } },
      },
    },
    { day: 16, minute: 200, call: 'sts:GetCallerIdentity', ip: RENTED_LATER, by: user('bob', MADE_KEY) },
    {
      day: 16,
      minute: 201,
      call: 'sts:AssumeRole',
      ip: RENTED_LATER,
      by: user('bob', MADE_KEY),
      more: {
        requestParameters: { roleArn: ROLE, roleSessionName: 'x' },
        responseElements: { credentials: { accessKeyId: SESSION }, assumedRoleUser: { arn: session['arn'] } },
      },
    },
    {
      day: 16,
      minute: 205,
      call: 'cloudtrail:StopLogging',
      ip: RENTED_LATER,
      by: session,
      more: { requestParameters: { name: 'organisation-trail' } },
    },
  ]
  return calls.map((call, i) => record({ ...call, id: `theft-${String(i)}` }))
}

const ordinary = (): readonly Json[] => [
  ...habit('alice', OWNERS_KEY, HOME, 18),
  ...habit('carol', 'AKIAEXAMPLEEXAMPLE01', '84.128.0.20', 18),
]

const reportOf = async (root: string): Promise<readonly ReportIncident[]> =>
  (await detectIn(root, { minLevel: 'low' })).report.incidents

async function incidentsOf(batches: readonly (readonly Json[])[]): Promise<readonly ReportIncident[]> {
  let found: readonly ReportIncident[] = []
  await inFolder(async (folder) => {
    const root = join(folder, 'lake')
    for (const [i, batch] of batches.entries()) {
      writeFileSync(join(folder, `${String(i)}.json`), JSON.stringify({ Records: batch }))
      await bringIn(root, [join(folder, `${String(i)}.json`)])
    }
    found = await reportOf(root)
  })
  return found
}

/** A role that a supplier takes on every day, opened on the 13th day to somebody else, who comes through on the 15th. */
const opened = (): readonly Json[] => {
  const through = (id: string, day: number, account: string, key: string): readonly Json[] => [
    record({
      id,
      day,
      minute: 600,
      call: 'sts:AssumeRole',
      ip: account === SUPPLIER ? '5.161.0.20' : RENTED_LATER,
      by: { type: 'AWSAccount', principalId: `AROAEXAMPLE${account}:x`, accountId: account },
      more: {
        requestParameters: { roleArn: ROLE, roleSessionName: 'x' },
        responseElements: { credentials: { accessKeyId: key }, assumedRoleUser: { arn: session['arn'] } },
      },
    }),
    record({
      id: `${id}-used`,
      day,
      minute: 601,
      call: 's3:ListBuckets',
      ip: account === SUPPLIER ? '5.161.0.20' : RENTED_LATER,
      by: { ...session, accessKeyId: key },
    }),
  ]
  return [
    ...Array.from({ length: 18 }, (_, day) =>
      through(`supplier-${String(day)}`, day, SUPPLIER, `ASIASUPPLIER${String(day)}`),
    ).flat(),
    record({
      id: 'opening',
      day: 12,
      minute: 191,
      call: 'iam:UpdateAssumeRolePolicy',
      ip: RENTED,
      by: user('alice', OWNERS_KEY),
      more: {
        requestParameters: {
          roleName: 'operations',
          policyDocument: JSON.stringify({
            Statement: [SUPPLIER, STRANGER].map((account) => ({
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${account}:root` },
              Action: 'sts:AssumeRole',
            })),
          }),
        },
      },
    }),
    ...through('stranger', 14, STRANGER, 'ASIASTRANGER'),
  ]
}

test('a way in that was opened is the intruder’s for who never came through before: not for a supplier', async () => {
  const incidents = await incidentsOf([[...ordinary(), ...theft(), ...opened()]])
  expect(incidents).toHaveLength(1)
  const ids = incidents[0]?.eventIds ?? []
  expect(ids.filter((id) => id.startsWith('supplier'))).toEqual([])
  expect(ids).toEqual(expect.arrayContaining(['opening', 'stranger', 'stranger-used']))
})

describe('a stolen key, the key made with it, and the role taken on with that', () => {
  test('are one incident: the intruder’s events and no others, all keys, the first bad event', async () => {
    const incidents = await incidentsOf([[...ordinary(), ...theft()]])
    expect(incidents).toHaveLength(1)
    expect(incidents[0]).toMatchObject({
      principals: [`arn:aws:iam::${ACCOUNT}:user/alice`, `arn:aws:iam::${ACCOUNT}:user/bob`, ROLE],
      ips: [RENTED, RENTED_LATER],
      eventIds: Array.from({ length: 9 }, (_, i) => `theft-${String(i)}`),
      firstEvent: '2026-03-14T03:00:00.000Z',
    })
    expect(new Set(incidents[0]?.accessKeys)).toEqual(new Set([OWNERS_KEY, MADE_KEY, SESSION]))
  })

  test('whatever the order and the batches in which the logs come', async () => {
    const events = [...ordinary(), ...theft()]
    const whole = await incidentsOf([events])
    await check(
      asyncProperty(
        shuffledSubarray(events, { minLength: events.length }),
        shuffledSubarray(events, { maxLength: 20 }),
        array(integer({ min: 1, max: events.length - 1 }), { maxLength: 3 }),
        async (order, twice, cuts) => {
          const ends = [...new Set(cuts), order.length].toSorted((a, b) => a - b)
          const batches = ends.map((end, n) => order.slice(ends[n - 1] ?? 0, end))
          expect(await incidentsOf([...batches, ...(twice.length > 0 ? [twice] : [])])).toEqual(whole)
        },
      ),
      { numRuns: 3 },
    )
  }, 300_000)

  test('whatever else happens beside', async () => {
    const events = [...ordinary(), ...theft()]
    const whole = await incidentsOf([events])
    await check(
      asyncProperty(
        integer({ min: 1, max: 18 }),
        uniqueArray(integer({ min: 2, max: 99 }), { minLength: 1, maxLength: 3 }),
        async (days, people) => {
          const beside = people.flatMap((n) =>
            habit(
              `person-${String(n)}`,
              `AKIAEXAMPLEEXAMP${String(n).padStart(4, '0')}`,
              `84.128.0.${String(100 + n)}`,
              days,
            ),
          )
          expect(await incidentsOf([[...events, ...beside]])).toEqual(whole)
        },
      ),
      { numRuns: 2 },
    )
  }, 300_000)

  test('without it there is none', async () => {
    expect(await incidentsOf([ordinary()])).toEqual([])
  })
})

test('profiles and addresses that are gone are made anew', async () => {
  await inFolder(async (folder) => {
    const root = join(folder, 'lake')
    writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: [...ordinary(), ...theft()] }))
    await bringIn(root, [join(folder, 'log.json')])
    const before = await reportOf(root)
    for (const name of ['profiles', 'addresses']) rmSync(join(root, name), { recursive: true })
    expect(await reportOf(root)).toEqual(before)
  })
})
