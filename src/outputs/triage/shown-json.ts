import type { ToldIncident } from '../incident/told-incident.ts'
import { jsonText } from '../json.ts'
import { reportFinding, reportIncident } from '../report.ts'
import { isoTime } from '../times.ts'
import type { TriagedIncident } from './saved-incident.ts'

/** `trailhound incident show --json`: incident and findings as in a report, and what people made of it. */
export function shownIncidentJson(
  { incident, story, findings, standing, tool, toldMs }: ToldIncident,
  triage: TriagedIncident,
): string {
  return `${jsonText({
    schemaVersion: 1,
    tool,
    toldAt: isoTime(toldMs),
    incident: reportIncident(incident, {
      story,
      triage: { status: triage.status, resolution: triage.resolution ?? undefined },
      standing,
    }),
    findings: findings.map(reportFinding),
    triage,
  })}\n`
}
