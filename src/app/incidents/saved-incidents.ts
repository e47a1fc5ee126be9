import {
  gapMs,
  isLongTermKey,
  type Member,
  NOTHING_KNOWN,
  type Recognisable,
  recognisable,
  SOON_MS,
  type Telling,
} from '#incidents/index.ts'
import type { IncidentRow, StateDatabase } from '#store/index.ts'
import type { Workspace } from '../wire.ts'
import { type IncidentDocument, readIncidentDocument } from './incident-document.ts'
import { triageOf } from './incident-row.ts'

/** A saved incident that one that was told now may be. */
export interface SavedIncident {
  readonly row: IncidentRow
  readonly member: Member
  readonly recognisable: Recognisable
}

/**
 * Saved incidents that were about at the time, or hold one of the keys: others cannot be those. The oldest first.
 *
 * @param lakeMs - when the lake was last added to.
 */
export async function savedLike(
  workspace: Workspace,
  state: StateDatabase,
  { told, lakeMs }: { readonly told: readonly Telling[]; readonly lakeMs: number },
): Promise<readonly SavedIncident[]> {
  const keys = new Set(told.flatMap(({ incident }) => incident.accessKeys.filter(isLongTermKey)))
  const owners = await state.selectFrom('incident_keys').selectAll().execute()
  const withKey = new Set(owners.filter((one) => keys.has(one.access_key)).map((one) => one.incident_id))
  const rows = await state
    .selectFrom('incidents')
    .selectAll()
    .where('merged_into', 'is', null)
    .orderBy('created_ms')
    .orderBy('first_ms')
    .orderBy('id')
    .execute()
  return rows
    .filter(
      (row) => withKey.has(row.id) || told.some(({ incident }) => gapMs(timesOf(row), incident) <= SOON_MS),
    )
    .map((row) => savedIncident(row, readIncidentDocument(workspace, row), lakeMs))
}

const timesOf = ({ first_ms, last_ms }: IncidentRow) => ({ firstMs: first_ms, lastMs: last_ms })

function savedIncident(
  row: IncidentRow,
  document: IncidentDocument | undefined,
  lakeMs: number,
): SavedIncident {
  const known = document?.known ?? NOTHING_KNOWN
  const member = {
    id: row.id,
    triage: triageOf(row),
    known,
    telling: document,
    isWhole: row.is_whole === 1,
    isUpToDate: row.is_whole === 1 && row.told_ms > lakeMs,
  }
  const nothing = new Set<string>()
  const unread = {
    eventIds: nothing,
    knownEventIds: nothing,
    findingIds: nothing,
    accessKeys: nothing,
    madeKeys: nothing,
  }
  return {
    row,
    member,
    recognisable:
      document === undefined
        ? { id: row.id, ...timesOf(row), ...unread }
        : { ...recognisable(document.incident, document.story, known), id: row.id },
  }
}
