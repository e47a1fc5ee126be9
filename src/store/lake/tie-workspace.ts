import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { StateDatabase } from '../state/state-schema.ts'
import { writeTransaction } from '../state/write-transaction.ts'
import { filesInPlace, filesListed } from './kept-files.ts'
import { syncFile } from './sync-file.ts'
import type { WorkspaceFolder } from './workspace-folder.ts'

/** A folder and a state that are not of one workspace. */
export interface Untied {
  /** Files of a lake that lie in the folder, and that the state lists. */
  readonly inFolder: number
  readonly inState: number
}

/** Whether folder and state bear one id: only then may files that the state does not list be taken for a dead process's. */
export async function isTied(folder: WorkspaceFolder, state: StateDatabase): Promise<boolean> {
  const id = await idOfState(state)
  return id !== undefined && id === idOfFolder(folder)
}

/**
 * Sees to it that the state is this folder's: both bear one id. New ones get it here, and so do those of versions that gave none.
 *
 * @returns what speaks against it; nothing is changed then.
 */
export async function tieWorkspace(
  folder: WorkspaceFolder,
  state: StateDatabase,
): Promise<Untied | undefined> {
  if (await isTied(folder, state)) return undefined
  return await writeTransaction(state, async (connection) => {
    if (await isTied(folder, connection)) return undefined
    const files = filesInPlace(folder)
    const listed = await filesListed(connection)
    if (!(await mayBeTied({ folder, state: connection, files, listed })))
      return { inFolder: files.length, inState: listed.size }
    const id = randomUUID()
    writeId(folder, id)
    await connection.deleteFrom('workspace').execute()
    await connection.insertInto('workspace').values({ id }).execute()
    return undefined
  })
}

interface Asked {
  readonly folder: WorkspaceFolder
  readonly state: StateDatabase
  readonly files: readonly string[]
  readonly listed: ReadonlySet<string>
}

/** One that was stopped while it was tied, or is older than ids, is known by its files: the names of no two lakes are alike. */
async function mayBeTied({ folder, state, files, listed }: Asked): Promise<boolean> {
  const ids = [idOfFolder(folder), await idOfState(state)].filter((id) => id !== undefined)
  const isEmpty = files.length === 0 && listed.size === 0
  if (isEmpty && (ids.length === 0 || (await hasReadNothing(state)))) return true
  return ids.length < 2 && files.some((path) => path.startsWith('events/') && listed.has(path))
}

async function hasReadNothing(state: StateDatabase): Promise<boolean> {
  return (await state.selectFrom('sources').select('id').limit(1).execute()).length === 0
}

async function idOfState(state: StateDatabase): Promise<string | undefined> {
  return (await state.selectFrom('workspace').select('id').executeTakeFirst())?.id
}

function idOfFolder({ idFile }: WorkspaceFolder): string | undefined {
  try {
    return readFileSync(idFile, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function writeId({ idFile, root }: WorkspaceFolder, id: string): void {
  const unfinished = `${idFile}.${String(process.pid)}`
  writeFileSync(unfinished, `${id}\n`)
  syncFile(unfinished)
  renameSync(unfinished, idFile)
  syncFile(root)
}
