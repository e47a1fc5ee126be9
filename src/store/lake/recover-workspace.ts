import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { StateDatabase } from '../state/state-schema.ts'
import { writeTransaction } from '../state/write-transaction.ts'
import { filesInPlace, filesListed } from './kept-files.ts'
import { isTied } from './tie-workspace.ts'
import type { WorkspaceFolder } from './workspace-folder.ts'
import { isAlive, ownerOf } from './workspace-owner.ts'

/**
 * Clears away what a process left that died in the middle: sources it was reading, files it had not finished, and files
 * that it had renamed into place but not recorded. Work of living processes is left alone.
 */
export async function recoverWorkspace(folder: WorkspaceFolder, state: StateDatabase): Promise<void> {
  await writeTransaction(state, async (connection) => {
    // Under the write lock nobody is between renaming a file and recording it.
    await forgetDeadSources(connection)
    await removeUnlistedFiles(folder, connection)
  })
  for (const parent of [folder.unfinished, folder.spill]) removeOfDead(parent)
}

/** @param parent - holds one folder a process, named by `ownerFolder`. */
function removeOfDead(parent: string): void {
  for (const name of readdirSync(parent)) {
    const owner = ownerOf(name)
    if (owner !== undefined && !isAlive(owner)) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

async function forgetDeadSources(state: StateDatabase): Promise<void> {
  const reading = await state
    .selectFrom('sources')
    .select('owner')
    .distinct()
    .where('state', '=', 'reading')
    .execute()
  for (const { owner } of reading) {
    if (isAlive(owner)) continue
    await state.deleteFrom('sources').where('state', '=', 'reading').where('owner', '=', owner).execute()
  }
}

async function removeUnlistedFiles(folder: WorkspaceFolder, state: StateDatabase): Promise<void> {
  if (!(await isTied(folder, state))) throw new Error('the state is not that of this folder')
  const listed = await filesListed(state)
  for (const path of filesInPlace(folder)) if (!listed.has(path)) rmSync(join(folder.root, path))
}
