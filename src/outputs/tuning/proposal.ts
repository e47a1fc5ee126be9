import type { ExceptionScope, Finding, Level } from '#findings/index.ts'
import { jsonText } from '../json.ts'
import { counted } from '../numbers.ts'
import { openPage, type Page, type PageOptions } from '../page.ts'
import { badge } from '../terminal-badge.ts'
import { scopeTexts } from './exception-list.ts'
import { reportHidden } from './report-exceptions.ts'

/** Exceptions that would hide a finding, the narrowest first. */
export interface Proposal {
  readonly finding: Finding
  /** That rests on the finding. */
  readonly incident: { readonly id: string; readonly severity: Level; readonly title: string } | undefined
  readonly options: readonly ProposedException[]
}

export interface ProposedException {
  /** From 1 on, for `tune add --option`. */
  readonly option: number
  readonly detections: readonly string[]
  readonly scope: ExceptionScope
  readonly alsoHides: AlsoHidden
}

/** What else an exception hides in all that a workspace holds. */
export interface AlsoHidden {
  /** Worst first. */
  readonly findings: readonly Finding[]
  readonly events: number
  readonly worst: Level | undefined
  /** Of the findings, those that incidents rest on. */
  readonly inIncidents: number
  readonly incidents: readonly string[]
}

const MOST_LISTED = 5
const MOST_IN_JSON = 1000

export interface ProposalOptions extends PageOptions {
  /** How the reader writes an exception in the same workspace: `trailhound tune add`. */
  readonly addCommand: string
}

export function proposalText(
  { finding, incident, options }: Proposal,
  { addCommand, ...page }: ProposalOptions,
): string {
  const paper = openPage(page)
  const lines = [
    `${badge(finding.level, paper)}  ${paper.paint('bold', paper.safe(finding.title))}  ${paper.safe(finding.id)}`,
    ...paper.wrap(paper.safe(finding.why, 500), { first: '  ', rest: '  ' }),
    '',
    ...incidentLines(incident, paper),
    ...(options.length === 0
      ? paper.wrap(
          'No scope holds all of it: its events have nothing in common but the detection. Write a filter (docs/rules.md), or settings that say what is yours.',
          { first: '', rest: '' },
        )
      : options.flatMap((one) => optionLines(one, paper))),
    ...(options.length === 0
      ? []
      : [
          'Write one, the narrowest that will do:',
          `  ${addCommand} --finding ${paper.safe(finding.id)} --option 1 --reason '…' --expires 90d`,
        ]),
  ]
  return `${lines.join('\n')}\n`
}

function incidentLines(incident: Proposal['incident'], page: Page): readonly string[] {
  if (incident === undefined) return []
  const text = `It belongs to ${page.safe(incident.id)} (${incident.severity}): ${page.safe(incident.title)}. Look at that first: an exception takes its weight away.`
  return [...page.wrap(text, { first: '', rest: '' }).map((line) => page.paint('yellow', line)), '']
}

function optionLines({ option, scope, alsoHides }: ProposedException, page: Page): readonly string[] {
  const indent = { first: '     ', rest: '       ' }
  return [
    `${page.paint('bold', `  ${String(option)}`)}  ${alsoText(alsoHides)}`,
    ...scopeTexts(scope, page).flatMap((part) => page.wrap(part, indent)),
    ...(scope.networks.length > 0
      ? []
      : page.wrap('from anywhere: whoever steals the credentials is hidden, too', indent)),
    ...alsoHides.findings
      .slice(0, MOST_LISTED)
      .flatMap(({ id, level, title, principal }) =>
        page.wrap(
          `${page.signs.bullet} also ${page.safe(id)} ${level}: ${page.safe(title)}, ${page.safe(principal ?? 'of nobody known')}`,
          indent,
        ),
      ),
    ...(alsoHides.findings.length > MOST_LISTED
      ? [`     ${page.signs.bullet} and ${counted(alsoHides.findings.length - MOST_LISTED, 'more finding')}`]
      : []),
    '',
  ]
}

export function alsoText({ findings, events, worst, inIncidents }: AlsoHidden): string {
  if (findings.length === 0) return 'hides it, and nothing else'
  const incidents =
    inIncidents === 0 ? 'none in an incident' : `${counted(inIncidents, 'finding')} in incidents`
  return `hides it, and ${counted(findings.length, 'other finding')} (${counted(events, 'event')}, at worst ${String(worst)}, ${incidents})`
}

export function proposalJson({ finding, incident, options }: Proposal): string {
  return `${jsonText({
    finding: { ...plain(finding), why: finding.why },
    incident:
      incident === undefined ? null : { id: incident.id, severity: incident.severity, title: incident.title },
    options: options.map(({ alsoHides, ...one }) => ({ ...one, alsoHides: alsoJson(alsoHides) })),
  })}\n`
}

export const alsoJson = ({ findings, events, worst, inIncidents, incidents }: AlsoHidden) => ({
  count: findings.length,
  events,
  worst: worst ?? null,
  inIncidents,
  incidents,
  findings: findings.slice(0, MOST_IN_JSON).map(plain),
})

const plain = (finding: Finding) => {
  const { by: _, ...rest } = reportHidden({ finding, by: [] })
  return rest
}
