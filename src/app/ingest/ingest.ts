import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Clock } from '#kernel/index.ts'
import { listSourceObjects, type ReadLimits, type SourceObject } from '#sources/index.ts'
import {
  commitUnit,
  type Engine,
  KnownHashes,
  ownerFolder,
  processOwner,
  recoverWorkspace,
  type StateDatabase,
  type WorkspaceFolder,
  writeTransaction,
} from '#store/index.ts'
import { busyError } from '../workspace-error.ts'
import { diskError, interruptedError, type Kept, memoryError } from './ingest-errors.ts'
import { groupIntoUnits, type PlannedSource, type PlannedUnit } from './plan-units.ts'
import { readUnits } from './read-units.ts'

/** All that an ingest touches. */
export interface IngestEffects {
  readonly folder: WorkspaceFolder
  readonly state: StateDatabase
  readonly engine: Engine
  readonly clock: Clock
}

export interface IngestOptions {
  readonly limits: ReadLimits
  readonly workerCount: number
  /** Inflated bytes that are committed together; tests ask for little. */
  readonly unitBytes?: number
  readonly signal: AbortSignal
  readonly onProgress: (progress: IngestProgress) => void
}

export interface IngestProgress {
  readonly filesDone: number
  readonly filesTotal: number
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly events: number
  readonly day: string | undefined
}

/** Something that was named and could not even be opened or listed. */
export interface ListProblem {
  readonly name: string
  readonly place: string
  readonly reason: string
}

export interface IngestResult {
  /** Ids of all source objects named, whether read now or before. */
  readonly sourceIds: readonly number[]
  /** How many of them the workspace held unchanged. */
  readonly skippedCount: number
  readonly problems: readonly ListProblem[]
}

/**
 * Brings logs into the lake: what was read before, and has not changed since, is not read again.
 *
 * @param inputs - files, folders, globs, zips, or `-`.
 * @throws when the disk is full or the run is interrupted; what was committed by then stays, and the next run goes on.
 */
export async function ingest(
  inputs: readonly string[],
  effects: IngestEffects,
  options: IngestOptions,
): Promise<IngestResult> {
  const { folder } = effects
  const unfinished = join(folder.unfinished, ownerFolder())
  let kept: Kept = { files: 0, filesTotal: 0 }
  const keep = (more: Kept): void => {
    kept = more
  }
  try {
    const result = await readNew(inputs, effects, { ...options, unfinished, keep })
    await sweep(unfinished, effects)
    return result
  } catch (error) {
    // What cannot be swept away now (the disk is full) is found at the next start; what failed first is what to tell.
    await sweep(unfinished, effects).catch(() => undefined)
    if (options.signal.aborted) throw interruptedError(error, kept)
    throw busyError(memoryError(diskError(error, folder.root)), folder.root)
  }
}

interface Reading extends IngestOptions {
  readonly unfinished: string
  /** Called whenever more is in the workspace. */
  keep(kept: Kept): void
}

async function readNew(
  inputs: readonly string[],
  effects: IngestEffects,
  options: Reading,
): Promise<IngestResult> {
  const { folder, state } = effects
  await recoverWorkspace(folder, state)
  mkdirSync(options.unfinished, { recursive: true })
  const { objects, problems } = await list(inputs, folder)
  const known = await knownSources(objects, state)
  const fresh = objects.filter((object) => !known.has(object.name))
  const freshIds = await readAll(fresh, effects, options)
  return { sourceIds: [...known.values(), ...freshIds], skippedCount: known.size, problems }
}

async function sweep(unfinished: string, { state }: IngestEffects): Promise<void> {
  rmSync(unfinished, { recursive: true, force: true })
  await forgetUnread(state)
}

/** A workspace that lies among the logs is not read itself. */
async function list(
  inputs: readonly string[],
  { root }: WorkspaceFolder,
): Promise<{ objects: readonly SourceObject[]; problems: readonly ListProblem[] }> {
  const objects: SourceObject[] = []
  const problems: ListProblem[] = []
  for await (const item of listSourceObjects(inputs)) {
    if (item.kind === 'problem') problems.push({ name: item.name, ...item.problem })
    else if (!item.name.startsWith(root + sep)) objects.push(item)
  }
  if (objects.length === 0 && problems.length === 0) {
    problems.push(...inputs.map((name) => ({ name, place: 'file', reason: 'holds no files' })))
  }
  return { objects, problems }
}

/** By name: the ids of those that were read in this very version. */
async function knownSources(
  objects: readonly SourceObject[],
  state: StateDatabase,
): Promise<ReadonlyMap<string, number>> {
  const done = await state
    .selectFrom('sources')
    .select(['id', 'name', 'version'])
    .where('state', '=', 'done')
    .execute()
  const ids = new Map(done.map(({ id, name, version }) => [`${version}\n${name}`, id]))
  const known = new Map<string, number>()
  for (const { name, version } of objects) {
    const id = version === '' ? undefined : ids.get(`${version}\n${name}`)
    if (id !== undefined) known.set(name, id)
  }
  return known
}

async function readAll(
  objects: readonly SourceObject[],
  effects: IngestEffects,
  options: Reading,
): Promise<readonly number[]> {
  const units = await planUnits(objects, effects, options.unitBytes)
  const tracker = progressTracker(objects, options)
  const hashes = new KnownHashes()
  let files = 0
  try {
    await readUnits(units, {
      folder: options.unfinished,
      limits: options.limits,
      workerCount: options.workerCount,
      signal: options.signal,
      onProgress: (more, bytes, events) => tracker.add(more, bytes, events),
      onUnit: async (unit) => {
        await commitUnit(unit, { ...effects, hashes })
        files += unit.sources.length
        options.keep({ files, filesTotal: objects.length })
        tracker.reached(unit.files.map(({ day }) => day))
      },
    })
  } finally {
    hashes.close()
  }
  return units.flatMap(({ sources }) => sources.map(({ sourceId }) => sourceId))
}

/** Every object gets its id first: its events carry it. */
async function planUnits(
  objects: readonly SourceObject[],
  { state, clock }: IngestEffects,
  unitBytes: number | undefined,
): Promise<readonly PlannedUnit[]> {
  const stamp = `${clock.nowMs().toString(36)}-${randomUUID().slice(0, 8)}`
  const units: PlannedUnit[] = []
  for (const [index, group] of groupIntoUnits(objects, unitBytes).entries()) {
    const sources = await writeTransaction(state, async (transaction) => {
      const planned: PlannedSource[] = []
      for (let at = 0; at < group.length; at += INSERTED_AT_ONCE)
        planned.push(...(await insertReading(group.slice(at, at + INSERTED_AT_ONCE), transaction)))
      return planned
    })
    units.push({ name: `${stamp}-${index.toString(36)}`, sources })
  }
  return units
}

/** SQLite takes 32,766 values in one statement. */
const INSERTED_AT_ONCE = 500

async function insertReading(
  objects: readonly SourceObject[],
  state: StateDatabase,
): Promise<readonly PlannedSource[]> {
  const rows = await state.insertInto('sources').values(objects.map(readingRow)).returning('id').execute()
  // Ids grow in the order of the values; the order in which they are returned is SQLite's.
  const ids = rows.map(({ id }) => id).toSorted((a, b) => a - b)
  return objects.flatMap((object, at) => {
    const sourceId = ids[at]
    return sourceId === undefined ? [] : [{ object, sourceId }]
  })
}

const readingRow = ({ name, version, sizeBytes }: SourceObject) => ({
  name,
  version,
  state: 'reading' as const,
  owner: processOwner(),
  size_bytes: sizeBytes,
  records: 0,
  events: 0,
  duplicates: 0,
  rejected: 0,
  not_events: null,
  ingested_ms: 0,
})

async function forgetUnread(state: StateDatabase): Promise<void> {
  await state
    .deleteFrom('sources')
    .where('state', '=', 'reading')
    .where('owner', '=', processOwner())
    .execute()
}

function progressTracker(objects: readonly SourceObject[], options: IngestOptions) {
  const bytesTotal = objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  let filesDone = 0
  let bytesDone = 0
  let events = 0
  let day: string | undefined
  const show = (): void =>
    options.onProgress({ filesDone, filesTotal: objects.length, bytesDone, bytesTotal, events, day })
  return {
    add(files: number, bytes: number, moreEvents: number): void {
      filesDone += files
      bytesDone += bytes
      events += moreEvents
      show()
    },
    reached(days: readonly string[]): void {
      day = [...days, day ?? ''].toSorted().at(-1)
      show()
    },
  }
}
