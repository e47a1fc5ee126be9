import { describe, expect, test } from 'vitest'
import type { Finding } from '#findings/index.ts'
import {
  buildReport,
  type GuardDutyFacts,
  type Report,
  reportGuardDuty,
  toTerminal,
  verdictOf,
} from '#outputs/index.ts'
import { finding } from '../incidents/finding-example.ts'
import { incidentsOf } from '../incidents/incidents-of.ts'
import { exampleReport } from './report-example.ts'

const PLAIN = { width: 100, color: false, unicode: true, verbose: false }
const OWNER = 'arn:aws:iam::123456789012:user/alice'

const ours = (id: string, change: Partial<Finding> = {}): Finding =>
  finding({
    id,
    level: 'high',
    title: 'Trail stopped',
    detectionId: 'trail-stopped',
    eventIds: [`e-${id}`],
    ...change,
  })

const theirs = (id: string, change: Partial<Finding> = {}): Finding =>
  finding({
    id,
    kind: 'guardduty',
    level: 'high',
    detection: 'Backdoor:EC2/C&CActivity.B!DNS',
    detectionId: 'guardduty:Backdoor:EC2/C&CActivity.B!DNS',
    title: 'GuardDuty: Backdoor:EC2/C&CActivity.B!DNS',
    why: 'It spoke to a server of theirs. These logs hold no such events.',
    accountId: '123456789012',
    regions: ['us-east-1'],
    resources: ['i-0123456789abcdef0'],
    count: 3,
    deniedCount: 0,
    eventIds: [],
    ...change,
  })

const factsOf = (findings: readonly Finding[], change: Partial<GuardDutyFacts> = {}): GuardDutyFacts => ({
  findings,
  count: findings.length,
  sampleCount: 0,
  archivedCount: 0,
  ...change,
})

/** Two incidents, of which GuardDuty saw the first; and one finding of theirs beside them. */
function reportOf(loose: readonly Finding[], change: Partial<GuardDutyFacts> = {}): Report {
  const first = ours('ours-1', { principal: OWNER })
  const second = ours('ours-2', { principal: 'arn:aws:iam::123456789012:user/bob' })
  const agrees = theirs('agrees', { principal: OWNER, eventIds: ['e-ours-1'] })
  const findings = [first, second, agrees, ...loose]
  const incidents = incidentsOf([first, second, agrees])
  const { tool, input, coverage, rules } = exampleReport()
  return buildReport({
    tool,
    input,
    coverage,
    rules,
    generatedAtMs: 0,
    findings,
    incidents,
    guardduty: reportGuardDuty(factsOf([agrees, ...loose], change), incidents, findings),
  })
}

const sectionOf = (report: Report, verbose = false): string => {
  const text = toTerminal(report, { ...PLAIN, verbose })
  return text.slice(
    text.indexOf('What GuardDuty saw'),
    text.indexOf('────', text.indexOf('What GuardDuty saw')),
  )
}

describe('what GuardDuty saw and we did not, and the reverse', () => {
  test('in numbers', () => {
    const report = reportOf([theirs('loose'), theirs('held', { eventIds: ['e'] })], {
      count: 5,
      sampleCount: 2,
      archivedCount: 1,
    })
    expect(report.guardduty).toMatchObject({
      findings: 5,
      samples: 2,
      archived: 1,
      agreed: 1,
      raisedAlone: 0,
      inNone: 1,
      withoutEvents: 1,
      untold: 2,
      incidentsAlone: [],
    })
    expect(report.guardduty?.incidents).toHaveLength(1)
    expect(report.guardduty?.incidentsUnseen).toHaveLength(report.incidents.length - 1)
  })

  test('in words', () => {
    const report = reportOf([theirs('loose')], { sampleCount: 1 })
    expect(sectionOf(report)).toBe(
      `What GuardDuty saw
  • GuardDuty saw 2 findings: 1 in incidents that our detections raise too; 1 that these logs hold
    no events of. 1 sample finding left out.
  • It had nothing about 1 incident of 2: 2.

  HIGH  Backdoor:EC2/C&CActivity.B!DNS ×3
    It spoke to a server of theirs. These logs hold no such events.
    user alice · i-0123456789abcdef0 · account 123456789012 · us-east-1 · 2026-03-07 02:20:00

`,
    )
  })

  test('the incident names those that agree, and leads are ours alone', () => {
    const text = toTerminal(reportOf([theirs('loose', { level: 'low' })]), PLAIN)
    expect(text).toMatch(/^ {5}Agrees {3}GuardDuty: Backdoor:EC2\/C&CActivity\.B!DNS$/mu)
    expect(text).not.toContain('Of low level, in no incident')
  })

  test('an incident that rests on them alone', () => {
    const alone = theirs('alone', { eventIds: ['e'] })
    const mild = ours('mild', { level: 'low' })
    const incidents = [{ id: 'inc-1', findingIds: ['alone', 'mild'] }]
    expect(reportGuardDuty(factsOf([alone]), incidents, [alone, mild])).toMatchObject({
      agreed: 0,
      raisedAlone: 1,
      incidentsAlone: ['inc-1'],
      incidentsUnseen: [],
    })
    const grave = ours('grave', { level: 'medium' })
    const both = [{ id: 'inc-1', findingIds: ['alone', 'grave'] }]
    expect(reportGuardDuty(factsOf([alone]), both, [alone, grave])).toMatchObject({
      agreed: 1,
      incidentsAlone: [],
    })
  })

  test('only the first are told unless all are asked for', () => {
    const many = Array.from({ length: 30 }, (_, n) => theirs(`loose-${String(n)}`))
    expect(sectionOf(reportOf(many)).match(/HIGH/gu)).toHaveLength(10)
    expect(sectionOf(reportOf(many))).toContain('and 20 more')
    expect(sectionOf(reportOf(many), true).match(/HIGH/gu)).toHaveLength(30)
  })

  test('text of theirs is made harmless', () => {
    const evil = '\u001b[31m\u202e\u0000'
    const text = sectionOf(
      reportOf([
        theirs('x', { detection: evil, why: evil, resources: [evil], regions: [evil], principal: evil }),
      ]),
    )
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u)
  })
})

describe('verdict and exit', () => {
  const [look, mild] = [theirs('look'), theirs('mild', { level: 'low' })]
  const of = (shown: readonly Finding[]): Report => ({
    ...reportOf(shown),
    incidents: [],
    guardduty: reportGuardDuty(factsOf([look, mild]), [], [look, mild]),
  })
  test.each([
    [
      'all is shown',
      [look, mild],
      'No incident found. GuardDuty saw 1 thing worth a look that is in none: below.',
    ],
    [
      '--min-level leaves it out',
      [],
      'No incident found. GuardDuty saw 1 thing worth a look that is in none: the level asked for leaves some out.',
    ],
  ] as const)('where %s, what is in no incident counts all the same', (_, shown, text) => {
    const report = {
      ...of(shown),
      findings: of(shown).findings.filter(({ id }) => shown.some((one) => one.id === id)),
    }
    expect(report.guardduty?.worthALook).toBe(1)
    expect(verdictOf(report)).toEqual({ tone: 'look', text })
  })

  test('what is mild counts for nothing', () => {
    expect(reportGuardDuty(factsOf([mild]), [], [mild])?.worthALook).toBe(0)
  })

  test('what an incident tells counts with that', () => {
    const incidents = [{ id: 'inc-1', findingIds: ['look'] }]
    expect(reportGuardDuty(factsOf([look]), incidents, [look])?.worthALook).toBe(0)
  })
})
