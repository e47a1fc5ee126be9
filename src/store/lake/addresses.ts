import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../engine.ts'
import type { Fragment } from '../sql/fragment.ts'
import type { StateDatabase } from '../state/state-schema.ts'
import { writeTransaction } from '../state/write-transaction.ts'
import { type AddressRow, AddressWriter } from './address-writer.ts'
import {
  addressesOf,
  COUNT_FRESH,
  DROP_FRESH,
  findFreshAddresses,
  freshFrom,
  joinAddressFiles,
} from './addresses-sql.ts'
import { syncFile } from './sync-file.ts'
import type { WorkspaceFolder } from './workspace-folder.ts'
import { ownerFolder } from './workspace-owner.ts'

export interface AddressEffects {
  readonly folder: WorkspaceFolder
  readonly state: StateDatabase
  readonly engine: Engine
  readonly signal?: AbortSignal | undefined
}

export interface AddressLookUp {
  /** Changes with whatever changes an answer: the table is made anew then. */
  readonly key: string
  readonly factsOf: (address: string) => Omit<AddressRow, 'address'>
}

/** Addresses that are looked up and written at once: a row group. */
const BATCH = 50_000
/** More files than this become one. */
const MOST_FILES = 16

/** The table `addresses` as it is recorded now. */
export async function addressTable({ state, folder }: Omit<AddressEffects, 'engine'>): Promise<Fragment> {
  const files = await state.selectFrom('address_files').select('path').orderBy('path').execute()
  return addressesOf(files.map(({ path }) => join(folder.root, path)))
}

/**
 * Brings the table `addresses` up to the lake: addresses of files that it has not seen are looked up once, or all when the
 * look-up's key is another or a file of the table is gone. Whole or not at all: files are renamed into place and recorded under the state database's write
 * lock, so that no two processes look up the same. Replaced files stay until recoverWorkspace finds them in no list.
 *
 * @returns how many addresses were looked up.
 */
export async function updateAddressTable(lookUp: AddressLookUp, effects: AddressEffects): Promise<number> {
  const { state, folder, engine } = effects
  if ((await workToDo(effects, lookUp.key)).lakePaths.length === 0) return 0
  const unfinished = join(folder.unfinished, ownerFolder())
  try {
    mkdirSync(unfinished, { recursive: true })
    return await writeTransaction(state, async (connection) => {
      const work = await workToDo({ state: connection, folder }, lookUp.key)
      if (work.lakePaths.length === 0) return 0
      return await addAddresses(work, lookUp, unfinished, { ...effects, state: connection })
    })
  } finally {
    await engine.rows(DROP_FRESH).catch(() => [])
    rmSync(unfinished, { recursive: true, force: true })
  }
}

interface Work {
  /** Files of the lake to look at, and of the table to keep; relative to the workspace. */
  readonly lakePaths: readonly string[]
  readonly known: readonly string[]
  readonly startsAnew: boolean
}

async function workToDo(
  { state, folder }: Pick<AddressEffects, 'state' | 'folder'>,
  key: string,
): Promise<Work> {
  const files = await state.selectFrom('address_files').select(['path', 'look_up_key']).execute()
  const startsAnew = files.some(
    ({ look_up_key, path }) => look_up_key !== key || !existsSync(join(folder.root, path)),
  )
  let lake = state.selectFrom('lake_files').select('path')
  if (!startsAnew) lake = lake.where('path', 'not in', state.selectFrom('addressed_files').select('path'))
  const lakePaths = (await lake.orderBy('path').execute()).map(({ path }) => path)
  return { lakePaths, known: startsAnew ? [] : files.map(({ path }) => path), startsAnew }
}

async function addAddresses(
  work: Work,
  lookUp: AddressLookUp,
  unfinished: string,
  effects: AddressEffects,
): Promise<number> {
  const { state, folder, engine } = effects
  const absolute = (paths: readonly string[]): readonly string[] =>
    paths.map((path) => join(folder.root, path))
  await engine.rows(findFreshAddresses(absolute(work.lakePaths), absolute(work.known)))
  const path = join(unfinished, `addresses-${randomUUID()}.parquet`)
  const count = await writeFresh(path, lookUp, effects)
  if (work.startsAnew) {
    await state.deleteFrom('address_files').execute()
    await state.deleteFrom('addressed_files').execute()
  }
  if (count > 0) await placeFile(path, count, lookUp.key, effects)
  for (const lakePath of work.lakePaths)
    await state.insertInto('addressed_files').values({ path: lakePath }).execute()
  if (work.known.length >= MOST_FILES) await joinFiles(unfinished, lookUp.key, effects)
  return count
}

/** @returns how many rows the file holds; what is none of them is not written. */
async function writeFresh(
  path: string,
  { factsOf }: AddressLookUp,
  { engine, signal }: AddressEffects,
): Promise<number> {
  const [counted] = await engine.rows(COUNT_FRESH)
  const total = Number(counted?.['n'] ?? 0)
  const writer = new AddressWriter(path)
  try {
    for (let row = 0; row < total; row += BATCH) {
      signal?.throwIfAborted()
      const addresses = (await engine.rows(freshFrom(row, BATCH))).map((found) => String(found['address']))
      writer.write(addresses.map((address) => ({ address, ...factsOf(address) })))
    }
    writer.finish()
    return writer.rowCount
  } finally {
    writer.abandon()
  }
}

async function placeFile(
  path: string,
  rowCount: number,
  key: string,
  { state, folder }: AddressEffects,
): Promise<void> {
  const relative = `addresses/${randomUUID()}.parquet`
  const sizeBytes = statSync(path).size
  renameSync(path, join(folder.root, relative))
  syncFile(folder.addresses)
  await state
    .insertInto('address_files')
    .values({ path: relative, look_up_key: key, row_count: rowCount, size_bytes: sizeBytes })
    .execute()
}

async function joinFiles(unfinished: string, key: string, effects: AddressEffects): Promise<void> {
  const { state, folder, engine } = effects
  const files = await state.selectFrom('address_files').selectAll().execute()
  const path = join(unfinished, `addresses-${randomUUID()}.parquet`)
  await engine.rows(
    joinAddressFiles(
      files.map((file) => join(folder.root, file.path)),
      path,
    ),
  )
  syncFile(path)
  await state.deleteFrom('address_files').execute()
  await placeFile(
    path,
    files.reduce((sum, file) => sum + file.row_count, 0),
    key,
    effects,
  )
}
