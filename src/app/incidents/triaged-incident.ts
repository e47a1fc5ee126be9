import { isoTime, type TriagedIncident } from '#outputs/index.ts'
import type { IncidentRow, StateDatabase } from '#store/index.ts'
import { resolutionOf } from './incident-row.ts'
import { savedIncidentOf } from './list-incidents.ts'

/** An incident with all that happened to it, and to those that turned out to be parts of it. */
export async function triagedIncident(state: StateDatabase, row: IncidentRow): Promise<TriagedIncident> {
  const parts = await state.selectFrom('incidents').select('id').where('merged_into', '=', row.id).execute()
  const history = await state
    .selectFrom('incident_history')
    .selectAll()
    .where('incident_id', 'in', [row.id, ...parts.map(({ id }) => id)])
    .orderBy('at_ms')
    .orderBy('incident_id')
    .orderBy('nth')
    .execute()
  return {
    ...savedIncidentOf(row),
    history: history.map(({ incident_id, at_ms, who, act, resolution, text }) => ({
      incidentId: incident_id,
      at: isoTime(at_ms),
      who,
      act,
      resolution: resolutionOf(resolution) ?? null,
      text,
    })),
  }
}
