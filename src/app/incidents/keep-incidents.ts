import { rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  type GoneOn,
  goOn,
  knownOf,
  type Match,
  matchIncidents,
  recognisable,
  type Telling,
  type Triage,
} from '#incidents/index.ts'
import type { ToldIncident } from '#outputs/index.ts'
import { documentOf, type StateDatabase, writeDocument, writeTransaction } from '#store/index.ts'
import { TOOL } from '../tool.ts'
import type { Workspace } from '../wire.ts'
import { addHistory } from './history.ts'
import { incidentDocument } from './incident-document.ts'
import { addKeys, toldColumns } from './incident-row.ts'
import { disagreedText, joinedText, mergedText } from './joined-text.ts'
import { type SavedIncident, savedLike } from './saved-incidents.ts'

export interface KeepOptions {
  /** Whether the run looked at all of the logs. */
  readonly isWhole: boolean
  /** When it began to look: what was read into the lake later it may not have seen. */
  readonly nowMs: number
  /** Whether nothing is saved: the run tried what would be told. */
  readonly isTrial: boolean
}

/** What a run told of an incident, and the ids under which it did. */
export interface Kept {
  readonly telling: Telling
  /** What people make of it, or would where the run is a trial. */
  readonly triage: Triage
  /** Of the tellings it was made of. */
  readonly wasIds: readonly string[]
}

interface Keeping extends KeepOptions {
  readonly workspace: Workspace
  /** Within the transaction. */
  readonly state: StateDatabase
  readonly saved: ReadonlyMap<string, SavedIncident>
}

/**
 * Saves what a run told: each incident under the id that it had before, or a new one. Under the state's write lock, so that of two runs at once
 * the second finds what the first saved, and nobody's triage is lost.
 *
 * @returns what was told, under the ids that it has from now on.
 */
export async function keepIncidents(
  workspace: Workspace,
  told: readonly ToldIncident[],
  options: KeepOptions,
): Promise<readonly Kept[]> {
  if (told.length === 0) return []
  const outdated: string[] = []
  const kept = await writeTransaction(workspace.state, async (state) => {
    const like = await savedLike(workspace, state, { told, lakeMs: await lakeMs(state) })
    const ids = await state.selectFrom('incidents').select('id').execute()
    const taken = new Set(ids.map(({ id }) => id))
    const matches = matchIncidents(
      like.map((one) => one.recognisable),
      told.map(({ incident, story }) => recognisable(incident, story, knownOf(incident))),
      { isWhole: options.isWhole, isTaken: (id) => taken.has(id) },
    )
    const keeping = { ...options, workspace, state, saved: new Map(like.map((one) => [one.row.id, one])) }
    const all: Kept[] = []
    for (const match of matches) {
      const own = match.told.flatMap((place) => told[place] ?? [])
      const [first, ...others] = own
      if (first === undefined) continue
      const { telling, triage, replaced } = await keep(match, [first, ...others], keeping)
      outdated.push(...replaced)
      all.push({ telling, triage, wasIds: own.map(({ incident }) => incident.id) })
    }
    return all
  })
  if (outdated.length > 0) await removeOutdated(workspace, outdated)
  return kept
}

/**
 * Removes what was told before. Another run may have told the same anew since then: what an incident's row names stays. Whoever reads one of these just now
 * finds the row's new file when he looks again.
 */
export async function removeOutdated(
  { state, folder }: Pick<Workspace, 'state' | 'folder'>,
  paths: readonly string[],
): Promise<void> {
  await writeTransaction(state, async (connection) => {
    const rows = await connection
      .selectFrom('incidents')
      .select('document')
      .where('merged_into', 'is', null)
      .execute()
    const named = new Set(rows.map(({ document }) => document))
    for (const path of paths) if (!named.has(path)) rmSync(join(folder.root, path), { force: true })
  })
}

async function keep(
  match: Match,
  told: readonly [Telling, ...Telling[]],
  keeping: Keeping,
): Promise<Pick<Kept, 'telling' | 'triage'> & { readonly replaced: readonly string[] }> {
  const saved = match.saved.flatMap((id) => keeping.saved.get(id) ?? [])
  const gone = goOn({
    id: match.id,
    members: saved.map(({ member }) => member),
    told,
    isWhole: keeping.isWhole,
    beside: match.beside.flatMap((id) => keeping.saved.get(id)?.member.known ?? []),
    splitFrom: match.splitFrom === undefined ? undefined : keeping.saved.get(match.splitFrom)?.member,
  })
  if (keeping.isTrial) return { telling: gone.now, triage: gone.triage, replaced: [] }
  const [eldest, ...absorbed] = saved
  const replaced = gone.isSame ? [] : await saveTelling(gone, eldest, keeping)
  if (eldest === undefined) await tellFirst(gone, match.splitFrom, keeping)
  for (const one of absorbed) replaced.push(await absorb(one, match.id, keeping))
  if (eldest?.member.triage.status === 'closed' && gone.triage.status === 'open') {
    const text =
      gone.reopenedBy === undefined ? disagreedText(absorbed) : joinedText(gone.reopenedBy, gone.telling)
    await addHistory(keeping.state, match.id, { atMs: keeping.nowMs, who: TOOL.name, act: 'reopened', text })
  }
  return { telling: gone.now, triage: gone.triage, replaced }
}

/** When events were last added to the lake, ms since epoch. */
async function lakeMs(state: StateDatabase): Promise<number> {
  const last = await state
    .selectFrom('sources')
    .select(({ fn }) => fn.max('ingested_ms').as('ms'))
    .where('state', '=', 'done')
    .executeTakeFirst()
  return last?.ms ?? 0
}

/** @returns files that are not needed any more. */
async function saveTelling(
  { telling, known, triage, isWhole }: GoneOn,
  eldest: SavedIncident | undefined,
  { workspace, state, nowMs }: Keeping,
): Promise<string[]> {
  const { id } = telling.incident
  const document = documentOf(id, incidentDocument(telling, known, TOOL))
  writeDocument(workspace.folder, document)
  const row = {
    ...toldColumns(telling),
    status: triage.status,
    resolution: triage.resolution ?? null,
    told_ms: nowMs,
    is_whole: isWhole ? 1 : 0,
    document: document.path,
    document_sha256: document.sha256,
  }
  if (eldest === undefined)
    await state
      .insertInto('incidents')
      .values({ ...row, id, merged_into: null, created_ms: nowMs })
      .execute()
  else await state.updateTable('incidents').set(row).where('id', '=', id).execute()
  await addKeys(state, telling)
  return eldest === undefined || eldest.row.document === document.path ? [] : [eldest.row.document]
}

async function tellFirst(
  { triage, telling }: GoneOn,
  splitFrom: string | undefined,
  { state, nowMs }: Keeping,
): Promise<void> {
  const text = splitFrom === undefined ? '' : `a part of ${splitFrom} until now`
  const { id } = telling.incident
  await addHistory(state, id, {
    atMs: nowMs,
    who: TOOL.name,
    act: 'told',
    resolution: triage.resolution,
    text,
  })
}

/** @returns the file that is not needed any more. */
async function absorb(one: SavedIncident, into: string, { state, nowMs }: Keeping): Promise<string> {
  const { id } = one.row
  await state
    .updateTable('incidents')
    .set({ merged_into: into })
    .where((where) => where.or([where('id', '=', id), where('merged_into', '=', id)]))
    .execute()
  await state.deleteFrom('incident_keys').where('incident_id', '=', id).execute()
  const said = { atMs: nowMs, who: TOOL.name, act: 'merged' } as const
  await addHistory(state, id, { ...said, text: `into ${into}` })
  await addHistory(state, into, { ...said, text: mergedText(one) })
  return one.row.document
}
