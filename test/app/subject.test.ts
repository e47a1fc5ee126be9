import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, describeSubject, openWorkspace, type Workspace } from '#app/index.ts'
import { ingest } from '#app/ingest/ingest.ts'
import { DAY_MS, HOUR_MS } from '#kernel/index.ts'
import type { SubjectReport } from '#outputs/index.ts'
import { DEFAULT_READ_LIMITS } from '#sources/index.ts'

const ALICE = 'arn:aws:iam::123456789012:user/alice'
const START_MS = Date.UTC(2026, 0, 5)
const KEY = 'AKIAIOSFODNN7EXAMPLE'
const OTHER_KEY = 'AKIAI44QH8DHBEXAMPLE'

let made = 0
const call = (day: number, hour: number, more: object = {}) => ({
  eventVersion: '1.08',
  eventTime: new Date(START_MS + day * DAY_MS + hour * HOUR_MS).toISOString().replace('.000Z', 'Z'),
  eventSource: 'logs.amazonaws.com',
  eventName: 'FilterLogEvents',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2.31.18',
  managementEvent: true,
  readOnly: true,
  userIdentity: identity('alice', KEY),
  eventID: `11111111-2222-4333-8444-${String(++made).padStart(12, '0')}`,
  recipientAccountId: '123456789012',
  ...more,
})
const identity = (userName: string, accessKeyId: string) => ({
  type: 'IAMUser',
  userName,
  arn: `arn:aws:iam::123456789012:user/${userName}`,
  principalId: 'AIDAEXAMPLE',
  accountId: '123456789012',
  accessKeyId,
})
const getObject = (key: string, bytes: number) => ({
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  eventCategory: 'Data',
  managementEvent: false,
  requestParameters: { bucketName: 'example-exports', key },
  additionalEventData: { bytesTransferredOut: bytes },
})
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n)

const EVENTS = [
  // Every day two calls at 9 and 10; on day 2 in another region, and again on day 22.
  ...range(25).flatMap((day) => [call(day, 9), call(day, 10, { eventName: 'DescribeLogGroups' })]),
  call(2, 9.5, { awsRegion: 'us-east-1' }),
  call(22, 9.5, { awsRegion: 'us-east-1' }),
  // An hour more on day 12 is no news; three in the morning of day 20, from elsewhere, is.
  call(12, 11),
  ...range(60).map((n) =>
    call(20, 3 + n / 1000, {
      sourceIPAddress: '198.51.100.23',
      ...getObject(`object-${String(n % 30)}`, 1e6),
    }),
  ),
  call(20, 4, {
    sourceIPAddress: '198.51.100.23',
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
    errorCode: 'AccessDenied',
  }),
  // Somebody seen on one day, and one who was away for long.
  call(24, 9, { userIdentity: identity('alice-new', OTHER_KEY) }),
  call(1, 9, { userIdentity: identity('bob', 'AKIAEXAMPLEBOB') }),
  call(2, 9, { userIdentity: identity('bob', 'AKIAEXAMPLEBOB') }),
  call(24, 9, { userIdentity: identity('bob', 'AKIAEXAMPLEBOB') }),
]

const folder = mkdtempSync(join(tmpdir(), 'trailhound-subject-'))
let workspace: Workspace
beforeAll(async () => {
  mkdirSync(join(folder, 'logs'))
  // Late files first, and the first of them twice: the order in which they come must not matter.
  const halves = [EVENTS.slice(40), EVENTS.slice(0, 40), EVENTS.slice(40)]
  for (const [n, records] of halves.entries())
    writeFileSync(join(folder, 'logs', `${String(n)}.json`), JSON.stringify({ Records: records }))
  workspace = await openWorkspace(join(folder, 'workspace'), DEFAULT_SETTINGS)
  await ingest([join(folder, 'logs')], workspace, {
    limits: DEFAULT_READ_LIMITS,
    workerCount: 1,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
})
afterAll(async () => {
  await workspace.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = async (kind: 'key' | 'principal', text: string, more: object = {}): Promise<SubjectReport> =>
  describeSubject(workspace, { kind, text, settings: DEFAULT_SETTINGS, recentDays: 30, ...more })
const told = ({ departures }: SubjectReport, dimension: string): readonly string[] =>
  departures
    .filter((one) => one.dimension === dimension)
    .map(({ reason, value, at }) => `${reason} ${value} ${at}`)
const valuesOf = ({ usual }: SubjectReport, dimension: string) =>
  usual.find((one) => one.dimension === dimension)?.values ?? []

describe('what is usual', () => {
  test('totals, hours and days', async () => {
    const report = await ask('key', KEY)
    expect(report.totals).toMatchObject({
      events: 114,
      denied: 1,
      days: 25,
      sessions: 1,
      bytesOut: 60_000_000,
      firstEvent: '2026-01-05T09:00:00Z',
      lastEvent: '2026-01-29T10:00:00Z',
    })
    expect(
      report.hours
        .map((count, hour) => `${String(hour)}:${String(count)}`)
        .filter((text) => !text.endsWith(':0')),
    ).toEqual(['3:60', '4:1', '9:27', '10:25', '11:1'])
    expect(report.days).toHaveLength(25)
    expect(report.days[20]).toEqual({ day: '2026-01-25', events: 63, denied: 1, bytesOut: 60_000_000 })
  })

  test('values with counts and dates, the most frequent first', async () => {
    const report = await ask('key', KEY)
    expect(valuesOf(report, 'bucket')).toMatchObject([
      { value: 'example-exports', events: 60, days: 1, bytesOut: 60_000_000, objects: 30 },
    ])
    expect(valuesOf(report, 'service').map(({ value, events }) => [value, events])).toEqual([
      ['s3', 60],
      ['logs', 53],
      ['iam', 1],
    ])
    expect(valuesOf(report, 'denied')).toMatchObject([{ value: 'iam:CreateUser', events: 1, denied: 1 }])
    expect(valuesOf(report, 'principal').map(({ value }) => value)).toEqual([ALICE])
  })

  test('a principal is told like its key', async () => {
    const [key, principal] = [await ask('key', KEY), await ask('principal', ALICE)]
    expect({ ...principal, kind: 'key', name: KEY }).toEqual(key)
  })
})

describe('what departed', () => {
  test('first met, after a week of learning, with its events', async () => {
    const report = await ask('key', KEY)
    expect(report.newSince).toBe('2026-01-12T09:00:00Z')
    expect(told(report, 'service')).toEqual(['new s3 2026-01-25T03:00:00Z', 'new iam 2026-01-25T04:00:00Z'])
    expect(report.departures.find(({ dimension }) => dimension === 'bucket')).toMatchObject({
      events: 60,
      bytesOut: 60_000_000,
      eventIds: range(5).map((n) => EVENTS[53 + n]?.eventID),
    })
  })

  test('an address is told by its network', async () => {
    const report = await ask('key', KEY)
    expect(valuesOf(report, 'network').map(({ value, events }) => [value, events])).toEqual([
      ['198.51.0.0/16', 61],
      ['203.0.0.0/16', 53],
    ])
    expect(told(report, 'network')).toEqual(['new 198.51.0.0/16 2026-01-25T03:00:00Z'])
    expect(told(report, 'address')).toEqual([])
    const settings = { ...DEFAULT_SETTINGS, trustedNetworks: ['198.51.100.0/24'] }
    expect(told(await ask('key', KEY, { settings }), 'network')).toEqual([
      'new own:198.51.100.0/24 2026-01-25T03:00:00Z',
    ])
  })

  test('an hour is new only where none next to it is known', async () => {
    expect(told(await ask('key', KEY), 'hour')).toEqual(['new 03 2026-01-25T03:00:00Z'])
  })

  test('a value again after a long silence', async () => {
    expect(told(await ask('key', KEY), 'region')).toEqual(['returned us-east-1 2026-01-27T09:30:00Z'])
    const region = (await ask('key', KEY)).departures.find(({ dimension }) => dimension === 'region')
    expect(region).toMatchObject({ silentDays: 20, events: 1, eventIds: [EVENTS[51]?.eventID] })
  })

  test('a day of far more than any before', async () => {
    const report = await ask('key', KEY)
    expect(told(report, 'calls')).toEqual(['volume 2026-01-25 2026-01-25T03:00:00Z'])
    expect(told(report, 'bytes')).toEqual(['volume 2026-01-25 2026-01-25T03:00:00Z'])
  })

  test('the whole of it after a long silence', async () => {
    const report = await ask('principal', 'bob')
    expect(told(report, 'subject')).toEqual(['returned 2026-01-29 2026-01-29T09:00:00Z'])
    expect(report.departures.find(({ dimension }) => dimension === 'subject')?.silentDays).toBe(22)
  })

  test.each([
    { name: 'before the last days', recentDays: 3, services: [] },
    { name: 'within them', recentDays: 5, services: ['s3', 'iam'] },
  ])('not $name', async ({ recentDays, services }) => {
    const report = await ask('key', KEY, { recentDays })
    const news = report.departures.filter(({ dimension }) => dimension === 'service')
    expect(news.map(({ value }) => value)).toEqual(services)
  })

  test('nothing where less than a day is known', async () => {
    const report = await ask('key', OTHER_KEY)
    expect(report).toMatchObject({ newSince: null, departures: [], totals: { events: 1 } })
    expect(report.notes.join()).toContain('Less than a day is known')
  })
})

test('times bound what is looked at: from is in, to is not', async () => {
  const fromMs = START_MS + 20 * DAY_MS + 3 * HOUR_MS
  const report = await ask('key', KEY, { fromMs, toMs: fromMs + HOUR_MS })
  expect(report.totals.events).toBe(60)
  expect(report).toMatchObject({
    since: '2026-01-25T03:00:00Z',
    until: '2026-01-25T04:00:00Z',
    newSince: null,
  })
})

describe('who is meant', () => {
  test.each([
    { name: 'a part that one has', kind: 'principal', text: 'ALICE-n', is: `${ALICE}-new` },
    { name: 'the whole name, although it begins another', kind: 'principal', text: ALICE, is: ALICE },
    { name: 'the last part of one only', kind: 'principal', text: 'alice', is: ALICE },
    { name: 'a key in small letters', kind: 'key', text: ` ${KEY.toLowerCase()}`, is: KEY },
  ] as const)('$name', async ({ kind, text, is }) => {
    expect((await ask(kind, text)).name).toBe(is)
  })

  test.each([
    {
      name: 'more than one',
      kind: 'principal',
      text: 'user/',
      says: '3 principals have user/ in their names:\narn:',
    },
    { name: 'none', kind: 'principal', text: 'mallory', says: 'No principal in this workspace has mallory' },
    {
      name: 'wildcards are letters',
      kind: 'principal',
      text: '%',
      says: 'No principal in this workspace has %',
    },
    {
      name: 'no such key',
      kind: 'key',
      text: 'AKIA',
      says: 'no call by the access key AKIA in this workspace.',
    },
    { name: 'nothing', kind: 'key', text: "' or 1=1 --", says: "no call by the access key ' OR 1=1 --" },
  ] as const)('$name: an error that says so', async ({ kind, text, says }) => {
    await expect(ask(kind, text)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(says),
    })
  })

  test('none within these times', async () => {
    await expect(ask('key', KEY, { toMs: START_MS })).rejects.toMatchObject({
      message: `There is no call by the access key ${KEY} in this workspace within these times.`,
    })
  })
})
