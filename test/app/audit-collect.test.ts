import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditSnapshot, collectSnapshot, DEFAULT_SETTINGS } from '#app/index.ts'
import { openAws } from '#aws/index.ts'
import type { AuditReport, AuditResult } from '#posture/index.ts'
import { hasMoto, type StandIn, startMoto } from '../support/moto.ts'
import { ACCOUNT_BADLY, ACCOUNT_GAPS, ACCOUNT_WELL, type Make } from '../support/moto-accounts.ts'

const REGION = 'eu-central-1'
const MINUTE_MS = 60_000

if (!hasMoto)
  process.stderr.write(
    'test/app/audit-collect.test.ts is left out: there is no moto_server (pip install "moto[server,all]", or TRAILHOUND_MOTO).\n',
  )

describe.skipIf(!hasMoto)('collect from a stand-in for AWS', { timeout: 3 * MINUTE_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-collect-'))
  const file = join(folder, 'snapshot.json')
  let aws: StandIn
  let make: Make

  beforeAll(async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE'
    process.env['AWS_SECRET_ACCESS_KEY'] = 'example'
    aws = await startMoto()
    const call = openAws({ endpoint: aws.url })
    make = async (service, operation, input = {}) => {
      const answer: unknown = await call({ service, operation, input, region: REGION }).catch(
        (cause: unknown) => {
          throw new Error(`${service}:${operation} of the stand-in failed`, { cause })
        },
      )
      return typeof answer === 'object' && answer !== null ? Object.fromEntries(Object.entries(answer)) : {}
    }
  }, MINUTE_MS)
  afterAll(async () => {
    await aws.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await fetch(`${aws.url}/moto-api/reset`, { method: 'POST' })
    aws.denied.clear()
    aws.gaps.clear()
    for (const [name, answer] of ACCOUNT_GAPS) aws.gaps.set(name, answer)
  })

  const collect = async (more: object = {}): Promise<AuditReport> => {
    await collectSnapshot(file, {
      profile: undefined,
      endpoint: aws.url,
      roles: [],
      regions: undefined,
      home: REGION,
      signal: new AbortController().signal,
      nowMs: Date.now(),
      ...more,
    })
    return auditSnapshot(file, {
      settings: DEFAULT_SETTINGS,
      usage: undefined,
      minLevel: 'informational',
      nowMs: Date.now(),
    })
  }
  const which = (report: AuditReport, result: AuditResult['result']): readonly string[] => [
    ...new Set(report.results.filter((one) => one.result === result).map(({ check }) => check)),
  ]

  test('an account made badly: each check fails for its own reason', async () => {
    await ACCOUNT_BADLY.make(make, aws.gaps)
    const report = await collect()
    expect(which(report, 'notKnown')).toEqual([])
    const told = new Map(
      report.results.filter(({ result }) => result === 'failed').map((one) => [one.check, one.evidence]),
    )
    for (const [check, evidence] of ACCOUNT_BADLY.fails)
      expect.soft(told.get(check), check).toContain(evidence)
    expect([...told.keys()].toSorted()).toEqual(ACCOUNT_BADLY.fails.map(([check]) => check).toSorted())
  })

  test('an account made well: none fails', async () => {
    await ACCOUNT_WELL.make(make, aws.gaps)
    const report = await collect()
    expect(report.results.filter(({ result }) => result === 'failed' || result === 'notKnown')).toEqual([])
    expect(report.summary.passed).toBeGreaterThan(40)
  })

  test('what is denied is not known, with the call that was', async () => {
    await ACCOUNT_WELL.make(make, aws.gaps)
    for (const name of ['iam:GetAccountSummary', 'cloudtrail:DescribeTrails', 'ec2:DescribeInstances'])
      aws.denied.add(name)
    const report = await collect()
    expect(report.results.filter(({ result }) => result === 'failed')).toEqual([])
    const unknown = report.results.filter(({ result }) => result === 'notKnown')
    expect(
      new Set(unknown.map(({ notKnown }) => `${notKnown?.action ?? ''} ${notKnown?.error ?? ''}`)),
    ).toEqual(
      new Set([
        'iam:GetAccountSummary AccessDenied',
        'cloudtrail:DescribeTrails AccessDeniedException',
        'ec2:DescribeInstances AccessDenied',
      ]),
    )
  })

  test('by a role of another account; one that cannot be taken on is not left out', async () => {
    const other = 'arn:aws:iam::111122223333:role/audit'
    const report = await collect({ roles: [other], regions: [REGION] })
    expect(report.snapshot.accounts).toEqual(['111122223333'])
    aws.denied.add('sts:AssumeRole')
    const denied = await collect({ roles: [other], regions: [REGION] })
    expect(denied.snapshot.accounts).toEqual(['111122223333'])
    expect(denied.results.filter(({ result }) => result === 'passed' || result === 'failed')).toEqual([])
    expect(denied.notes.join(' ')).toContain('111122223333')
  })

  test('all accounts of an organisation by a role of one name, its own without', async () => {
    await make('organizations', 'CreateOrganization', { FeatureSet: 'ALL' })
    for (const name of ['one', 'two'])
      await make('organizations', 'CreateAccount', { AccountName: name, Email: `${name}@example.com` })
    const all = await make('organizations', 'ListAccounts')
    const ids = Array.isArray(all['Accounts']) ? all['Accounts'].map(({ Id }) => String(Id)) : []
    expect(ids).toHaveLength(3)
    const report = await collect({ organizationRole: 'audit', regions: [REGION] })
    expect(report.snapshot.accounts.toSorted()).toEqual(ids.toSorted())
    await expect(
      collect({ organizationRole: 'audit', roles: ['arn:aws:iam::111122223333:role/audit'] }),
    ).rejects.toMatchObject({ code: 'USAGE' })
    aws.denied.add('organizations:ListAccounts')
    await expect(collect({ organizationRole: 'audit' })).rejects.toMatchObject({
      code: 'AWS',
      message: expect.stringContaining('AccessDenied'),
    })
  })

  test('the file is whole, and for its owner alone', async () => {
    await collect({ regions: [REGION] })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ snapshotVersion: 1 })
  })

  test('without an answer at all it says so, and writes nothing', async () => {
    const never = join(folder, 'never.json')
    aws.denied.add('sts:GetCallerIdentity')
    await expect(
      collectSnapshot(never, {
        profile: undefined,
        endpoint: aws.url,
        roles: [],
        regions: [REGION],
        home: REGION,
        signal: new AbortController().signal,
        nowMs: 0,
      }),
    ).rejects.toMatchObject({ code: 'AWS', message: expect.stringContaining('AccessDenied') })
    expect(() => statSync(never)).toThrow('ENOENT')
  })
})
