import {
  isLongTermKey,
  RESOLUTIONS,
  type Resolution,
  STATUSES,
  type Status,
  type Telling,
  type Triage,
} from '#incidents/index.ts'
import { type IncidentRow, type StateDatabase, storable } from '#store/index.ts'

/** Keys by which an incident is looked for; it may hold more. */
const MOST_KEYS = 1000

export function triageOf({ status, resolution }: Pick<IncidentRow, 'status' | 'resolution'>): Triage {
  return { status: statusOf(status), resolution: resolutionOf(resolution) }
}

/** What a newer version wrote and this one does not know still has to be looked at. */
const statusOf = (text: string): Status => STATUSES.find((one) => one === text) ?? 'open'

export const resolutionOf = (text: string | null): Resolution | undefined =>
  RESOLUTIONS.find((one) => one === text)

/** What the columns of an incident say of what was told. */
export function toldColumns({ incident }: Telling) {
  return {
    severity: incident.severity,
    score: incident.score,
    title: storable(incident.title),
    first_ms: incident.firstMs,
    last_ms: incident.lastMs,
    detected_ms: incident.detectedMs,
    event_count: incident.eventCount,
  }
}

/** Adds the keys that it did not hold before. */
export async function addKeys(state: StateDatabase, { incident }: Telling): Promise<void> {
  const keys = incident.accessKeys.filter(isLongTermKey).slice(0, MOST_KEYS)
  if (keys.length === 0) return
  await state
    .insertInto('incident_keys')
    .values(keys.map((key) => ({ incident_id: incident.id, access_key: storable(key) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
