import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql as stateSql } from 'kysely'
import type { StateDatabase } from '../state/state-schema.ts'
import type { WorkspaceFolder } from './workspace-folder.ts'
import { isAlive } from './workspace-owner.ts'

/**
 * Clears away what a process left that died in the middle: sources it was reading, files it had not finished, and files
 * that it had renamed into place but not recorded. Work of living processes is left alone.
 */
export async function recoverWorkspace(folder: WorkspaceFolder, state: StateDatabase): Promise<void> {
  await state.connection().execute(async (connection) => {
    // Under the write lock nobody is between renaming a file and recording it.
    await stateSql`begin immediate`.execute(connection)
    try {
      await forgetDeadSources(connection)
      await removeUnrecordedFiles(folder, connection)
      await stateSql`commit`.execute(connection)
    } catch (error) {
      await stateSql`rollback`.execute(connection)
      throw error
    }
  })
  for (const owner of readdirSync(folder.unfinished)) {
    if (!isAlive(decodeURIComponent(owner))) {
      rmSync(join(folder.unfinished, owner), { recursive: true, force: true })
    }
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
  for (const dayFolder of readdirSync(folder.events)) {
    for (const name of readdirSync(join(folder.events, dayFolder))) {
      if (!known.has(`events/${dayFolder}/${name}`)) rmSync(join(folder.events, dayFolder, name))
    }
  }
}
