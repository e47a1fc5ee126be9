import { describe, expect, test } from 'vitest'
import { auditAsff, auditHtml } from '#outputs/index.ts'
import type { AuditReport } from '#posture/index.ts'
import { BADLY_MADE, denied, WELL_MADE } from '../../posture/accounts.ts'
import { reportOf } from '../../posture/outcomes-of.ts'
import { expectOwnPolicy } from '../allowed-by-policy.ts'

const TOLD = { tool: { name: 'trailhound', version: '0.1.0' }, toldMs: Date.parse('2026-11-25T00:00:00Z') }
const HOSTILE = '\u001b]0;x\u0007<script>alert(1)</script>"\'`\u202e'

/** As if all names were an attacker's. */
const evil = (text: string): AuditReport => {
  const report = reportOf(BADLY_MADE, {
    suppressions: [{ check: 'trail-bucket-shared', reason: text, until: '2027-01-01' }],
  })
  const results = report.results.map((one) => ({
    ...one,
    resource: text,
    evidence: text,
    use: text,
    fix: [{ run: text }, { note: text }],
    incidents: [{ id: text, title: text, severity: 'high', tie: 'actor' as const }],
  }))
  return { ...report, results, notes: [text], snapshot: { ...report.snapshot, accounts: [text] } }
}

const REPORTS: readonly (readonly [string, AuditReport])[] = [
  ['an account made badly', reportOf(BADLY_MADE)],
  ['an account made well', reportOf(WELL_MADE)],
  ['denied calls', reportOf({ ...BADLY_MADE, trails: denied('cloudtrail:DescribeTrails') })],
  ['hostile names', evil(HOSTILE)],
  ['long names', evil('ü'.repeat(5_000))],
]

describe('the page', () => {
  test.each(REPORTS)('%s: allows our style and script by hash, and nothing else', (_, report) => {
    const page = auditHtml(report, TOLD)
    expectOwnPolicy(page)
    expect(page.match(/<script/gu)).toHaveLength(1)
    expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
    expect(page).not.toMatch(/\s(?:src|srcset|action|data|poster)=|@import|url\(|href="[^#]/u)
    const ids = new Set([...page.matchAll(/\sid="([^"]*)"/gu)].map(([, id]) => id))
    const targets = [...page.matchAll(/href="#([^"]*)"/gu)].map(([, id]) => id)
    expect(targets.filter((id) => !ids.has(id))).toEqual([])
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000)
  })

  test('has failures, what mends them, what is not known and how the score went', () => {
    const report = reportOf({ ...BADLY_MADE, trails: denied('cloudtrail:DescribeTrails') })
    const scores = [10, 20].map((score, day) => ({
      collectedAt: `2026-11-0${String(day + 1)}T00:00:00.000Z`,
      score,
      failed: 30,
      notKnown: 1,
    }))
    const page = auditHtml({ ...report, history: scores }, TOLD)
    for (const part of [
      'Root signs in without MFA',
      'aws iam ',
      'cloudtrail:DescribeTrails',
      'Score over time',
    ])
      expect(page).toContain(part)
    expect(auditHtml(report, TOLD)).not.toContain('Score over time')
  })

  test('ten thousand failures stay within a page', () => {
    const report = reportOf(BADLY_MADE)
    const [one] = report.results
    if (one === undefined) throw new Error('nothing failed')
    const results = Array.from({ length: 10_000 }, () => one)
    expect(Buffer.byteLength(auditHtml({ ...report, results }, TOLD))).toBeLessThan(200_000)
  })
})

describe('ASFF', () => {
  const findingsOf = (report: AuditReport) =>
    [...auditAsff(report, TOLD)].flatMap((line) => JSON.parse(line).Findings)

  test.each(REPORTS)('%s keeps to what BatchImportFindings takes', (_, report) => {
    const batches = [...auditAsff(report, TOLD)]
    for (const batch of batches) {
      expect(batch.endsWith('\n')).toBe(true)
      expect(JSON.parse(batch).Findings.length).toBeLessThanOrEqual(100)
      // AWS refuses empty text anywhere.
      expect(batch).not.toMatch(/"\s*"(?=[,}\]])/u)
    }
    for (const finding of findingsOf(report)) {
      for (const [name, most] of Object.entries({ Id: 512, GeneratorId: 512, Title: 256, Description: 1024 }))
        expect(Buffer.byteLength(finding[name])).toBeLessThanOrEqual(most)
      expect(finding.AwsAccountId).toMatch(/^\d{12}$/u)
      expect(Buffer.byteLength(finding.Resources[0].Id)).toBeLessThanOrEqual(512)
      expect(Buffer.byteLength(finding.Remediation?.Recommendation.Text ?? '')).toBeLessThanOrEqual(512)
      expect(Object.keys(finding.ProductFields).length).toBeLessThanOrEqual(50)
    }
  })

  test.each([
    [
      'failed',
      BADLY_MADE,
      'trail-stopped',
      { Compliance: { Status: 'FAILED' }, Workflow: { Status: 'NEW' }, Severity: { Label: 'HIGH' } },
    ],
    [
      'passed',
      WELL_MADE,
      'root-without-mfa',
      { Compliance: { Status: 'PASSED' }, Workflow: { Status: 'RESOLVED' } },
    ],
    [
      'not known, which is not passed',
      { ...WELL_MADE, trails: denied('cloudtrail:DescribeTrails') },
      'trail-stopped',
      { Compliance: { Status: 'NOT_AVAILABLE' }, Workflow: { Status: 'NEW' } },
    ],
  ])('%s', (_, account, check, expected) => {
    const found = findingsOf(reportOf(account)).find(
      ({ GeneratorId: id }) => id === `trailhound/audit/${check}`,
    )
    expect(found).toMatchObject(expected)
  })

  test('what is accepted is suppressed, with the reason', () => {
    const suppressions = [{ check: 'trail-bucket-shared', reason: 'for logs', until: '2027-01-01' }]
    const found = findingsOf(reportOf(BADLY_MADE, { suppressions })).filter(
      ({ Workflow: { Status: status } }) => status === 'SUPPRESSED',
    )
    expect(found).toMatchObject([{ ProductFields: { 'trailhound/accepted': 'until 2027-01-01: for logs' } }])
  })

  test('a hundred to a batch', () => {
    const report = reportOf(BADLY_MADE)
    const [one] = report.results
    if (one === undefined) throw new Error('nothing failed')
    const sizes = (count: number) =>
      [...auditAsff({ ...report, results: Array.from({ length: count }, () => one) }, TOLD)].map(
        (line) => JSON.parse(line).Findings.length,
      )
    expect([sizes(0), sizes(100), sizes(101)]).toEqual([[], [100], [100, 1]])
  })
})
