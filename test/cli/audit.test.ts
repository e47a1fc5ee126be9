import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, test } from 'vitest'
import { snapshotJsonSchema } from '#posture/index.ts'
import { BADLY_MADE, denied, snapshotOf, WELL_MADE } from '../posture/accounts.ts'
import { type Ended, startNode } from '../support/run-node.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-audit-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const audit = async (...args: readonly string[]): Promise<Ended> =>
  startNode('bin/trailhound.mjs', ['audit', ...args]).ended

/** What somebody may call a user, a group or a bucket. */
const HOSTILE = "\u001b]0;owned\u0007\u001b[2J<script>\r\n'; touch made; '\u202e\ufeff=1+1"
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const hostile = JSON.parse(
  JSON.stringify(BADLY_MADE)
    .replaceAll('mallory', JSON.stringify(HOSTILE).slice(1, -1))
    .replaceAll('"web"', JSON.stringify(HOSTILE))
    .replaceAll('example-logs', JSON.stringify(HOSTILE).slice(1, -1)),
)

const well = written('well.json', snapshotOf(WELL_MADE))
const badly = written('badly.json', snapshotOf(BADLY_MADE))
const blind = written('blind.json', snapshotOf({ ...WELL_MADE, trails: denied('cloudtrail:DescribeTrails') }))
const evil = written('evil.json', snapshotOf(hostile))
const SCHEMA: unknown = JSON.parse(readFileSync('schemas/audit.schema.json', 'utf8'))
const SNAPSHOT_SCHEMA: unknown = JSON.parse(readFileSync('schemas/snapshot.schema.json', 'utf8'))

test('schemas/snapshot.schema.json is current (else: node --conditions=source scripts/make-snapshot-schema.ts)', () => {
  expect(SNAPSHOT_SCHEMA).toEqual(JSON.parse(JSON.stringify(snapshotJsonSchema())))
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(Object(SNAPSHOT_SCHEMA))
  expect(validate(JSON.parse(readFileSync(badly, 'utf8'))), JSON.stringify(validate.errors)).toBe(true)
  expect(validate({ snapshotVersion: 1, accounts: [] })).toBe(false)
})

/** A process for each: on a busy machine that takes its time. */
describe.concurrent('audit', { timeout: 180_000 }, () => {
  test.each([
    ['nothing failed', well, 0],
    ['something failed', badly, 10],
    ['nothing failed, not all is known', blind, 20],
    ['no snapshot', join(folder, 'none.json'), 1],
  ])('exit code: %s', async (_, file, code) => {
    expect((await audit('--snapshot', file)).code).toBe(code)
  })

  test('without a snapshot says how', async () => {
    const { code, err } = await audit()
    expect(code).toBe(1)
    expect(err).toContain('--snapshot')
  })

  test('as text: the gravest first, with what mends it', async () => {
    const { out, err } = await audit('--snapshot', badly)
    expect(err).toBe('')
    expect(out).toMatch(/^\d+ failures: \d+ critical, /u)
    expect(out.indexOf('CRITICAL')).toBeLessThan(out.indexOf('HIGH'))
    expect(out).toContain("    aws iam delete-login-profile --user-name 'mallory'\n")
    expect(out).toContain('CIS 1.10')
  })

  test('says what a denied call leaves open', async () => {
    const { out } = await audit('--snapshot', blind)
    expect(out).toContain('cloudtrail:DescribeTrails (AccessDenied), 123456789012: ')
    expect(out).toContain('Whether all regions are logged.')
  })

  test('hostile names are harmless in every form', async () => {
    const forms = await Promise.all(
      [[], ['--verbose'], ['--csv'], ['--json'], ['--ocsf'], ['--asff'], ['--html']].map((more) =>
        audit('--snapshot', evil, ...more),
      ),
    )
    for (const { code, out } of forms) {
      expect(code).toBe(10)
      expect(out.split(/\r?\n/u).filter((line) => OBEYED.test(line))).toEqual([])
    }
  })

  test('as JSON: by the schema', async () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(Object(SCHEMA))
    for (const file of [well, badly, blind]) {
      const report: unknown = JSON.parse((await audit('--snapshot', file, '--json')).out)
      expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
    }
  })

  test('as CSV: a result a line', async () => {
    const { out } = await audit('--snapshot', badly, '--csv')
    const rows: Record<string, string>[] = parse(out, { columns: true })
    expect(rows.find(({ check }) => check === 'trail-stopped')).toMatchObject({
      result: 'failed',
      level: 'high',
      accountId: '123456789012',
    })
    expect(rows.filter(({ check }) => check === 'trail-missing')).toHaveLength(1)
  })

  test('as OCSF: a Compliance Finding a line, and what is not known has not passed', async () => {
    const lines = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    const bad = lines((await audit('--snapshot', badly, '--ocsf')).out)
    expect(bad.find(({ compliance }) => compliance.control === 'trail-stopped')).toMatchObject({
      class_uid: 2003,
      type_uid: 200_301,
      severity_id: 4,
      status: 'New',
      compliance: { status_id: 3, requirements: ['CIS 3.1', 'CloudTrail.3'] },
      cloud: { account: { uid: '123456789012' } },
      remediation: { desc: expect.stringContaining('start-logging') },
    })
    const dim = lines((await audit('--snapshot', blind, '--ocsf')).out)
    expect(dim.find(({ compliance }) => compliance.control === 'trail-stopped')).toMatchObject({
      compliance: { status_id: 0, status_detail: expect.stringContaining('Whether trails log.') },
    })
    expect(dim.find(({ compliance }) => compliance.control === 'root-without-mfa')).toMatchObject({
      severity_id: 1,
      compliance: { status_id: 1 },
    })
  })

  test('--min-level leaves out milder failures, and they do not count', async () => {
    const { out } = await audit('--snapshot', badly, '--min-level', 'critical')
    expect(out).not.toContain('trail-without-kms-key')
    expect(out).toContain('trail-missing')
  })

  test('suppressions of the settings', async () => {
    const config = written(
      'settings.yml',
      "auditSuppressions:\n  - { check: trail-missing, reason: a drill, until: '2099-12-31' }\n  - { check: trail-stopped, reason: long gone, until: '2020-01-01' }\n",
    )
    const { out } = await audit('--snapshot', badly, '--config', config)
    expect(out).toContain('Accepted until 2099-12-31: trail-missing')
    expect(out).toContain('ran out on 2020-01-01')
  })

  test('diff: worse is 10, better 0, less visible 20', async () => {
    const [worse, better, dimmer] = await Promise.all([
      audit('diff', well, badly),
      audit('diff', badly, well),
      audit('diff', well, blind),
    ])
    expect([worse?.code, better?.code, dimmer?.code]).toEqual([10, 0, 20])
    expect(better?.out).toContain('0 new failures')
    expect(JSON.parse((await audit('diff', badly, well, '--json')).out)).toMatchObject({
      schemaVersion: 1,
      appeared: [],
      staying: 0,
    })
  })

  test('checks lists what is looked for', async () => {
    const { code, out } = await audit('checks')
    expect(code).toBe(0)
    expect(out).toContain('root-without-mfa')
    expect(JSON.parse((await audit('checks', '--json')).out)).toMatchObject({ checks: expect.any(Array) })
  })
})
