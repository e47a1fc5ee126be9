import type { Resolution } from '#incidents/index.ts'
import { type StateDatabase, storable } from '#store/index.ts'

export const ACTS = ['told', 'merged', 'acknowledged', 'closed', 'reopened', 'noted'] as const
export type Act = (typeof ACTS)[number]

export interface HistoryEntry {
  readonly atMs: number
  readonly who: string
  readonly act: Act
  readonly resolution?: Resolution | undefined
  readonly text: string
}

/** Adds what happened to an incident; only under the state's write lock. */
export async function addHistory(state: StateDatabase, id: string, entry: HistoryEntry): Promise<void> {
  const last = await state
    .selectFrom('incident_history')
    .select(({ fn }) => fn.max('nth').as('nth'))
    .where('incident_id', '=', id)
    .executeTakeFirst()
  await state
    .insertInto('incident_history')
    .values({
      incident_id: id,
      nth: (last?.nth ?? 0) + 1,
      at_ms: entry.atMs,
      who: storable(entry.who),
      act: entry.act,
      resolution: entry.resolution ?? null,
      text: storable(entry.text),
    })
    .execute()
}
