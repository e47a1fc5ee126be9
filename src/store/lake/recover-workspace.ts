import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { StateDatabase } from '../state/state-schema.ts'
import { writeTransaction } from '../state/write-transaction.ts'
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
    await removeUnrecordedFiles(folder, connection)
    await removeUnrecordedAddresses(folder, connection)
    await removeUnrecordedIncidents(folder, connection)
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

async function removeUnrecordedFiles(folder: WorkspaceFolder, state: StateDatabase): Promise<void> {
  const recorded = await state.selectFrom('lake_files').select('path').execute()
  const known = new Set(recorded.map(({ path }) => path))
  for (const day of readdirSync(folder.events, { withFileTypes: true })) {
    // What the user's file browser leaves in a folder is not ours.
    if (!day.isDirectory() || !day.name.startsWith('day=')) continue
    for (const name of readdirSync(join(folder.events, day.name))) {
      const isOurs = name.endsWith('.parquet')
      if (isOurs && !known.has(`events/${day.name}/${name}`)) rmSync(join(folder.events, day.name, name))
    }
  }
}

async function removeUnrecordedAddresses(folder: WorkspaceFolder, state: StateDatabase): Promise<void> {
  const recorded = await state.selectFrom('address_files').select('path').execute()
  const known = new Set(recorded.map(({ path }) => path))
  for (const name of readdirSync(folder.addresses)) {
    if (name.endsWith('.parquet') && !known.has(`addresses/${name}`)) rmSync(join(folder.addresses, name))
  }
}

async function removeUnrecordedIncidents(folder: WorkspaceFolder, state: StateDatabase): Promise<void> {
  const recorded = await state.selectFrom('incidents').select('document').execute()
  const known = new Set(recorded.map(({ document }) => document))
  for (const name of readdirSync(folder.incidents)) {
    if (name.endsWith('.json.gz') && !known.has(`incidents/${name}`)) rmSync(join(folder.incidents, name))
  }
}
