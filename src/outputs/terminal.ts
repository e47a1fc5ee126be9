import { plainCount } from '#kernel/index.ts'
import { guardDutyLines } from './guardduty/terminal-guardduty.ts'
import type { Page, PageOptions } from './page.ts'
import { openPage } from './page.ts'
import type { Report, ReportIncident } from './report.ts'
import { endingLines } from './terminal-ending.ts'
import { incidentLine, incidentLines } from './terminal-incident.ts'
import { leadLines } from './terminal-leads.ts'
import { isStillOpen, type Verdict, verdictOf } from './verdict.ts'

export interface TerminalOptions extends PageOptions {
  /** Everything: each kind of finding, informational ones, references, what the rules cannot see. */
  readonly verbose: boolean
  /** How the reader calls `query`: `trailhound query`, with `--workspace …` where it is not the usual one. */
  readonly queryCommand?: string
}

/** Incidents told at length; the others get a line each. */
const MAX_TOLD = 20

/** The report for a person at a terminal: verdict, incidents worst first, leads, and what could not be seen. */
export function toTerminal(report: Report, options: TerminalOptions): string {
  const page = openPage(options)
  const { verbose, queryCommand = 'trailhound query' } = options
  const open = report.incidents.filter(isStillOpen)
  const told = verbose ? open : open.slice(0, MAX_TOLD)
  const rest = open.slice(told.length)
  const byId = new Map(report.findings.map((finding) => [finding.id, finding]))
  const lines = [
    ...headLines(report, page),
    ...told.flatMap((incident) => incidentLines({ incident, byId, page, verbose, queryCommand })),
    ...restLines(rest, page),
    ...closedLines(report.incidents, page),
    ...leadLines({ report, page, verbose }),
    ...guardDutyLines({ report, page, verbose }),
    ...endingLines({ report, page, verbose, queryCommand }),
  ]
  return `${lines.join('\n')}\n`
}

function headLines(report: Report, page: Page): readonly string[] {
  const verdict = verdictOf(report)
  const tool = page.safe(`${report.tool.name} ${report.tool.version}`)
  return [
    page.paint('dim', `${tool} ${page.signs.dot} times are UTC`),
    '',
    ...page.wrap(verdict.text, { first: '', rest: '' }).map((line) => page.paint(styleOf(verdict), line)),
    '',
  ]
}

function styleOf({ tone }: Verdict): readonly ('bold' | 'red' | 'yellow')[] {
  if (tone === 'alarm') return ['bold', 'red']
  return tone === 'look' || tone === 'unknown' ? ['bold', 'yellow'] : ['bold']
}

function restLines(incidents: readonly ReportIncident[], page: Page): readonly string[] {
  if (incidents.length === 0) return []
  return [
    page.rule(),
    page.paint('bold', `And ${incidents.length} more incidents (--verbose tells them at length)`),
    '',
    ...incidents.flatMap((incident) => incidentLine(incident, page)),
    '',
  ]
}

function closedLines(incidents: readonly ReportIncident[], page: Page): readonly string[] {
  const closed = incidents.filter((incident) => !isStillOpen(incident))
  if (closed.length === 0) return []
  return [
    page.rule(),
    ...page
      .wrap(
        `Closed before (${plainCount(closed.length)}): nothing has joined them since; "trailhound incident show" tells them`,
        { first: '', rest: '' },
      )
      .map((line) => page.paint('bold', line)),
    '',
    ...closed.flatMap((incident) => [
      ...incidentLine(incident, page),
      `     ${page.safe(incident.id)} is closed as ${incident.resolution ?? 'unknown'}`,
    ]),
    '',
  ]
}
