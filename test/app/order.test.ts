import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asyncProperty, assert as check, integer, shuffledSubarray, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import { detectIn } from './detect-in.ts'
import { bringIn, inFolder } from './ingest/support.ts'

type Json = Readonly<Record<string, unknown>>
interface Call {
  readonly id: string
  readonly call: string
  readonly by: Json
  readonly request: Json
  readonly account?: string
  readonly response?: Json
  readonly time?: string
}

const [ACCOUNT, OTHER] = ['123456789012', '210987654321']
const KEY = 'AKIAIOSFODNN7EXAMPLE'
const MADE_KEY = 'AKIAI44QH8DHBEXAMPLE'
/** CloudTrail's times tell seconds only: all of this happens in one. */
const MOMENT = '2026-03-14T03:00:00Z'

const record = ({ id, call, by, request, account = ACCOUNT, response, time = MOMENT }: Call): Json => {
  const [service = '', eventName = ''] = call.split(':')
  return {
    eventVersion: '1.11',
    eventID: id,
    eventTime: time,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: '139.162.0.10',
    userAgent: 'aws-cli/2.15.30 md/Botocore#1.34.0',
    userIdentity: by,
    recipientAccountId: account,
    requestParameters: request,
    ...(response === undefined ? {} : { responseElements: response }),
    readOnly: false,
    eventCategory: 'Management',
  }
}

const user = (name: string, account = ACCOUNT): Json => ({
  type: 'IAMUser',
  arn: `arn:aws:iam::${account}:user/${name}`,
  userName: name,
  accountId: account,
  accessKeyId: KEY,
})

/** Sessions of one role, said to be of two accounts. */
const session = (accountId: string): Json => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/operations/x`,
  accountId,
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      arn: `arn:aws:iam::${ACCOUNT}:role/operations`,
      userName: 'operations',
      accountId,
    },
  },
})

const alice = user('alice')
const policy = (principal: string): string =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 's3:GetObject' }] })

/** Each of these by itself leaves it open which came first, or whose it is. */
const AT_ONCE: readonly Call[] = [
  ...['alice', 'bob', 'carol'].map((name) => ({
    id: `trail-${name}`,
    call: 'cloudtrail:StopLogging',
    by: user(name),
    request: { name: `trail-of-${name}` },
  })),
  ...['111122223333', '444455556666'].map((account, i) => ({
    id: `share-${String(i)}`,
    call: 'rds:ModifyDBClusterSnapshotAttribute',
    by: alice,
    request: { dBClusterSnapshotIdentifier: 'payroll', attributeName: 'restore', valuesToAdd: [account] },
  })),
  ...['one', 'two'].map((id) => ({
    id: `detector-${id}`,
    call: 'guardduty:UpdateDetector',
    by: alice,
    request: { detectorId: 'd1', enable: false },
  })),
  ...['*', 'arn:aws:iam::444455556666:root'].map((principal, i) => ({
    id: `policy-${String(i)}`,
    call: 's3:PutBucketPolicy',
    by: alice,
    request: { bucketName: 'payroll', bucketPolicy: policy(principal) },
  })),
  ...['Inactive', 'Active'].map((status) => ({
    id: `key-${status}`,
    call: 'iam:UpdateAccessKey',
    by: alice,
    request: { userName: 'bob', accessKeyId: MADE_KEY, status },
  })),
  ...['iam:CreateUser', 'iam:DeleteUser', 'iam:CreateUser'].map((call, i) => ({
    id: `user-${String(i)}`,
    call,
    by: alice,
    request: { userName: 'backdoor' },
  })),
  {
    id: 'made-key',
    call: 'iam:CreateAccessKey',
    by: alice,
    request: { userName: 'bob' },
    response: { accessKey: { accessKeyId: MADE_KEY, userName: 'bob', status: 'Active' } },
  },
  // One id in the logs of two accounts.
  ...[ACCOUNT, OTHER].flatMap((account) => [
    {
      id: 'twin',
      call: 'guardduty:DeleteDetector',
      by: user('alice', account),
      request: { detectorId: account },
      account,
    },
    {
      id: 'twin-repository',
      call: 'ecr:SetRepositoryPolicy',
      by: user('alice', account),
      request: { repositoryName: 'images' },
      account,
    },
    {
      id: 'twin-session',
      call: 'ec2:DisableEbsEncryptionByDefault',
      by: session(account),
      request: {},
      account,
    },
  ]),
]

/** A week of ordinary mornings before it, so that somebody has a past. */
const BEFORE: readonly Call[] = ['alice', 'bob'].flatMap((name) =>
  Array.from({ length: 8 }, (_, day) => ({
    id: `${name}-${String(day)}`,
    call: 's3:PutBucketTagging',
    by: user(name),
    request: { bucketName: 'site' },
    time: `2026-03-0${String(day + 1)}T09:00:00Z`,
  })),
)

const FILES = 3

/** @param batches - a file each, brought in one after another. */
const reportOf = async (batches: readonly (readonly Json[])[]) =>
  await inFolder(async (folder) => {
    const root = join(folder, 'lake')
    for (const [i, batch] of batches.entries()) {
      const file = join(folder, `${String(i)}.json`)
      writeFileSync(file, JSON.stringify({ Records: batch }))
      await bringIn(root, [file])
    }
    const { generatedAt: _, ...report } = (await detectIn(root)).report
    return report
  })

/** Cut where these say, into so many files. */
const filesOf = (records: readonly Json[], cuts: readonly number[]): readonly (readonly Json[])[] => {
  const ends = [...cuts.toSorted((a, b) => a - b), records.length]
  return ends.map((end, n) => records.slice(ends[n - 1] ?? 0, end))
}

test('what happens in one moment gives one report, whatever the order of files and records', async () => {
  const records = [...BEFORE, ...AT_ONCE].map(record)
  const whole = await reportOf(filesOf(records, [10, 20]))
  const story = whole.incidents[0]?.story
  const [containment, undo] = [story?.containment ?? [], story?.undo ?? []].map((steps) =>
    steps.map(({ title }) => title),
  )
  expect(containment).toContain(`Switch off key ${KEY} of alice, bob and carol (account ${ACCOUNT})`)
  for (const account of ['111122223333', '444455556666']) {
    const back = `Take database snapshot payroll back from ${account} (account ${ACCOUNT}, us-east-1)`
    expect([containment, undo]).toEqual([expect.arrayContaining([back]), expect.arrayContaining([back])])
  }
  expect(undo?.filter((title) => title.startsWith('Switch GuardDuty detector d1 on again'))).toHaveLength(2)
  for (const account of [ACCOUNT, OTHER])
    expect(undo).toContain(`Set up GuardDuty as it was (account ${account}, us-east-1)`)
  await check(
    asyncProperty(
      shuffledSubarray(records, { minLength: records.length }),
      uniqueArray(integer({ min: 1, max: records.length - 1 }), {
        minLength: FILES - 1,
        maxLength: FILES - 1,
      }),
      async (order, cuts) => {
        expect(await reportOf(filesOf(order, cuts))).toEqual(whole)
      },
    ),
    { numRuns: 6, endOnFailure: true },
  )
}, 300_000)
