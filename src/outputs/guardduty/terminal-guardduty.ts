import { shortName } from '#incidents/index.ts'
import { plainCount } from '#kernel/index.ts'
import { counted } from '../numbers.ts'
import type { Page } from '../page.ts'
import type { Report, ReportFinding } from '../report.ts'
import { badge } from '../terminal-badge.ts'
import { listOf, timesText } from '../terminal-findings.ts'
import { plainSpan } from '../times.ts'
import type { ReportGuardDuty } from './report-guardduty.ts'

const MAX_TOLD = 10
const MAX_NAMED = 3

/** What GuardDuty saw and we did not, and the reverse; nothing where none of its findings were given. */
export function guardDutyLines({
  report,
  page,
  verbose,
}: {
  readonly report: Report
  readonly page: Page
  readonly verbose: boolean
}): readonly string[] {
  const { guardduty } = report
  if (guardduty === null) return []
  const told = new Set(report.incidents.flatMap(({ findingIds }) => findingIds))
  const loose = report.findings.filter(({ id, kind }) => kind === 'guardduty' && !told.has(id))
  const shown = verbose ? loose : loose.slice(0, MAX_TOLD)
  const more = loose.length - shown.length
  const texts = [sawText(guardduty), ...reverseTexts(guardduty, report, page)]
  return [
    page.rule(),
    page.paint('bold', 'What GuardDuty saw'),
    ...texts.flatMap((text) => page.wrap(text, { first: `  ${page.signs.bullet} `, rest: '    ' })),
    '',
    ...shown.flatMap((finding) => [...looseLines(finding, page), '']),
    ...(more > 0 ? [`  and ${plainCount(more)} more (--verbose shows them)`, ''] : []),
  ]
}

function sawText({ findings, archived, samples, ...parts }: ReportGuardDuty): string {
  const { agreed, raisedAlone, inNone, withoutEvents, untold } = parts
  const where = [
    [agreed, 'in incidents that our detections raise too'],
    [raisedAlone, 'in incidents that rest on GuardDuty alone'],
    [inNone, 'that we raised nothing for, though their events are here'],
    [withoutEvents, 'that these logs hold no events of'],
    [untold, 'too many to be told'],
  ] as const
  const told = where.filter(([n]) => n > 0).map(([n, what]) => `${plainCount(n)} ${what}`)
  const aside = archived === 0 ? '' : ` (${plainCount(archived)} archived: these raise nothing by themselves)`
  const made = samples === 0 ? '' : ` ${counted(samples, 'sample finding')} left out.`
  const rest = told.length === 0 ? '' : `: ${told.join('; ')}`
  return `GuardDuty saw ${counted(findings, 'finding')}${aside}${rest}.${made}`
}

function reverseTexts(guardduty: ReportGuardDuty, report: Report, page: Page): readonly string[] {
  const unseen = new Set(guardduty.incidentsUnseen)
  const ranks = report.incidents.filter(({ id }) => unseen.has(id)).map(({ rank }) => String(rank))
  if (ranks.length === 0) return []
  const which = listOf(ranks, 20, page)
  return [
    `It had nothing about ${counted(ranks.length, 'incident')} of ${report.incidents.length}: ${which}.`,
  ]
}

/** `HIGH  Backdoor:EC2/C&CActivity.B ×3 · i-0123 · account 123456789012 · us-east-1 · 2026-11-24 10:00:00` */
function looseLines(finding: ReportFinding, page: Page): readonly string[] {
  const { dot, dash } = page.signs
  const { accountId, principal, resources, regions, firstEvent, lastEvent } = finding
  const lead = `  ${finding.level.toUpperCase()}  `
  const rest = ' '.repeat(4)
  const [first = '', ...lines] = page.wrap(
    `${page.safe(finding.detection, 120)}${timesText(finding, page)}`,
    {
      first: lead,
      rest,
    },
  )
  const facts = [
    ...(principal === null ? [] : [page.safe(shortName(principal), 80)]),
    listOf(resources, MAX_NAMED, page),
    ...(accountId === null ? [] : [`account ${page.safe(accountId, 40)}`]),
    listOf(regions, MAX_NAMED, page),
    plainSpan(firstEvent, lastEvent, dash),
  ].filter((fact) => fact !== '')
  return [
    `  ${badge(finding.level, page)}  ${page.paint('bold', first.slice(lead.length))}`,
    ...lines,
    ...page.wrap(page.safe(finding.why, 500), { first: rest, rest }),
    ...page.wrap(facts.join(` ${dot} `), { first: rest, rest }).map((line) => page.paint('dim', line)),
  ]
}
