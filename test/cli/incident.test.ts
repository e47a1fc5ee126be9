import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, startNode } from '../support/run-node.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-incident-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const workspace = join(folder, 'workspace')
const trailhound = async (...args: readonly string[]): Promise<Ended> =>
  startNode('bin/trailhound.mjs', [...args, '-w', workspace]).ended
const incident = async (...args: readonly string[]): Promise<Ended> => trailhound('incident', ...args)

/** What an attacker may call himself, and what somebody may paste into a note. */
const HOSTILE =
  "=cmd|'/c calc'!A1\u001b]0;owned\u0007\u001b[2J<script>alert(1)</script>\r\n'; drop table incidents; --\u202e\ufeff"
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const expectHarmless = (text: string): void =>
  expect(text.split('\n').filter((line) => OBEYED.test(line))).toEqual([])

const stopTrail = (i: number, userName: string, day: number) => ({
  eventVersion: '1.08',
  eventTime: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z`,
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  awsRegion: 'us-east-1',
  sourceIPAddress: userName === 'alice' ? '198.51.100.7' : '203.0.113.9',
  userAgent: 'aws-cli/2',
  readOnly: false,
  managementEvent: true,
  requestParameters: { name: userName },
  userIdentity: {
    type: 'IAMUser',
    userName,
    accountId: '123456789012',
    arn: `arn:aws:iam::123456789012:user/${userName}`,
    accessKeyId: userName === 'alice' ? 'AKIAIOSFODNN7EXAMPLE' : 'AKIAI44QH8DHBEXAMPLE',
  },
  eventID: `11111111-2222-3333-4444-${String(i).padStart(12, '0')}`,
  recipientAccountId: '123456789012',
})
const investigate = async (name: string, ...records: readonly object[]): Promise<number | null> => {
  writeFileSync(join(folder, name), JSON.stringify({ Records: records }))
  return (await trailhound('investigate', join(folder, name))).code
}

const schemaOf = (name: string): object =>
  Object(JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')))
const validate = new Ajv2020({ strict: false, validateFormats: false })
  .addSchema(schemaOf('report'))
  .compile(schemaOf('incident'))
/** By the schema, and of the form that is meant. */
function expectForm(text: string, form: RegExp): void {
  const document: unknown = JSON.parse(text)
  expect(validate(document) ? [] : validate.errors).toEqual([])
  expect(JSON.stringify(document)).toMatch(form)
}

interface Listed {
  readonly id: string
  readonly status: string
  readonly title: string
  readonly eventCount: number
}
async function listed(...args: readonly string[]): Promise<readonly Listed[]> {
  const { out } = await incident('list', '--json', ...args)
  const { incidents }: { incidents: readonly Listed[] } = JSON.parse(out)
  return incidents
}

const ids = new Map<string, string>()
let early: Ended | undefined
beforeAll(async () => {
  early = await incident('list')
  await investigate('two.json', stopTrail(1, 'alice', 20), stopTrail(2, HOSTILE, 10))
  for (const { id, title } of await listed()) ids.set(title.includes('alice') ? 'alice' : 'hostile', id)
}, 120_000)
const idOf = (name: string): string => ids.get(name) ?? ''

test('a workspace that is not there holds no incidents, and is not made', () => {
  expect(early).toMatchObject({ code: 1, err: expect.stringContaining('There is no workspace at') })
  expect(ids.size).toBe(2)
})

test('list and show are harmless, whole, and in JSON what a report holds', async () => {
  for (const args of [['list'], ['show', idOf('hostile')], ['show', idOf('hostile'), '--verbose']]) {
    const { code, out, err } = await incident(...args)
    expect([code, err]).toEqual([0, ''])
    expectHarmless(out)
    expect(out).toContain(idOf('hostile'))
  }
  const { out } = await incident('show', idOf('hostile'), '--json')
  expectHarmless(out)
  expectForm(out, /"toldAt"/u)
  expectForm((await incident('list', '--json')).out, /"isWhole":true/u)
  expect(JSON.parse(out)).toMatchObject({
    schemaVersion: 1,
    incident: { id: idOf('hostile'), eventIds: ['11111111-2222-3333-4444-000000000002'] },
    triage: { status: 'open', history: [{ who: 'trailhound', act: 'told' }] },
  })
})

test('ids may be shortened where one incident is meant', async () => {
  const id = idOf('alice')
  expect((await incident('show', id.slice(0, 12))).out).toContain(id)
  expect((await incident('show', id.slice(4, 12).toUpperCase())).out).toContain(id)
  for (const [text, says] of [
    ['inc-', '2 incidents begin with inc-'],
    ['inc', `${idOf('alice')} user alice`],
    ['IN', `${idOf('alice')} user alice`],
    ['', 'There is no incident'],
    ['inc-zz', 'There is no incident inc-zz'],
    [HOSTILE, 'There is no incident'],
  ] as const) {
    const { code, out, err } = await incident('show', text)
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(says)
    expectHarmless(err)
  }
})

test('evidence: the records as they were, reports, a manifest and hashes; never over anything', async () => {
  const out = join(folder, 'evidence')
  mkdirSync(out)
  const { code, err } = await incident('export', idOf('hostile'), '--out', out, '--by', 'ann')
  expect([code, err]).toEqual([0, ''])
  const read = (name: string): string => readFileSync(join(out, name), 'utf8')
  expect(
    read('events.ndjson')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([stopTrail(2, HOSTILE, 10)])
  const sums = read('SHA256SUMS').trimEnd().split('\n')
  expect(sums.map((line) => line.slice(66)).toSorted()).toEqual(
    readdirSync(out).filter((name) => name !== 'SHA256SUMS'),
  )
  for (const line of sums)
    expect(
      createHash('sha256')
        .update(read(line.slice(66)))
        .digest('hex'),
    ).toBe(line.slice(0, 64))
  expect(JSON.parse(read('manifest.json'))).toMatchObject({
    incident: { id: idOf('hostile') },
    exportedBy: 'ann',
    events: { written: 1, named: 1, ofIncident: 1 },
    sources: [{ name: expect.stringContaining('two.json'), events: 1 }],
  })
  expectHarmless(read('timeline.csv').replaceAll('\r\n', '\n'))
  expect(statSync(out).mode % 0o1000).toBe(0o700)
  for (const name of readdirSync(out)) expect(statSync(join(out, name)).mode % 0o1000).toBe(0o600)

  const again = await incident('export', idOf('hostile'), '--out', out)
  expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('is there already') })
  expect(await incident('export', 'inc-zz', '--out', join(folder, 'none'))).toMatchObject({ code: 1 })
  expect(existsSync(join(folder, 'none'))).toBe(false)
})

test('report: a file in each form, or printed; over nothing without --force', async () => {
  const file = join(folder, 'one.html')
  expect(await incident('report', idOf('hostile'), '--html', file)).toMatchObject({ code: 0, out: '' })
  expect(readFileSync(file, 'utf8')).toContain(idOf('hostile'))
  expect(statSync(file).mode % 0o1000).toBe(0o600)
  expect(await incident('report', idOf('hostile'), '--html', file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('is there already'),
  })
  chmodSync(file, 0o644)
  expect(await incident('report', idOf('hostile'), '--html', file, '--force')).toMatchObject({ code: 0 })
  expect(statSync(file).mode % 0o1000).toBe(0o600)
  const printed = await incident('report', idOf('hostile'), '--markdown', '-')
  expectHarmless(printed.out)
  expect(printed.out).toContain(idOf('hostile'))
  expect(await incident('report', idOf('hostile'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('--html, --markdown'),
  })
})

test('is taken on, noted, closed, and opens again when something joins it', async () => {
  const id = idOf('hostile')
  expect(await incident('ack', id, '--by', HOSTILE, '--note', HOSTILE)).toMatchObject({ code: 0, err: '' })
  expect(await incident('ack', id)).toMatchObject({
    code: 1,
    err: expect.stringContaining('is acknowledged already'),
  })
  expect((await incident('note', id, 'asked the owner')).out).toContain(`${id} acknowledged`)
  const closed = await incident(
    'close',
    id,
    '--as',
    'false-positive',
    '--reason',
    'a game day',
    '--by',
    'ann',
    '--json',
  )
  expectForm(closed.out, /"history"/u)
  expect(JSON.parse(closed.out)).toMatchObject({
    incidents: [{ id, status: 'closed', resolution: 'false-positive' }],
  })
  expect(await listed('--status', 'closed')).toMatchObject([{ id }])
  expect(await listed('--status', 'open', 'acknowledged')).toMatchObject([{ id: idOf('alice') }])
  expect(await listed('--severity', 'low')).toEqual([])

  expect((await trailhound('detect')).code).toBe(10)
  expect(await listed('--status', 'closed')).toMatchObject([{ id }])
  // Logs of earlier days come later: the incident begins earlier, and is the same.
  expect(await investigate('earlier.json', stopTrail(3, HOSTILE, 9))).toBe(10)
  expect(await listed('--status', 'closed')).toEqual([])
  expect((await trailhound('detect')).code).toBe(10)
  expect(await listed('--status', 'open')).toEqual(
    expect.arrayContaining([expect.objectContaining({ id, eventCount: 2 })]),
  )
  expect(await listed()).toHaveLength(2)

  const { out } = await incident('show', id)
  expectHarmless(out)
  for (const line of [
    `${userInfo().username} noted: asked the owner`,
    'ann closed as false-positive: a game day',
    'trailhound reopened: joined by 1 event',
  ])
    expect(out).toContain(line)
})

test('is closed and reopened by hand', async () => {
  const id = idOf('alice')
  const { code, out } = await incident('close', id, '--as', 'true-positive', '--reason', 'key turned off')
  expect([code, out.startsWith(`${id} closed: true-positive`)]).toEqual([0, true])
  await incident('close', idOf('hostile'), '--as', 'benign', '--reason', 'a game day')
  const quiet = await trailhound('detect')
  expect(quiet.code).toBe(0)
  expect(quiet.out).toContain('No incident is open; 2 closed before')
  expect(quiet.out).toContain(`${id} is closed as true-positive`)
  expect((await incident('reopen', id, '--reason', 'it was not the only one')).out).toContain(`${id} open`)
  expect(await incident('reopen', id)).toMatchObject({
    code: 1,
    err: expect.stringContaining('is open already'),
  })
  const report = await trailhound('detect', '--json')
  expect(report.code).toBe(10)
  expect(JSON.parse(report.out)).toMatchObject({
    incidents: [
      { id, rank: 1, status: 'open', resolution: null },
      { rank: 2, status: 'closed', resolution: 'benign' },
    ],
  })
})

test.each([
  { args: ['close', 'inc-0', '--reason', 'x'], says: '--as' },
  { args: ['close', 'inc-0', '--as', 'benign'], says: '--reason' },
  {
    args: ['close', 'inc-0', '--as', 'other', '--reason', 'x'],
    says: 'true-positive, false-positive, benign',
  },
  { args: ['list', '--status', 'done'], says: 'open, acknowledged, closed' },
  { args: ['list', '--severity', 'urgent'], says: 'low, medium, high, critical' },
  { args: ['note', 'inc-0', 'x'.repeat(10_001)], says: '10000 characters' },
])('1 and what to do: $args.0 $says', async ({ args, says }) => {
  const { code, out, err } = await incident(...args)
  expect([code, out]).toEqual([1, ''])
  expect(err).toContain(says)
})
