import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, loadRules, openWorkspace } from '#app/index.ts'
import { type CompiledBehaviour, runBehaviours } from '#detections/index.ts'
import type { Finding } from '#findings/index.ts'
import { type Fragment, sql } from '#store/index.ts'
import { ingestOnly } from '../../src/app/ingest-only.ts'
import { lakeEvents } from '../../src/app/lake.ts'
import { upToDateProfiles } from '../../src/app/profiles.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-behaviours-'))
const ACCOUNT = '123456789012'
let serial = 0

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Two networks at home, one where nobody works. */
const ADDRESSES = sql`(select * from (values
  ('192.0.2.10', 'AS64500', 'isp', 'DE', 'Home'), ('192.0.2.77', 'AS64501', 'isp', 'DE', 'Phone'),
  ('198.51.100.7', 'AS64999', 'hosting', 'NL', 'Rented'), ('10.0.0.5', 'private', 'private', null, null))
  v(address, network, kind, country, operator))`

interface Call {
  readonly day: number
  readonly hour?: number
  readonly service: string
  readonly name: string
  readonly ip: string
  readonly key: string
  readonly identity: Readonly<Record<string, unknown>>
  readonly more?: Readonly<Record<string, unknown>>
}

const PERSON = {
  type: 'AssumedRole',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/alice@example.com`,
  accountId: ACCOUNT,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      arn: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Developer_0123456789abcdef`,
    },
  },
}

const USER = {
  type: 'IAMUser',
  arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  accountId: ACCOUNT,
  userName: 'alice',
}

function record({ day, hour = 10, service, name, ip, key, identity, more }: Call): unknown {
  serial++
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    eventTime: new Date(Date.UTC(2026, 2, 1 + day, hour, serial % 60)).toISOString().replace('.000Z', 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: 'eu-central-1',
    sourceIPAddress: ip,
    userAgent: 'aws-cli/2.31.0',
    userIdentity: { ...identity, accessKeyId: key },
    readOnly: true,
    managementEvent: true,
    eventType: 'AwsApiCall',
    recipientAccountId: ACCOUNT,
    ...more,
  }
}

const ordinary = (days: number, identity: Call['identity'], key: (day: number) => string): readonly Call[] =>
  Array.from({ length: days }, (_, day) => day).flatMap((day) =>
    ['DescribeInstances', 'DescribeVolumes', 'DescribeImages'].map((name) => ({
      day,
      service: 'ec2',
      name,
      ip: '192.0.2.10',
      key: key(day),
      identity,
    })),
  )

const dayMs = (day: number): number => Date.UTC(2026, 2, 1 + day)

const OURS = loadRules(DEFAULT_SETTINGS, []).behaviours
const UNUSUAL = OURS.filter(({ name }) => name === 'unusual-activity')

async function findingsOf(
  calls: readonly Call[],
  again: readonly Call[] = [],
  behaviours: readonly CompiledBehaviour[] = OURS,
  within: { readonly fromMs?: number; readonly toMs?: number } = {},
): Promise<readonly Finding[]> {
  const logs = mkdtempSync(join(tmpdir(), 'trailhound-behaviours-logs-'))
  const workspace = await openWorkspace(
    mkdtempSync(join(tmpdir(), 'trailhound-behaviours-ws-')),
    DEFAULT_SETTINGS,
  )
  try {
    const records = calls.map(record)
    writeFileSync(join(logs, 'a.json'), JSON.stringify({ Records: records }))
    await ingestOnly([logs], workspace, options())
    const profiles = async (): Promise<Fragment> => await upToDateProfiles(workspace, ADDRESSES, 'test')
    await profiles()
    // Delivered again, in another order, and something late: days that changed are summed anew.
    writeFileSync(
      join(logs, 'b.json'),
      JSON.stringify({ Records: [...records.toReversed(), ...again.map(record)] }),
    )
    await ingestOnly([logs], workspace, options())
    const events = await lakeEvents(workspace)
    const { findings } = await runBehaviours({
      engine: workspace.engine,
      behaviours,
      profiles: await profiles(),
      events,
      addresses: ADDRESSES,
      scope: sql`true`,
      ...within,
    })
    return findings
  } finally {
    const { root } = workspace.folder
    await workspace.close()
    for (const path of [logs, root]) rmSync(path, { recursive: true, force: true })
  }
}

const options = () => ({
  settings: DEFAULT_SETTINGS,
  signal: new AbortController().signal,
  onProgress: () => undefined,
})

const names = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ level, detection }) => `${level} ${detection}`)

describe('behaviours over a real lake', () => {
  const theft = (day: number): readonly Call[] =>
    ['ListUsers', 'ListRoles', 'CreateUser', 'AttachUserPolicy', 'GetAccountAuthorizationDetails'].map(
      (name) => ({
        day,
        hour: 2,
        service: 'iam',
        name,
        ip: '198.51.100.7',
        key: 'AKIAIOSFODNN7EXAMPLE',
        identity: USER,
      }),
    )
  const habit = ordinary(20, USER, () => 'AKIAIOSFODNN7EXAMPLE')

  test('a key that looks round from a hosting company for the first time', async () => {
    const all = await findingsOf([...habit, ...theft(20)])
    expect(new Set(all.map(({ detection }) => detection))).toEqual(
      new Set(['access-level-raised', 'service-new-to-organisation', 'unusual-activity']),
    )
    const found = all.find(({ detection }) => detection === 'unusual-activity')
    expect(found).toMatchObject({
      detection: 'unusual-activity',
      kind: 'behaviour',
      principal: USER.arn,
      accessKeys: ['AKIAIOSFODNN7EXAMPLE'],
      sourceIps: ['198.51.100.7'],
      count: 5,
    })
    expect(['medium', 'high']).toContain(found?.level)
    expect(found?.why).toContain('AS64999')
  })

  test.each([
    { name: 'from that day on', within: { fromMs: dayMs(20) }, told: true },
    { name: 'from the day after', within: { fromMs: dayMs(21) }, told: false },
    { name: 'until that day', within: { toMs: dayMs(20) }, told: false },
    { name: 'until its first second', within: { toMs: dayMs(20) + 1000 }, told: true },
  ])('looked at $name: $told', async ({ within, told }) => {
    const [found] = await findingsOf([...habit, ...theft(20)], [], UNUSUAL, within)
    expect(found !== undefined).toBe(told)
  })

  test('quiet: the habit alone, and one new call on an ordinary day', async () => {
    const one = {
      day: 15,
      service: 'ec2',
      name: 'DescribeRegions',
      ip: '192.0.2.10',
      key: 'AKIAIOSFODNN7EXAMPLE',
      identity: USER,
    }
    expect(await findingsOf([...habit, one])).toEqual([])
  })

  test('what comes late is told too', async () => {
    expect(names(await findingsOf(habit, theft(20)))).toContainEqual(
      expect.stringContaining('unusual-activity'),
    )
  })

  test('one session of a person from home and from a hosting company abroad', async () => {
    const session = (day: number): string => `ASIAIOSFODNN7EX${String(day).padStart(5, '0')}`
    const calls = ordinary(12, PERSON, session)
    const abroad = ['DescribeInstances', 'DescribeVolumes'].map((name) => ({
      day: 11,
      hour: 12,
      service: 'ec2',
      name,
      ip: '198.51.100.7',
      key: session(11),
      identity: PERSON,
    }))
    const found = await findingsOf([...calls, ...abroad])
    expect(names(found)).toContain('high session-in-two-places')
    const twoPlaces = found.find(({ detection }) => detection === 'session-in-two-places')
    expect(twoPlaces).toMatchObject({ count: 2, sourceIps: ['198.51.100.7'] })
  })

  test("quiet: the same session over the phone's network in the same country", async () => {
    const session = (day: number): string => `ASIAIOSFODNN7EX${String(day).padStart(5, '0')}`
    const phone = {
      day: 11,
      hour: 12,
      service: 'ec2',
      name: 'DescribeVolumes',
      ip: '192.0.2.77',
      key: session(11),
      identity: PERSON,
    }
    expect(await findingsOf([...ordinary(12, PERSON, session), phone])).toEqual([])
  })

  describe('of one’s own', () => {
    const MINE = `title: Anything at all from a hosting company
id: 00000000-0000-4000-8000-000000000007
behaviour:
  kind: first-met
  dimension: kind
  values: [hosting]
  levels:
    medium: { surprise: 1, days: 5 }
`
    const FILTER = `title: Alice rents there
logsource: { product: aws, service: cloudtrail }
filter:
  rules: [00000000-0000-4000-8000-000000000007]
  selection:
    userIdentity.userName: ALICE
  condition: selection
`
    const mine = (...texts: readonly string[]): readonly CompiledBehaviour[] => {
      const rules = mkdtempSync(join(tmpdir(), 'trailhound-behaviours-rules-'))
      try {
        for (const [i, text] of texts.entries()) writeFileSync(join(rules, `${String(i)}.yml`), text)
        const { behaviours, errors, warnings } = loadRules(DEFAULT_SETTINGS, [rules], false)
        expect([...errors, ...warnings]).toEqual([])
        return behaviours
      } finally {
        rmSync(rules, { recursive: true, force: true })
      }
    }
    const calls = [...habit, ...theft(20)]

    test('a file in the folder of rules is asked like ours', async () => {
      expect(await findingsOf(calls, [], mine(MINE))).toMatchObject([
        { detection: '0', level: 'medium', title: 'Anything at all from a hosting company', count: 5 },
      ])
    })

    test.each([
      { name: 'keeps out what it names', filter: FILTER, count: 0 },
      { name: 'leaves the rest', filter: FILTER.replace('ALICE', 'bob'), count: 1 },
    ])('a Sigma filter $name', async ({ filter, count }) => {
      expect(await findingsOf(calls, [], mine(MINE, filter.replace('ALICE', 'alice')))).toHaveLength(count)
    })
  })

  describe('a new key', () => {
    const NEW_KEY = 'AKIAI44QH8DHBEXAMPLE'
    const made = {
      day: 15,
      service: 'iam',
      name: 'CreateAccessKey',
      ip: '192.0.2.10',
      key: 'AKIAIOSFODNN7EXAMPLE',
      identity: USER,
      more: {
        readOnly: false,
        requestParameters: { userName: 'alice' },
        responseElements: { accessKey: { accessKeyId: NEW_KEY, userName: 'alice', status: 'Active' } },
      },
    }
    const used = (day: number, hour: number, ip: string): Call => ({
      day,
      hour,
      ip,
      key: NEW_KEY,
      identity: USER,
      service: 'ec2',
      name: 'DescribeImages',
    })
    const ours = OURS.filter(({ kind }) => kind === 'new-key-elsewhere')

    test.each([
      { name: 'from where nobody was', use: used(15, 12, '198.51.100.7'), levels: ['medium'] },
      { name: 'a day later', use: used(16, 9, '198.51.100.7'), levels: ['medium'] },
      { name: 'more than a day later', use: used(16, 12, '198.51.100.7'), levels: [] },
      { name: 'at home', use: used(15, 12, '192.0.2.10'), levels: [] },
      { name: 'from within the network', use: used(15, 12, '10.0.0.5'), levels: [] },
    ])('used $name: $levels', async ({ use, levels }) => {
      const found = await findingsOf([...habit, made, use], [], ours)
      expect(found.map(({ level }) => level)).toEqual(levels)
      for (const one of found) expect(one).toMatchObject({ accessKeys: [NEW_KEY], count: 1 })
    })
  })
})
