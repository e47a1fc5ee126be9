import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  checkExceptions,
  DEFAULT_SETTINGS,
  loadRules,
  openWorkspace,
  proposedException,
  proposeExceptions,
  tuneAdd,
  tuneRemove,
  type Workspace,
} from '#app/index.ts'
import { lookAtAll } from '#app/tuning/propose.ts'
import type { Finding } from '#findings/index.ts'
import { lakeWith } from '../detect-in.ts'
import { ACCOUNT, type Json, KEY, record, user } from './logs.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-propose-'))
const RULES = loadRules(DEFAULT_SETTINGS, [])
const ASKED = { settings: DEFAULT_SETTINGS, rules: RULES }
/** An attacker calls himself so: quotes, line ends, wildcards, what YAML and terminals obey. */
const HOSTILE = 'arn:aws:iam::123456789012:user/*"\'\n- id: x\u001b[2J #?\\'

let workspace: Workspace
let findings: readonly Finding[]
const snapshot = (id: string, minute: number, changes: Partial<Parameters<typeof record>[0]> = {}): Json =>
  record({
    id,
    day: 3,
    minute,
    call: 'ec2:CreateSnapshot',
    ip: '203.0.113.7',
    by: user('alice', KEY),
    request: { volumeId: `vol-${id}` },
    response: { snapshotId: `snap-${id}`, volumeId: `vol-${id}` },
    ...changes,
  })
const MILD = 'snapshot-made-by-hand'
const nightly = user('nightly', 'AKIAEXAMPLEEXAMPLE04')
const roamer = user('roamer', 'AKIAEXAMPLEEXAMPLE05')

beforeAll(async () => {
  const root = await lakeWith(folder, [
    snapshot('a', 600),
    snapshot('b', 660, { ip: '203.0.113.99' }),
    // The same user by another key: another finding of the same detection.
    snapshot('c', 700, { by: user('alice', 'AKIAI44QH8DHBEXAMPLE'), ip: '198.51.100.9' }),
    snapshot('hostile', 720, { by: { ...user('x', 'AKIAEXAMPLEEXAMPLE02'), arn: HOSTILE } }),
    ...Array.from({ length: 12 }, (_, n) =>
      snapshot(`roams-${String(n)}`, 730 + n, { by: roamer, ip: `198.51.${String(100 + n)}.7` }),
    ),
    snapshot('service', 740, { by: nightly, ip: 'backup.amazonaws.com' }),
    record({
      id: 'stop',
      day: 3,
      minute: 800,
      call: 'cloudtrail:StopLogging',
      ip: '198.51.100.77',
      by: user('mallory', 'AKIAEXAMPLEEXAMPLE03'),
      request: { name: 'trail' },
    }),
  ])
  workspace = await openWorkspace(root, DEFAULT_SETTINGS)
  findings = (await lookAtAll(workspace, ASKED)).findings
}, 60_000)
afterAll(async () => {
  await workspace.close()
  rmSync(folder, { recursive: true, force: true })
})

const idOf = (event: string, name = MILD): string =>
  findings.find(({ detection, eventIds }) => detection === name && eventIds.includes(event))?.id ?? ''
const place = () => ({ root: workspace.folder.root, settings: DEFAULT_SETTINGS, nowMs: Date.now() })

describe('propose', () => {
  test('the narrowest first; each hides the finding, and tells what else it hides', async () => {
    const { options, incident } = await proposeExceptions(workspace, idOf('a'), ASKED)
    const principals = [`arn:aws:iam::${ACCOUNT}:user/alice`]
    expect(incident).toBeUndefined()
    expect(options.map(({ scope }) => scope)).toEqual([
      expect.objectContaining({
        principals,
        networks: ['203.0.113.7', '203.0.113.99'],
        clients: ['aws-cli'],
      }),
      expect.objectContaining({ principals, networks: ['203.0.113.0/24'], clients: [] }),
      expect.objectContaining({ principals, networks: [], clients: [] }),
    ])
    expect(options.map(({ alsoHides }) => alsoHides.findings.map(({ id }) => id))).toEqual([
      [],
      [],
      [idOf('c')],
    ])
    expect(options[2]?.alsoHides).toMatchObject({ events: 1, worst: 'low', inIncidents: 0, incidents: [] })
  })

  test('a network of the settings, where an address lies in one', async () => {
    const settings = { ...DEFAULT_SETTINGS, trustedNetworks: ['203.0.112.0/22', '2001:db8::/32'] }
    const { options } = await proposeExceptions(workspace, idOf('a'), { settings, rules: RULES })
    expect(options.flatMap(({ scope }) => scope.networks)).toContain('203.0.112.0/22')
  })

  test('wider networks, where there are very many', async () => {
    const { options } = await proposeExceptions(workspace, idOf('roams-0'), ASKED)
    expect(options.map(({ scope }) => scope.networks)).toEqual([['198.51.0.0/16'], []])
  })

  test('a service of AWS is a place', async () => {
    const { options } = await proposeExceptions(workspace, idOf('service'), ASKED)
    expect(options[0]?.scope.networks).toEqual(['backup.amazonaws.com'])
  })

  test('a finding that makes an incident says so', async () => {
    const { incident, finding } = await proposeExceptions(workspace, idOf('stop', 'trail-stopped'), ASKED)
    expect(incident?.severity).toBe(finding.level)
  })

  test('a finding or a proposal that is not there', async () => {
    await expect(proposeExceptions(workspace, 'f-0', ASKED)).rejects.toThrow("no finding 'f-0'")
    await expect(proposedException(workspace, idOf('a'), { ...ASKED, option: 9 })).rejects.toThrow(
      'no proposal 9',
    )
  })

  test('a hostile name is written, read, and means that name alone', async () => {
    const proposed = await proposedException(workspace, idOf('hostile'), { ...ASKED, option: 1 })
    const said = { reason: 'an odd name', by: 'alice', expires: '30d', id: 'hostile' }
    tuneAdd({ ...said, ...proposed }, RULES, place())
    const check = await checkExceptions(workspace, ASKED)
    tuneRemove('hostile', place())
    expect(proposed.scope.principals[0]?.replaceAll(/\\(?=[\\*?])/gu, '')).toBe(HOSTILE)
    expect(check.exceptions.map(({ hides }) => hides.findings.map(({ id }) => id))).toEqual([
      [idOf('hostile')],
    ])
  })
})

describe('check', () => {
  const scope = { principals: [], accounts: [], networks: [], clients: [], resources: [], roles: [] }
  const said = { reason: 'rehearsal', by: 'alice' }
  const nowMs = Date.now()
  const faultsOf = async (
    asked: Partial<Parameters<typeof tuneAdd>[0]>,
    madeDaysAgo = 0,
  ): Promise<readonly string[]> => {
    const made = { ...place(), nowMs: nowMs - madeDaysAgo * 86_400_000 }
    const { id } = tuneAdd(
      { ...said, expires: '90d', detections: [MILD], scope: { ...scope, principals: ['*/alice'] }, ...asked },
      RULES,
      made,
    )
    const { exceptions } = await checkExceptions(workspace, ASKED)
    tuneRemove(id, place())
    return exceptions[0]?.faults ?? ['none was there']
  }
  test.each<{
    name: string
    asked: Partial<Parameters<typeof tuneAdd>[0]>
    ago?: number
    faults: readonly string[]
  }>([
    { name: 'nothing to say', asked: {}, faults: [] },
    { name: 'expires in 14 days', asked: { expires: '14d' }, faults: ['expires-soon'] },
    { name: 'expires in 15 days', asked: { expires: '15d' }, faults: [] },
    { name: 'expires today', asked: { expires: '30d' }, ago: 30, faults: ['expired'] },
    { name: 'expires tomorrow', asked: { expires: '30d' }, ago: 29, faults: ['expires-soon'] },
    {
      name: 'nobody of that name',
      asked: { scope: { ...scope, roles: ['nobody'] } },
      faults: ['never-matched'],
    },
    {
      name: 'everybody of an account',
      asked: { scope: { ...scope, accounts: [ACCOUNT] } },
      faults: ['too-wide'],
    },
    {
      name: 'a part of an incident',
      asked: { detections: ['trail-stopped'], scope: { ...scope, principals: ['*/mallory'] } },
      faults: ['in-incident'],
    },
  ])('$name', async ({ asked, ago, faults }) => {
    expect(await faultsOf(asked, ago)).toEqual(faults)
  })

  test('a detection that is not there any more', async () => {
    const { id } = tuneAdd(
      { ...said, expires: '90d', detections: ['mine'], scope: { ...scope, principals: ['*/alice'] } },
      {
        ...RULES,
        rules: RULES.rules.map((one, n) => (n === 0 ? { ...one, name: 'mine', standalone: true } : one)),
      },
      place(),
    )
    const { exceptions } = await checkExceptions(workspace, ASKED)
    tuneRemove(id, place())
    expect(exceptions[0]?.faults).toEqual(['unknown-detection', 'never-matched'])
  })

  test.each(['Recon:IAMUser/MaliciousIPCaller', 'guardduty:Recon:IAMUser/MaliciousIPCaller.Custom'])(
    "GuardDuty's %s is one, too",
    async (name) => {
      expect(await faultsOf({ detections: [name], scope: { ...scope, principals: ['*/alice'] } })).toEqual([
        'never-matched',
      ])
    },
  )

  test('no exceptions', async () => {
    expect((await checkExceptions(workspace, ASKED)).exceptions).toEqual([])
  })
})
