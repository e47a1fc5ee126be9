import { asff } from './asff.ts'
import { incidentHtml } from './html/incident-page.ts'
import { incidentMarkdown } from './markdown.ts'
import { ocsfDetectionFinding } from './ocsf.ts'
import { timelineCsv } from './timeline-csv.ts'
import type { ToldIncident } from './told-incident.ts'

export interface IncidentFile {
  /** A plain file name: `inc-….html`. */
  readonly name: string
  readonly text: string
}

/** An incident in every form that is a file. */
export function incidentFiles(told: ToldIncident): readonly IncidentFile[] {
  const { id } = told.incident
  return [
    { name: `${id}.html`, text: incidentHtml(told) },
    { name: `${id}.md`, text: incidentMarkdown(told) },
    { name: `${id}.timeline.csv`, text: timelineCsv(told) },
    { name: `${id}.ocsf.json`, text: ocsfDetectionFinding(told) },
    { name: `${id}.asff.json`, text: asff(told) },
  ]
}
