import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { detect } from '#app/detect.ts'
import { DEFAULT_SETTINGS, loadRules, openWorkspace, type Run, type Workspace } from '#app/index.ts'
import { lakeEvents } from '#app/lake.ts'
import { hide } from '#app/tuning/apply-exceptions.ts'
import { addException } from '#app/tuning/rewrite-exceptions.ts'
import type { Exception, ExceptionScope, Finding } from '#findings/index.ts'
import type { Fragment } from '#store/index.ts'
import { detectIn, lakeWith } from '../detect-in.ts'
import { ACCOUNT, type Json, KEY, record, session, user } from './logs.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-tuning-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NOW = Date.now()
const dayFrom = (days: number): string => new Date(NOW + days * 86_400_000).toISOString().slice(0, 10)
const EMPTY: ExceptionScope = {
  principals: [],
  accounts: [],
  networks: [],
  clients: [],
  resources: [],
  roles: [],
}
const exception = (
  detections: readonly string[],
  scope: Partial<ExceptionScope>,
  changes: Partial<Exception> = {},
) => ({
  id: 'one',
  detections,
  scope: { ...EMPTY, ...scope },
  reason: 'rehearsal',
  by: 'alice',
  since: dayFrom(0),
  expires: dayFrom(30),
  ...changes,
})

const RULES = loadRules(DEFAULT_SETTINGS, [])
let lakes = 0
const lakeOf = async (records: readonly Json[]): Promise<string> => {
  lakes += 1
  return await lakeWith(mkdtempSync(join(folder, `${String(lakes)}-`)), records)
}
/** What is reported of records under exceptions. */
async function reportOf(records: readonly Json[], exceptions: readonly Exception[]): Promise<Run['report']> {
  const root = await lakeOf(records)
  for (const one of exceptions) addException(join(root, 'exceptions.yml'), one, NOW)
  return (await detectIn(root, { rules: RULES })).report
}

/** A mild finding, so that no incident comes of it. */
const MILD = 'snapshot-made-by-hand'
const snapshot = (id: string, changes: Partial<Parameters<typeof record>[0]> = {}): Json =>
  record({
    id,
    day: 3,
    minute: 600,
    call: 'ec2:CreateSnapshot',
    ip: '203.0.113.7',
    by: user('alice', KEY),
    request: { volumeId: `vol-${id}` },
    response: { snapshotId: `snap-${id}`, volumeId: `vol-${id}` },
    ...changes,
  })
const STOPPED = 'trail-stopped'
const stop = (id: string, changes: Partial<Parameters<typeof record>[0]> = {}): Json =>
  record({
    id,
    day: 3,
    minute: 600,
    call: 'cloudtrail:StopLogging',
    ip: '203.0.113.7',
    by: user('alice', KEY),
    request: { name: 'trail' },
    ...changes,
  })

describe('what is hidden', () => {
  let workspace: Workspace
  let events: Fragment
  let findings: readonly Finding[]
  const [OTHER, BOT] = ['111122223333', session('onboarding', 'ASIAIOSFODNN7EXAMPLE')]
  const make = (userName: string, minute: number): Json =>
    record({
      id: userName,
      day: 3,
      minute,
      call: 'iam:CreateAccessKey',
      ip: '203.0.113.7',
      by: BOT,
      request: { userName },
      response: { accessKey: { accessKeyId: `AKIA${userName.toUpperCase()}`, userName, status: 'Active' } },
    })
  const bulk = Array.from({ length: 1100 }, (_, i) =>
    snapshot(`bulk-${String(i).padStart(4, '0')}`, {
      day: 5,
      minute: i,
      ip: i === 1050 ? '198.51.100.9' : '203.0.113.7',
      by: user('backup', 'AKIAI44QH8DHBEXAMPLE'),
    }),
  )
  beforeAll(async () => {
    const root = await lakeOf([
      snapshot('office'),
      snapshot('cafe', {
        minute: 700,
        ip: '198.51.100.9',
        agent: 'Boto3/1.34.0 md/Botocore#1.34.0 lang/python#3.11',
      }),
      snapshot('same', { minute: 800, by: user('carol', 'AKIAEXAMPLEEXAMPLE01') }),
      snapshot('same', { minute: 800, by: user('carol', 'AKIAEXAMPLEEXAMPLE01'), account: OTHER }),
      make('bob', 600),
      make('dave', 660),
      ...bulk,
    ])
    workspace = await openWorkspace(root, DEFAULT_SETTINGS)
    events = await lakeEvents(workspace)
    const scope = { sourceIds: undefined, fromMs: undefined, toMs: undefined, accounts: [], regions: [] }
    findings = await detect(workspace, events, { rules: RULES, settings: DEFAULT_SETTINGS, scope })
  }, 60_000)
  afterAll(async () => workspace.close())

  const under = async (exceptions: readonly Exception[]) =>
    hide(workspace, findings, { settings: DEFAULT_SETTINGS, rules: RULES, events, exceptions })
  const of = (all: readonly Finding[], name: string, who: string): readonly Finding[] =>
    all.filter(({ detection, principal }) => detection === name && principal?.endsWith(who))
  const idsOf = (all: readonly Finding[]): readonly string[] => all.flatMap(({ eventIds }) => eventIds)

  test.each<{ name: string; scope: Partial<ExceptionScope>; left: readonly string[] }>([
    { name: 'principal', scope: { principals: [`arn:aws:iam::${ACCOUNT}:user/alice`] }, left: [] },
    { name: 'principal by pattern', scope: { principals: ['*:user/alic?'] }, left: [] },
    {
      name: 'another principal',
      scope: { principals: [`arn:aws:iam::${ACCOUNT}:user/bob`] },
      left: ['office', 'cafe'],
    },
    {
      name: 'other letters',
      scope: { principals: [`arn:aws:iam::${ACCOUNT}:user/Alice`] },
      left: ['office', 'cafe'],
    },
    {
      name: 'a star that is none',
      scope: { principals: [String.raw`*:user/alic\*`] },
      left: ['office', 'cafe'],
    },
    { name: 'account', scope: { accounts: [ACCOUNT] }, left: [] },
    { name: 'another account', scope: { accounts: [OTHER] }, left: ['office', 'cafe'] },
    { name: 'network', scope: { networks: ['203.0.113.0/24'] }, left: ['cafe'] },
    { name: 'the network just beside it', scope: { networks: ['203.0.113.8/29'] }, left: ['office', 'cafe'] },
    { name: 'two networks', scope: { networks: ['203.0.113.0/24', '198.51.100.8/31'] }, left: [] },
    {
      name: 'address and principal',
      scope: { networks: ['203.0.113.7'], principals: ['*/alice'] },
      left: ['cafe'],
    },
    {
      name: 'address and another principal',
      scope: { networks: ['203.0.113.7'], principals: ['*/bob'] },
      left: ['office', 'cafe'],
    },
    { name: 'client and account', scope: { clients: ['aws-cli'], accounts: [ACCOUNT] }, left: ['cafe'] },
    { name: 'role, of somebody who has none', scope: { roles: ['alice'] }, left: ['office', 'cafe'] },
    {
      name: 'resource, of an event that names none',
      scope: { resources: ['alice'] },
      left: ['office', 'cafe'],
    },
  ])('by $name', async ({ scope, left }) => {
    const { shown, hidden } = await under([exception([MILD], scope)])
    expect(idsOf(of(shown, MILD, '/alice'))).toEqual(left)
    const parts = of(
      hidden.map(({ finding }) => finding),
      MILD,
      '/alice',
    )
    expect(idsOf(parts)).toEqual(['office', 'cafe'].filter((id) => !left.includes(id)))
    expect(parts.map(({ count }) => count)).toEqual(left.length === 2 ? [] : [2 - left.length])
  })

  test('what is left of a finding keeps its id and tells its own events alone', async () => {
    const [whole] = of(findings, MILD, '/alice')
    const { shown, hidden } = await under([exception([MILD], { networks: ['203.0.113.0/24'] })])
    const at = Date.parse('2026-03-05T11:40:00Z')
    expect(of(shown, MILD, '/alice')).toEqual([
      {
        ...whole,
        count: 1,
        eventIds: ['cafe'],
        sourceIps: ['198.51.100.9'],
        clients: ['Boto3/1.34.0 md/Botocore#1.34.0 lang/python#3.11'],
        resources: of(shown, MILD, '/alice')[0]?.resources,
        firstMs: at,
        lastMs: at,
      },
    ])
    expect(hidden.map(({ finding }) => finding.id)).toContain(`${String(whole?.id)}-hidden`)
  })

  test('by role and resource, and by two exceptions together', async () => {
    const names = [
      ...new Set(findings.filter(({ eventIds }) => eventIds.includes('bob')).map((one) => one.detection)),
    ]
    expect(names).not.toEqual([])
    const bob = exception(names, { roles: ['onboard*'], resources: ['bob'] })
    const one = await under([bob])
    const left = one.shown.filter(({ kind, detection }) => kind === 'sigma' && names.includes(detection))
    expect(new Set(idsOf(left))).toEqual(new Set(['dave']))
    expect(left.map(({ why }) => why).join()).not.toContain('bob')
    const both = await under([bob, exception(names, { resources: ['dave'] }, { id: 'two' })])
    expect(both.shown.filter(({ detection }) => names.includes(detection))).toEqual([])
    expect(new Set(both.hidden.flatMap(({ by }) => by))).toEqual(new Set(['one', 'two']))
  })

  test('of two accounts with one event id each has its own', async () => {
    const { shown } = await under([exception([MILD], { accounts: [ACCOUNT] })])
    expect(of(shown, MILD, '/carol').map(({ accountId }) => accountId)).toEqual([OTHER])
  })

  test.each([
    { name: 'all of it', scope: { networks: ['203.0.113.0/24', '198.51.100.0/24'] }, told: 0 },
    {
      name: 'all of it by every part',
      scope: { principals: ['*/backup'], accounts: [ACCOUNT], clients: ['aws-cli'] },
      told: 0,
    },
    { name: 'all but an event that it does not name', scope: { networks: ['203.0.113.0/24'] }, told: 1100 },
  ])('of a finding with more events than it names: $name', async ({ scope, told }) => {
    const [whole] = of(findings, MILD, '/backup')
    expect(whole).toMatchObject({ count: 1100 })
    expect(whole?.eventIds).toHaveLength(1000)
    const { shown } = await under([exception([MILD], scope)])
    expect(of(shown, MILD, '/backup').reduce((sum, { count }) => sum + count, 0)).toBe(told)
  })

  test('nothing by an exception for another detection', async () => {
    const { shown, hidden } = await under([exception([STOPPED], { accounts: [ACCOUNT] })])
    expect(shown).toEqual(findings)
    expect(hidden).toEqual([])
  })
})

test.each([
  { name: 'the day on which it expires', since: -9, expires: 0, incidents: 1 },
  { name: 'the day before', since: -9, expires: 1, incidents: 0 },
])(
  'an exception on $name',
  async ({ since, expires, incidents }) => {
    const asked = exception(
      [STOPPED],
      { accounts: [ACCOUNT] },
      { since: dayFrom(since), expires: dayFrom(expires) },
    )
    const report = await reportOf([stop('a')], [asked])
    expect(report.incidents).toHaveLength(incidents)
    expect(report.exceptions.expired).toHaveLength(incidents)
    expect(report.exceptions.hidden.map(({ detection, level }) => ({ detection, level }))).toEqual(
      incidents === 1 ? [] : [{ detection: STOPPED, level: 'high' }],
    )
  },
  30_000,
)

describe('a correlation is hidden whole, or not at all', () => {
  /** Snapshot made and given away by the same principal; the place of the second call differs. */
  const course = (ip: string): readonly Json[] => [
    record({
      id: 'made',
      day: 3,
      minute: 600,
      call: 'ec2:CreateSnapshot',
      ip: '203.0.113.7',
      by: user('alice', KEY),
      request: { volumeId: 'vol-0123456789abcdef0' },
      response: { snapshotId: 'snap-0123456789abcdef0', volumeId: 'vol-0123456789abcdef0' },
    }),
    record({
      id: 'given',
      day: 3,
      minute: 610,
      call: 'ec2:ModifySnapshotAttribute',
      ip,
      by: user('alice', KEY),
      request: {
        snapshotId: 'snap-0123456789abcdef0',
        createVolumePermission: { add: { items: [{ userId: '999988887777' }] } },
        attributeType: 'CREATE_VOLUME_PERMISSION',
      },
    }),
  ]
  const [NAME, SHARED] = ['snapshot-made-then-shared', 'ebs-snapshot-shared-with-foreign-account']
  test.each([
    { name: 'all of it in the scope', ip: '203.0.113.8', told: 0 },
    { name: 'a part of it outside', ip: '198.51.100.9', told: 1 },
  ])(
    '$name',
    async ({ ip, told }) => {
      const report = await reportOf(course(ip), [exception([NAME, SHARED], { networks: ['203.0.113.0/24'] })])
      expect(report.findings.filter(({ detection }) => detection === NAME)).toHaveLength(told)
    },
    30_000,
  )
})

describe('lineage', () => {
  const MADE = 'AKIAI44QH8DHBEXAMPLE'
  const [HOME, RENTED, RENTED_LATER] = ['84.128.0.10', '139.162.0.10', '5.161.0.10']
  const habit = (name: string, key: string, ip: string): readonly Json[] =>
    Array.from({ length: 18 }, (_, day) => day).flatMap((day) =>
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
  /** Alice's key is stolen on the 13th day, and a key made with it stops the trail on the 17th. */
  const records = [
    ...habit('alice', KEY, HOME),
    ...habit('carol', 'AKIAEXAMPLEEXAMPLE01', '84.128.0.20'),
    stop('first', { day: 12, minute: 180, ip: RENTED }),
    record({
      id: 'made',
      day: 12,
      minute: 190,
      call: 'iam:CreateAccessKey',
      ip: RENTED,
      by: user('alice', KEY),
      request: { userName: 'bob' },
      response: { accessKey: { accessKeyId: MADE, userName: 'bob', status: 'Active' } },
    }),
    record({
      id: 'used',
      day: 16,
      minute: 200,
      call: 's3:ListBuckets',
      ip: RENTED_LATER,
      by: user('bob', MADE),
    }),
    record({
      id: 'used-again',
      day: 16,
      minute: 201,
      call: 'iam:ListUsers',
      ip: RENTED_LATER,
      by: user('bob', MADE),
    }),
  ]
  let without: Run['report']
  let under: Run['report']
  beforeAll(async () => {
    without = await reportOf(records, [])
    const about = without.findings
      .filter(({ eventIds }) => eventIds.includes('made'))
      .map(({ detection }) => detection)
    under = await reportOf(records, [exception([...new Set(about)], { resources: ['bob'] })])
  }, 60_000)

  test('a key that was made in a hidden finding is followed all the same', () => {
    const [before] = without.incidents
    const [after] = under.incidents
    expect(before?.accessKeys).toContain(MADE)
    expect(after?.accessKeys).toContain(MADE)
    expect(after?.eventIds).toEqual(expect.arrayContaining(['made', 'used', 'used-again']))
    expect(under.incidents).toHaveLength(1)
  })

  test('what is hidden and belongs to an incident is told with it, as low', () => {
    const told = under.findings.filter(({ detection }) => detection === 'access-key-created-for-another-user')
    expect(told.map(({ level }) => level)).toEqual(['low'])
    expect(under.exceptions.toldAnyway).toEqual(expect.arrayContaining(told.map(({ id }) => id)))
    expect(under.exceptions.unused).toEqual([])
  })
})
