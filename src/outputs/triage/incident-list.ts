import { jsonText } from '../json.ts'
import { counted } from '../numbers.ts'
import { openPage, type PageOptions } from '../page.ts'
import { tableLines } from '../table.ts'
import { plainTime } from '../times.ts'
import type { SavedIncident } from './saved-incident.ts'

const MOST_ROWS = 500

export function incidentListJson(incidents: readonly SavedIncident[]): string {
  return `${jsonText({ schemaVersion: 1, incidents })}\n`
}

/** `trailhound incident list`: an incident a line. */
export function incidentListText(incidents: readonly SavedIncident[], options: PageOptions): string {
  const page = openPage(options)
  if (incidents.length === 0) return 'No incident.\n'
  const rows = incidents
    .slice(0, MOST_ROWS)
    .map(({ id, severity, firstEvent, eventCount, title, ...one }) => [
      id,
      statusText(one),
      severity.toUpperCase(),
      plainTime(firstEvent),
      String(eventCount),
      title,
    ])
  const more = incidents.length - rows.length
  const lines = [
    ...tableLines(
      {
        heads: ['Incident', 'Status', 'Severity', 'First event (UTC)', 'Events', 'What'],
        rows,
        right: [false, false, false, false, true],
        cut: ['never', 'never', 'never', 'never', 'never', 'end'],
      },
      page,
    ),
    '',
    `${counted(incidents.length, 'incident')}${more > 0 ? `, the first ${String(MOST_ROWS)} of them shown` : ''}`,
  ]
  return `${lines.join('\n')}\n`
}

/** `closed: benign`. */
export const statusText = ({ status, resolution }: Pick<SavedIncident, 'status' | 'resolution'>): string =>
  resolution === null ? status : `${status}: ${resolution}`
