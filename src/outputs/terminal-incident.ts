import { isLongTermKey } from '#incidents/index.ts'
import type { ReportStory } from './incident/report-story.ts'
import { planLines } from './incident/terminal-plan.ts'
import { lookupsOf } from './lookups.ts'
import { counted } from './numbers.ts'
import type { Page } from './page.ts'
import { pad } from './page.ts'
import type { ReportFinding, ReportIncident } from './report.ts'
import { badge } from './terminal-badge.ts'
import { findingsLines, listOf } from './terminal-findings.ts'
import { plainDuration, plainSpan } from './times.ts'

interface Told {
  readonly incident: ReportIncident
  readonly byId: ReadonlyMap<string, ReportFinding>
  readonly page: Page
  readonly verbose: boolean
  readonly queryCommand: string
}

const MAX_STEPS = 5
const MAX_PLANNED = 3
const MAX_STEPS_EACH = 2
const MAX_DOUBTS = 2
const LABEL_COLUMNS = 9

/** One incident at length: who, since when, from where, what, and what to do. */
export function incidentLines({ incident, byId, page, verbose, queryCommand }: Told): readonly string[] {
  const findings = incident.findingIds.map((id) => byId.get(id)).filter((finding) => finding !== undefined)
  return [
    page.rule(),
    ...incidentLine(incident, page),
    '',
    ...verdictLines(incident, page),
    ...factLines(incident, findings, page),
    '',
    ...findingsLines({ findings, page, verbose }),
    ...(incident.story === null
      ? stepLines(incident, findings, page)
      : stopLines(incident.story, page, verbose)),
    ...doubtLines(findings, page, verbose),
    ...lookupLines(incident, page, queryCommand),
  ]
}

function verdictLines({ story }: ReportIncident, page: Page): readonly string[] {
  if (story === null) return []
  const { text, confidence } = story.verdict
  const said = `${page.safe(text, 1200)} Confidence: ${confidence}.`
  return [...page.wrap(said, { first: '     ', rest: '     ' }), '']
}

/** ` 1  CRITICAL  user alice: trail stopped; …` */
export function incidentLine({ rank, severity, title }: ReportIncident, page: Page): readonly string[] {
  const number = pad(String(rank), 3, 'right')
  const lead = `${number}  ${severity.toUpperCase()}  `
  const [first = '', ...rest] = page.wrap(page.safe(title, 300), { first: lead, rest: ' '.repeat(5) })
  return [
    `${page.paint('bold', number)}  ${badge(severity, page)}  ${page.paint('bold', first.slice(lead.length))}`,
    ...rest.map((line) => page.paint('bold', line)),
  ]
}

function factLines(
  incident: ReportIncident,
  findings: readonly ReportFinding[],
  page: Page,
): readonly string[] {
  const { dash } = page.signs
  const { firstEvent, lastEvent } = incident
  const lasted = Date.parse(lastEvent) - Date.parse(firstEvent)
  const span = plainSpan(firstEvent, lastEvent, dash)
  const classes = distinct(findings.map(({ actorClass }) => actorClass)).join(', ')
  const techniques = new Map(findings.flatMap(({ techniques: all }) => all.map(({ id, name }) => [id, name])))
  const facts: readonly (readonly [label: string, text: string])[] = [
    ['Who', `${listOf(incident.principals, 5, page)}${classes === '' ? '' : ` (${page.safe(classes)})`}`],
    ['Account', listOf(incident.accountIds, 8, page)],
    ['Keys', keysText(incident.accessKeys, page)],
    ['When', lasted > 0 ? `${span} (${plainDuration(lasted)})` : span],
    ['From', listOf(incident.ips, 8, page)],
    ['Regions', listOf(distinct(findings.flatMap(({ regions }) => regions)), 10, page)],
    ['Agrees', guardDutyText(findings, page)],
    ['At risk', riskText(incident, page)],
    ['Clients', listOf(distinct(findings.flatMap(({ clients }) => clients.map(bare))), 4, page)],
    [
      'ATT&CK',
      listOf(
        [...techniques].map(([id, name]) => (name === null ? id : `${id} ${name}`)),
        8,
        page,
      ),
    ],
  ]
  return facts.filter(([, text]) => text !== '').flatMap(([label, text]) => factLine(label, text, page))
}

/** What the last audit found about who acted, and about what it was done to. */
function riskText({ standingRisk }: ReportIncident, page: Page): string {
  const near = standingRisk?.risks.filter(({ tie }) => tie !== 'place') ?? []
  const titles = distinct(near.map(({ title }) => title))
  return near.length === 0 ? '' : `${counted(near.length, 'failed check')}: ${listOf(titles, 3, page)}`
}

function factLine(label: string, text: string, page: Page): readonly string[] {
  const lead = `     ${pad(label, LABEL_COLUMNS)}`
  const [first = '', ...rest] = page.wrap(text, { first: lead, rest: ' '.repeat(lead.length) })
  return [page.paint('dim', lead) + first.slice(lead.length), ...rest]
}

/** What GuardDuty says of it. */
function guardDutyText(findings: readonly ReportFinding[], page: Page): string {
  const theirs = findings.filter(({ kind }) => kind === 'guardduty')
  return listOf(distinct(theirs.map(({ title }) => title)), 5, page)
}

/** Long-term keys by name, since they must be turned off; of the sessions a few, since they end by themselves. */
function keysText(keys: readonly string[], page: Page): string {
  const sessions = keys.filter((key) => !isLongTermKey(key))
  const longTerm = listOf(keys.filter(isLongTermKey), 10, page)
  const named = listOf(sessions, 3, page)
  const text = named === '' ? '' : `${counted(sessions.length, 'temporary key')}: ${named}`
  return [longTerm, text].filter((part) => part !== '').join('; ')
}

/** How to take a step back stands in the whole story. */
function stopLines({ containment }: ReportStory, page: Page, verbose: boolean): readonly string[] {
  if (containment.length === 0) return []
  const steps = containment.map((step) => ({ ...step, undo: [] }))
  return [
    page.paint('bold', '     Stop it, in this order'),
    ...planLines(steps, page, { most: verbose ? steps.length : MAX_PLANNED, indent: '  ' }),
    '',
  ]
}

function stepLines(
  incident: ReportIncident,
  findings: readonly ReportFinding[],
  page: Page,
): readonly string[] {
  const advised = advice(findings)
  const steps = advised.length > 0 ? advised : usualSteps(incident)
  return [
    page.paint('bold', '     What to do'),
    ...steps.flatMap((step, place) =>
      page.wrap(page.safe(step, 500), { first: `     ${place + 1}. `, rest: ' '.repeat(8) }),
    ),
    '',
  ]
}

/** The worst finding's advice first, but two of each before the third of any: five steps must reach beyond one finding. */
function advice(findings: readonly ReportFinding[]): readonly string[] {
  const first = findings.flatMap(({ respond }) => respond.slice(0, MAX_STEPS_EACH))
  const then = findings.flatMap(({ respond }) => respond.slice(MAX_STEPS_EACH))
  return distinct([...first, ...then]).slice(0, MAX_STEPS)
}

/** For rules that say nothing of their own. */
function usualSteps({ accessKeys }: ReportIncident): readonly string[] {
  const ask = 'Ask the owner, on a way that the intruder cannot read, whether this was him or her.'
  const look = 'If not: list what it made (users, keys, roles, instances, shares) and take that away too.'
  const stop = accessKeys.some(isLongTermKey)
    ? 'If not, or if nobody answers: set the key to inactive. Sessions it already issued go on until they end: revoke them too.'
    : 'If not, or if nobody answers: revoke the sessions (a deny on aws:TokenIssueTime before now) and close the way in.'
  return [ask, stop, look]
}

/** What else it could be, by finding: so that the reader can tell. */
function doubtLines(findings: readonly ReportFinding[], page: Page, verbose: boolean): readonly string[] {
  const doubts = new Map<string, string>()
  for (const { title, falsePositives } of findings) {
    const known = falsePositives.find((doubt) => !/^(?:unknown|none|unlikely)\.?$/iu.test(doubt))
    if (known !== undefined) doubts.set(title, known)
  }
  if (doubts.size === 0) return []
  const shown = [...doubts].slice(0, verbose ? doubts.size : MAX_DOUBTS)
  return [
    page.paint('bold', '     When it may be ordinary'),
    ...shown.flatMap(([title, doubt]) => {
      const text = `${page.safe(title, 100)}: ${page.safe(doubt, 400)}`
      return page.wrap(text, { first: `     ${page.signs.bullet} `, rest: ' '.repeat(7) })
    }),
    '',
  ]
}

/** A command is never wrapped: it is there to be copied. */
function lookupLines(incident: ReportIncident, page: Page, queryCommand: string): readonly string[] {
  const lookups = lookupsOf(incident, queryCommand)
  if (lookups.length === 0) return []
  return [
    page.paint('bold', '     Look closer'),
    ...lookups.flatMap(({ what, command }) => [`     ${what}:`, `       ${page.paint('cyan', command)}`]),
    '',
  ]
}

/** AWS puts brackets round the client in some services' events. */
const bare = (client: string): string => /^\[(.*)\]$/su.exec(client)?.[1] ?? client

function distinct(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== null))]
}
