import { jsonText } from '../json.ts'
import { openPage, type Page, type PageOptions } from '../page.ts'
import { plainTime } from '../times.ts'
import { statusText } from './incident-list.ts'
import type { HistoryLine, TriagedIncident } from './saved-incident.ts'

export function triageJson(incidents: readonly TriagedIncident[]): string {
  return `${jsonText({ schemaVersion: 1, incidents })}\n`
}

/** What became of incidents that somebody judged, a line each. */
export function triageText(incidents: readonly TriagedIncident[], options: PageOptions): string {
  const page = openPage(options)
  const lines = incidents.flatMap((one) =>
    page.wrap(`${page.safe(one.id, 60)} ${statusText(one)}: ${page.safe(one.title, 300)}`, {
      first: '',
      rest: '  ',
    }),
  )
  return `${lines.join('\n')}\n`
}

export interface HistoryOptions extends PageOptions {
  /** The id that was asked for, where that is a part of this one by now. */
  readonly mergedId: string | undefined
}

/** `trailhound incident show`, at its end: what people made of the incident. */
export function historyText(incident: TriagedIncident, { mergedId, ...options }: HistoryOptions): string {
  const page = openPage(options)
  const hints = [
    mergedId === undefined ? '' : `${page.safe(mergedId, 60)} turned out to be a part of ${incident.id}.`,
    incident.isWhole ? '' : 'Told by a part of the logs: "trailhound detect" tells it whole.',
  ]
  const lines = [
    page.paint('bold', `Triage: ${statusText(incident)}`),
    ...hints.filter((hint) => hint !== '').flatMap((hint) => page.wrap(hint, { first: '  ', rest: '  ' })),
    ...incident.history.flatMap((line) => historyLines(line, incident.id, page)),
  ]
  return `${lines.join('\n')}\n`
}

function historyLines(line: HistoryLine, id: string, page: Page): readonly string[] {
  const { incidentId, at, who, act, resolution, text } = line
  const about = incidentId === id ? '' : ` (${page.safe(incidentId, 60)})`
  const what = resolution === null ? page.safe(act, 40) : `${page.safe(act, 40)} as ${resolution}`
  const said = text === '' ? '' : `: ${page.safe(text, 10_000)}`
  return page.wrap(`${plainTime(at)} ${page.safe(who, 60)} ${what}${about}${said}`, {
    first: `  ${page.signs.bullet} `,
    rest: '    ',
  })
}
