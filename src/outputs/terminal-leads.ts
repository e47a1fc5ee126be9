import { shortName } from '#incidents/index.ts'
import { plainCount } from '#kernel/index.ts'
import type { Page } from './page.ts'
import type { Report, ReportFinding } from './report.ts'
import { timesText } from './terminal-findings.ts'

/** Principals named; the rest is counted. */
const MAX_PRINCIPALS = 15
const MAX_TITLES = 4

/** Findings of ours that are in no incident: a line each principal, so that nothing is hidden and nothing shouts. */
export function leadLines({
  report,
  page,
  verbose,
}: {
  readonly report: Report
  readonly page: Page
  readonly verbose: boolean
}): readonly string[] {
  const told = new Set(report.incidents.flatMap(({ findingIds }) => findingIds))
  const leads = report.findings.filter(
    ({ id, kind, level }) => kind !== 'guardduty' && !told.has(id) && (verbose || level !== 'informational'),
  )
  if (leads.length === 0) return []
  const groups = [...byPrincipal(leads)].toSorted(([, a], [, b]) => b.length - a.length)
  const shown = verbose ? groups : groups.slice(0, MAX_PRINCIPALS)
  const more = groups.length - shown.length
  return [
    page.rule(),
    page.paint('bold', 'Of low level, in no incident'),
    '',
    ...shown.flatMap(([principal, findings]) => leadLine(principal, findings, page)),
    ...(more > 0 ? [`  and ${plainCount(more)} more principals (--verbose shows them)`] : []),
    '',
  ]
}

function leadLine(principal: string, findings: readonly ReportFinding[], page: Page): readonly string[] {
  const titles = new Map<string, { count: number; deniedCount: number }>()
  for (const { title, count, deniedCount } of findings) {
    const so = titles.get(title) ?? { count: 0, deniedCount: 0 }
    titles.set(title, { count: so.count + count, deniedCount: so.deniedCount + deniedCount })
  }
  const texts = [...titles]
    .slice(0, MAX_TITLES)
    .map(([title, times]) => `${page.safe(title, 80)}${timesText(times, page)}`)
  const more = titles.size - texts.length
  if (more > 0) texts.push(`and ${more} more`)
  const who = page.safe(shortName(principal), 60)
  return page.wrap(`${who}: ${texts.join('; ')}`, { first: '  ', rest: '    ' })
}

function byPrincipal(findings: readonly ReportFinding[]): ReadonlyMap<string, readonly ReportFinding[]> {
  const groups = new Map<string, ReportFinding[]>()
  for (const finding of findings) {
    const principal = finding.principal ?? 'somebody unknown'
    const group = groups.get(principal) ?? []
    group.push(finding)
    groups.set(principal, group)
  }
  return groups
}
