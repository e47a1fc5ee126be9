import { mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Clock } from '#kernel/index.ts'
import type { Engine } from '../engine.ts'
import { recordGuardDuty } from '../state/guardduty-findings.ts'
import type { StateDatabase } from '../state/state-schema.ts'
import { writeTransaction } from '../state/write-transaction.ts'
import { readFindingsFile } from './findings-file.ts'
import type { KnownHashes } from './known-hashes.ts'
import { COUNT_MET_BEFORE, findMetBefore, rewriteWithoutMet } from './lake-sql.ts'
import type { WrittenFile } from './lake-writer.ts'
import { syncFile } from './sync-file.ts'
import type { WorkspaceFolder } from './workspace-folder.ts'

/** What reading one source object came to. */
export interface SourceOutcome {
  readonly sourceId: number
  readonly recordCount: number
  readonly eventCount: number
  readonly duplicateCount: number
  /** Other sources of the unit that held some of its events first. */
  readonly metIn: readonly number[]
  readonly rejectedCount: number
  /** The first of them. */
  readonly rejections: readonly { readonly place: string; readonly reason: string }[]
  readonly notEvents: string | undefined
}

/** Some source objects, read to their ends, and the files that hold their events. */
export interface Unit {
  readonly name: string
  readonly files: readonly WrittenFile[]
  readonly sources: readonly SourceOutcome[]
  /** GuardDuty's findings: see findings-file.ts. */
  readonly findingsFile?: string | undefined
}

export interface CommitEffects {
  readonly folder: WorkspaceFolder
  readonly state: StateDatabase
  readonly engine: Engine
  readonly clock: Clock
  /** Of the files that were put into the lake before. */
  readonly hashes: KnownHashes
}

/**
 * Makes a unit part of the lake, whole or not at all: under the state database's write lock its events are compared with
 * those of the same days, its files are renamed into place, and one transaction records them. A process that dies before
 * the transaction ends leaves files that are in no list: recoverWorkspace removes them.
 *
 * @returns how many events other units held already.
 */
export async function commitUnit(unit: Unit, effects: CommitEffects): Promise<ReadonlyMap<number, number>> {
  const { state } = effects
  return await writeTransaction(state, async (connection) => {
    // Not before: whoever looked at the lake in the meantime has not seen this.
    const nowMs = effects.clock.nowMs()
    const met = await dropMetBefore(unit, connection, effects)
    for (const file of met.files) await placeFile(file, unit.name, connection, effects)
    for (const source of unit.sources) {
      await recordSource(source, met.duplicates.get(source.sourceId) ?? 0, connection, nowMs)
      for (const otherId of source.metIn) await recordMetIn(source.sourceId, otherId, connection)
    }
    if (unit.findingsFile !== undefined)
      for await (const rows of readFindingsFile(unit.findingsFile)) await recordGuardDuty(rows, connection)
    return met.duplicates
  })
}

interface Kept {
  readonly files: readonly WrittenFile[]
  /** By source id. */
  readonly duplicates: ReadonlyMap<number, number>
}

async function dropMetBefore(unit: Unit, state: StateDatabase, effects: CommitEffects): Promise<Kept> {
  const { engine, folder, hashes } = effects
  const files: WrittenFile[] = []
  const duplicates = new Map<number, number>()
  for (const file of unit.files) {
    const sameTimes = await state
      .selectFrom('lake_files')
      .select('path')
      .where('day', '=', file.day)
      .where('min_ms', '<=', file.maxMs)
      .where('max_ms', '>=', file.minMs)
      .execute()
    const old = sameTimes.filter(({ path }) => hashes.mayHold(path, file.hashes))
    if (old.length === 0) {
      files.push(file)
      continue
    }
    const oldPaths = old.map(({ path }) => join(folder.root, path))
    await engine.rows(findMetBefore([file.path], oldPaths))
    const met = await engine.rows(COUNT_MET_BEFORE)
    for (const row of met) await recordOverlap(row, state, duplicates)
    files.push(met.length === 0 ? file : await withoutMet(file, engine))
  }
  return { files, duplicates }
}

async function recordOverlap(
  row: Readonly<Record<string, unknown>>,
  state: StateDatabase,
  duplicates: Map<number, number>,
): Promise<void> {
  const sourceId = Number(row['source_id'])
  const otherId = Number(row['other_id'])
  duplicates.set(sourceId, (duplicates.get(sourceId) ?? 0) + Number(row['n']))
  await state
    .insertInto('overlaps')
    .values({ source_id: sourceId, other_id: otherId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function withoutMet(file: WrittenFile, engine: Engine): Promise<WrittenFile> {
  const path = `${file.path}.kept`
  const [written] = await engine.rows(rewriteWithoutMet(file.path, path))
  syncFile(path)
  return { ...file, path, rowCount: Number(written?.['Count'] ?? 0), sizeBytes: statSync(path).size }
}

async function placeFile(
  file: WrittenFile,
  unitName: string,
  state: StateDatabase,
  { folder, hashes }: CommitEffects,
): Promise<void> {
  if (file.rowCount === 0) return
  const relative = `events/day=${file.day}/${unitName}-${fileStem(file.path)}.parquet`
  const target = join(folder.root, relative)
  const isNewDay = mkdirSync(dirname(target), { recursive: true }) !== undefined
  renameSync(file.path, target)
  syncFile(dirname(target))
  if (isNewDay) syncFile(folder.events)
  await state
    .insertInto('lake_files')
    .values({
      path: relative,
      day: file.day,
      row_count: file.rowCount,
      size_bytes: file.sizeBytes,
      min_ms: file.minMs,
      max_ms: file.maxMs,
    })
    .execute()
  hashes.remember(relative, file.hashes)
}

const fileStem = (path: string): string => path.slice(path.lastIndexOf('-') + 1).replace(/\.parquet.*$/u, '')

/** What the other source held only because a third one had held it before is found in that third one. */
async function recordMetIn(sourceId: number, otherId: number, state: StateDatabase): Promise<void> {
  const thirds = await state
    .selectFrom('overlaps')
    .select('other_id')
    .where('source_id', '=', otherId)
    .where('other_id', '<>', sourceId)
    .execute()
  for (const id of [otherId, ...thirds.map(({ other_id }) => other_id)]) {
    await state
      .insertInto('overlaps')
      .values({ source_id: sourceId, other_id: id })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

async function recordSource(
  source: SourceOutcome,
  metBefore: number,
  state: StateDatabase,
  nowMs: number,
): Promise<void> {
  await state
    .updateTable('sources')
    .set({
      state: 'done',
      records: source.recordCount,
      events: source.eventCount - metBefore,
      duplicates: source.duplicateCount + metBefore,
      rejected: source.rejectedCount,
      not_events: source.notEvents ?? null,
      ingested_ms: nowMs,
    })
    .where('id', '=', source.sourceId)
    .execute()
  for (const { place, reason } of source.rejections) {
    await state.insertInto('rejections').values({ source_id: source.sourceId, place, reason }).execute()
  }
}
