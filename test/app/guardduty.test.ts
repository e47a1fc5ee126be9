import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  DEFAULT_SETTINGS,
  detectInWorkspace,
  type InvestigateOptions,
  investigate,
  loadRules,
} from '#app/index.ts'
import type { Report } from '#outputs/index.ts'
import {
  ACCOUNT,
  aliceKey,
  bridged,
  callFrom,
  type Example,
  exported,
  type Json,
  KEY,
  printed,
} from '../guardduty/examples.ts'
import { bringIn, inFolder, within } from './ingest/support.ts'

/** An internet provider, and a place where machines are for rent. */
const [HOME, RENTED] = ['84.128.0.10', '139.162.0.10']
const THEFT = Date.UTC(2026, 2, 14, 3)

const user = (name: string, accessKeyId: string, principalId: string): Json => ({
  type: 'IAMUser',
  arn: `arn:aws:iam::${ACCOUNT}:user/team/${name}`,
  userName: name,
  principalId,
  accountId: ACCOUNT,
  accessKeyId,
})
const ALICE = user('alice', KEY, 'AIDACKCEVSQ6C2EXAMPLE')
const CAROL = user('carol', 'AKIAI44QH8DHBEXAMPLE', 'AIDACAROLCAROLEXAMPLE')

const event = (id: string, timeMs: number, call: string, ip: string, by: Json, more: Json = {}): Json => {
  const [service = '', eventName = ''] = call.split(':')
  return {
    eventVersion: '1.11',
    eventID: id,
    eventTime: new Date(timeMs).toISOString().replace('.000Z', 'Z'),
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

const minutes = (n: number): number => THEFT + n * 60_000

/** Two weeks of two people at home; then alice's key from elsewhere. */
const events = (): readonly Json[] => [
  ...Array.from({ length: 14 }, (_, day) => Date.UTC(2026, 2, 1 + day, 9)).flatMap((at, day) => [
    event(`alice-${String(day)}`, at, 's3:ListBuckets', HOME, ALICE),
    event(`carol-${String(day)}`, at, 's3:ListBuckets', '84.128.0.20', CAROL),
  ]),
  event('theft-0', minutes(0), 'sts:GetCallerIdentity', RENTED, ALICE),
  event('theft-1', minutes(5), 'iam:ListUsers', RENTED, ALICE),
  event('theft-2', minutes(8), 'iam:ListUsers', RENTED, ALICE),
  event('theft-3', minutes(9), 'cloudtrail:StopLogging', RENTED, ALICE, {
    requestParameters: { name: 'trail' },
  }),
  event('carol-now', minutes(6), 'iam:ListUsers', '84.128.0.20', CAROL),
]

const seen = (example: Example = {}): Json =>
  exported({ action: callFrom(RENTED, 'ListUsers'), severity: 8, ...example })

interface File {
  readonly name: string
  readonly content: string | Buffer
}

const logs: File = { name: 'logs.json', content: JSON.stringify({ Records: events() }) }
const lines = (...findings: readonly unknown[]): string =>
  findings.map((one) => `${JSON.stringify(one)}\n`).join('')

const ALL_RULES = loadRules(DEFAULT_SETTINGS, [])
const WITH_OURS = { rules: ALL_RULES }

const ASK: Omit<InvestigateOptions, 'signal' | 'onProgress'> = {
  settings: DEFAULT_SETTINGS,
  rules: { ...ALL_RULES, rules: [], correlations: [], behaviours: [] },
  scope: { fromMs: undefined, toMs: undefined, accounts: [], regions: [] },
  minLevel: 'informational',
}
const ASK_NOW = { ...ASK, signal: new AbortController().signal, onProgress: () => undefined }

/** The report of one folder, after reading each of these files by itself and in this order. */
async function reportOf(files: readonly File[], ask: Partial<typeof ASK> = {}): Promise<Report> {
  let report: Report | undefined
  await inFolder(async (folder) => {
    const root = join(folder, 'lake')
    for (const { name, content } of files) {
      writeFileSync(join(folder, name), content)
      await bringIn(root, [join(folder, name)])
    }
    report = await within(
      root,
      async (workspace) => (await detectInWorkspace(workspace, { ...ASK, ...ask })).report,
    )
  })
  if (report === undefined) throw new Error('no report')
  return report
}

const theirs = ({ findings }: Report) => findings.filter(({ kind }) => kind === 'guardduty')

describe('forms, told by content', () => {
  test('each is read, whatever its name', async () => {
    const forms: Readonly<Record<string, (finding: Json) => string | Buffer>> = {
      export: (finding) => lines(finding),
      gzip: (finding) => gzipSync(lines(finding)),
      bridged: (finding) => JSON.stringify(bridged(finding)),
      queued: (finding) => JSON.stringify({ Messages: [{ Body: JSON.stringify(bridged(finding)) }] }),
      printed: (finding) => JSON.stringify({ Findings: [printed(finding)] }, null, 4),
      array: (finding) => JSON.stringify([finding]),
    }
    const files = Object.entries(forms).map(([id, write]) => ({
      name: `${id}.txt`,
      content: write(seen({ id })),
    }))
    const report = await reportOf([logs, ...files])
    expect(report.input).toMatchObject({
      guardDutyFindings: files.length,
      rejectedCount: 0,
      notEventsCount: 0,
    })
    expect(theirs(report)).toHaveLength(files.length)
    for (const { eventIds, level } of theirs(report))
      expect({ eventIds, level }).toEqual({ eventIds: ['theft-1', 'theft-2'], level: 'high' })
  })

  test('events and findings in one file, and broken ones between them', async () => {
    const broken = { ...seen({ id: 'broken' }), severity: 'very' }
    const text = `${lines(...events(), seen(), broken)}{"schemaVersion":"2.0","accountId":"1234\n${lines(seen({ id: 'second' }))}`
    const report = await reportOf([{ name: 'mixed.log', content: text }])
    expect(report.input).toMatchObject({
      events: events().length,
      guardDutyFindings: 2,
      rejectedCount: 2,
    })
    expect(report.input.rejected.map(({ place, reason }) => `${place}: ${reason}`)).toEqual([
      `record ${String(events().length + 2)}: a GuardDuty finding that cannot be used: its severity is no number up to 10`,
      expect.stringContaining(`record ${String(events().length + 3)}`),
    ])
  })
})

const instance = { resourceType: 'Instance', instanceDetails: { instanceId: 'i-0123456789abcdef0' } }
const connection = (direction: string): Json => ({
  networkConnectionAction: { connectionDirection: direction, remoteIpDetails: { ipAddressV4: RENTED } },
})
const ALL_THEFT = ['theft-0', 'theft-1', 'theft-2', 'theft-3']
const otherKey = { accessKeyDetails: { ...aliceKey, accessKeyId: 'AKIAEXAMPLEEXAMPLE99' } }

/** What a finding is like, and the events that it is about. */
const TIES: readonly (readonly [string, Example, readonly string[]])[] = [
  ['key, address and call', {}, ['theft-1', 'theft-2']],
  [
    'key and address, another call than those logged',
    { action: callFrom(RENTED, 'GetObject', 's3.amazonaws.com') },
    ALL_THEFT,
  ],
  [
    'a key used elsewhere at that time is not what it saw',
    { action: callFrom('192.0.2.77', 'ListUsers') },
    [],
  ],
  [
    'key and call, no address',
    { action: { awsApiCallAction: { api: 'StopLogging', serviceName: 'cloudtrail.amazonaws.com' } } },
    ['theft-3'],
  ],
  ['caller, where the key is another', { resource: otherKey }, ['theft-1', 'theft-2']],
  ['address and call, where nobody is named', { resource: {} }, ['theft-1', 'theft-2']],
  ['a connection that came from the address', { resource: {}, action: connection('INBOUND') }, ALL_THEFT],
  ['a connection that went to the address', { resource: {}, action: connection('OUTBOUND') }, []],
  [
    '10 minutes after it was last seen',
    { first: '2026-03-14T02:00:00Z', last: '2026-03-14T02:50:00Z' },
    ['theft-0'],
  ],
  ['later than that', { first: '2026-03-14T02:00:00Z', last: '2026-03-14T02:49:59Z' }, []],
  [
    '10 minutes before it was first seen',
    { first: '2026-03-14T03:19:00Z', last: '2026-03-14T04:00:00Z' },
    ['theft-3'],
  ],
  ['earlier than that', { first: '2026-03-14T03:19:01Z', last: '2026-03-14T04:00:00Z' }, []],
  [
    'an instance by the call that launched it, a day and 10 minutes before',
    { resource: instance, action: {}, first: '2026-03-15T03:17:00Z', last: '2026-03-15T04:00:00Z' },
    ['launch'],
  ],
  [
    'one that was launched before that',
    { resource: instance, action: {}, first: '2026-03-15T03:17:01Z', last: '2026-03-15T04:00:00Z' },
    [],
  ],
]

describe('tied to events', () => {
  test('by whatever they have in common with those of that time', async () => {
    const launch = event('launch', minutes(7), 'ec2:RunInstances', RENTED, CAROL, {
      responseElements: { instancesSet: { items: [{ instanceId: 'i-0123456789abcdef0' }] } },
    })
    const typeOf = (n: number): string => `Recon:IAMUser/Case${String(n)}`
    const content = lines(
      launch,
      ...TIES.map(([, example], n) => seen({ id: `case-${String(n)}`, type: typeOf(n), ...example })),
    )
    const report = await reportOf([logs, { name: 'g.jsonl', content }])
    const byType = new Map(theirs(report).map(({ detection, eventIds }) => [detection, eventIds]))
    const found = TIES.map(([name, example], n) => [name, example, byType.get(typeOf(n))])
    // Carol's launch comes from the thief's address as well: only findings that name nobody's key tell it.
    const own = found.map(([name, example, ids]) => [
      name,
      example,
      name === 'a connection that came from the address' && Array.isArray(ids)
        ? ids.filter((id) => id !== 'launch')
        : ids,
    ])
    expect(own).toEqual(TIES)
  })

  test('a finding is evidence of an incident like any other', async () => {
    const report = await reportOf([logs, { name: 'g.jsonl', content: lines(seen()) }], WITH_OURS)
    const [incident] = report.incidents
    const [finding] = theirs(report)
    expect(report.incidents).toHaveLength(1)
    // GuardDuty names no path: the logs do.
    expect(finding).toMatchObject({
      principal: `arn:aws:iam::${ACCOUNT}:user/team/alice`,
      sessions: [KEY],
    })
    expect(incident?.findingIds).toContain(finding?.id)
    expect(report.guardduty).toMatchObject({
      findings: 1,
      agreed: 1,
      raisedAlone: 0,
      incidents: [{ incidentId: incident?.id, findingIds: [finding?.id] }],
      incidentsUnseen: [],
    })
  })

  test('an incident that it says nothing about is told, and a finding without events', async () => {
    const nobody = { ...aliceKey, accessKeyId: 'AKIAEXAMPLEEXAMPLE99', principalId: 'AIDANOBODY' }
    const other = seen({
      resource: { accessKeyDetails: nobody },
      action: callFrom('192.0.2.99', 'ListUsers'),
    })
    const report = await reportOf([logs, { name: 'g.jsonl', content: lines(other) }], WITH_OURS)
    expect(report.guardduty).toMatchObject({
      findings: 1,
      agreed: 0,
      withoutEvents: 1,
      incidentsUnseen: [report.incidents[0]?.id],
    })
    expect(report.coverage.notes.join(' ')).toContain(
      'GuardDuty saw 1 thing that these logs hold no events of',
    )
    expect(theirs(report)[0]?.why).toContain('These logs hold no such events.')
  })
})

describe('kept once each', () => {
  const old = seen({ count: 2, title: 'old' })
  const young = seen({ count: 7, title: 'young', updatedAt: '2026-03-15T00:00:00Z' })
  const files: readonly File[] = [
    logs,
    { name: 'old.jsonl', content: lines(old) },
    { name: 'young.json', content: JSON.stringify({ Findings: [printed(young)] }) },
    { name: 'again.jsonl', content: lines(young, old, young) },
  ]

  test('the newest update wins, in whatever order they come', async () => {
    const one = await reportOf(files)
    const other = await reportOf(files.toReversed())
    expect(theirs(one)).toMatchObject([{ count: 7 }])
    const { guardduty, findings, incidents } = one
    expect({ guardduty, findings, incidents }).toEqual({
      guardduty: other.guardduty,
      findings: other.findings,
      incidents: other.incidents,
    })
  })

  test('a second reading adds nothing; only files that are named count', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'lake')
      for (const { name, content } of files) writeFileSync(join(folder, name), content)
      const read = async (names: readonly string[]): Promise<Report> =>
        within(root, async (workspace) => {
          const inputs = names.map((name) => join(folder, name))
          return (await investigate(inputs, workspace, ASK_NOW)).report
        })
      const first = await read(files.map(({ name }) => name))
      const again = await read(files.map(({ name }) => name))
      expect(again.input).toMatchObject({ skipped: 4, guardDutyFindings: 1 })
      expect(again.guardduty).toEqual(first.guardduty)
      expect(again.findings).toEqual(first.findings)
      expect(theirs(await read(['logs.json', 'old.jsonl']))).toMatchObject([{ count: 2 }])
      expect((await read(['logs.json'])).guardduty).toBeNull()
    })
  })
})

describe('what raises nothing', () => {
  test('samples are counted, and no findings', async () => {
    const report = await reportOf([logs, { name: 'g.jsonl', content: lines(seen({ title: '[SAMPLE] x' })) }])
    expect(theirs(report)).toEqual([])
    expect(report.guardduty).toMatchObject({ findings: 0, samples: 1 })
  })

  test('an archived one belongs to an incident, and makes none', async () => {
    const archived = { name: 'g.jsonl', content: lines(seen({ archived: true })) }
    const alone = await reportOf([logs, archived])
    expect(alone).toMatchObject({ incidents: [], guardduty: { findings: 1, archived: 1, inNone: 1 } })
    const open = await reportOf([logs, { name: 'g.jsonl', content: lines(seen()) }])
    expect(open).toMatchObject({
      incidents: [{ severity: 'high' }],
      guardduty: { raisedAlone: 1, incidentsAlone: [open.incidents[0]?.id] },
    })
    const beside = await reportOf([logs, archived], WITH_OURS)
    expect(beside.guardduty).toMatchObject({ agreed: 1, archived: 1 })
  })

  test('times and accounts that are not asked for', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'lake')
      writeFileSync(join(folder, 'g.jsonl'), lines(seen()))
      await bringIn(root, [join(folder, 'g.jsonl')])
      await within(root, async (workspace) => {
        const isSeen = async (scope: Partial<(typeof ASK)['scope']>): Promise<boolean> => {
          const { report } = await detectInWorkspace(workspace, {
            ...ASK,
            scope: { ...ASK.scope, ...scope },
          })
          return report.guardduty !== null
        }
        expect(await isSeen({ accounts: ['111122223333'] })).toBe(false)
        expect(await isSeen({ accounts: [ACCOUNT] })).toBe(true)
        expect(await isSeen({ fromMs: minutes(10) + 1 })).toBe(false)
        expect(await isSeen({ fromMs: minutes(10) })).toBe(true)
        expect(await isSeen({ toMs: minutes(0) })).toBe(false)
        expect(await isSeen({ toMs: minutes(0) + 1 })).toBe(true)
      })
    })
  })
})
