import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { StateDatabase } from '../state/state-schema.ts'
import type { WorkspaceFolder } from './workspace-folder.ts'

/** Files of the workspace that count only where the state lists them; relative to it, with `/`. What a file browser leaves there is not ours. */
export function filesInPlace({ events, addresses, incidents }: WorkspaceFolder): readonly string[] {
  const days = namesIn(events).filter((day) => day.startsWith('day='))
  return [
    ...days.flatMap((day) =>
      namesIn(join(events, day)).flatMap((name) =>
        name.endsWith('.parquet') ? [`events/${day}/${name}`] : [],
      ),
    ),
    ...namesIn(addresses).flatMap((name) => (name.endsWith('.parquet') ? [`addresses/${name}`] : [])),
    ...namesIn(incidents).flatMap((name) => (name.endsWith('.json.gz') ? [`incidents/${name}`] : [])),
  ]
}

/** Those that the state lists. */
export async function filesListed(state: StateDatabase): Promise<ReadonlySet<string>> {
  const events = await state.selectFrom('lake_files').select('path').execute()
  const addresses = await state.selectFrom('address_files').select('path').execute()
  const incidents = await state.selectFrom('incidents').select('document').execute()
  return new Set([
    ...[...events, ...addresses].map(({ path }) => path),
    ...incidents.map(({ document }) => document),
  ])
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    // A file in a folder's place is not ours either.
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return []
    if (!existsSync(folder)) return []
    throw error
  }
}
