import { SEVERITIES, type Severity, STATUSES, type Status } from '#incidents/index.ts'
import { byLetters } from '#kernel/index.ts'
import { isoTime, type SavedIncident } from '#outputs/index.ts'
import type { IncidentRow } from '#store/index.ts'
import type { Workspace } from '../wire.ts'
import { triageOf } from './incident-row.ts'

export interface IncidentsAsked {
  /** None means all. */
  readonly statuses: readonly Status[]
  readonly severities: readonly Severity[]
}

/** What the workspace keeps, without what was merged into another: open ones first, then the graver, then the later. */
export async function listIncidents(
  { state }: Workspace,
  { statuses, severities }: IncidentsAsked,
): Promise<readonly SavedIncident[]> {
  const rows = await state.selectFrom('incidents').selectAll().where('merged_into', 'is', null).execute()
  return rows
    .map(savedIncidentOf)
    .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
    .filter(({ severity }) => severities.length === 0 || severities.includes(severity))
    .toSorted(
      (a, b) =>
        STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
        SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
        b.score - a.score ||
        byLetters(b.lastEvent, a.lastEvent) ||
        byLetters(a.id, b.id),
    )
}

export function savedIncidentOf(row: IncidentRow): SavedIncident {
  const { status, resolution } = triageOf(row)
  return {
    id: row.id,
    status,
    resolution: resolution ?? null,
    severity: SEVERITIES.find((one) => one === row.severity) ?? 'low',
    score: row.score,
    title: row.title,
    firstEvent: isoTime(row.first_ms),
    lastEvent: isoTime(row.last_ms),
    detectedAt: isoTime(row.detected_ms),
    eventCount: row.event_count,
    createdAt: isoTime(row.created_ms),
    toldAt: isoTime(row.told_ms),
    isWhole: row.is_whole === 1,
  }
}
