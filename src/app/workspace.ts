import type { WorkspaceReport } from '#outputs/index.ts'
import { daysHeld, makeHeld, placesHeld } from '#store/index.ts'
import { accountsOf, gapsOf } from './coverage.ts'
import { lakeEvents } from './lake.ts'
import type { Workspace } from './wire.ts'

/** What the workspace holds: days, accounts, regions, gaps in delivery, sizes. */
export async function describeWorkspace(workspace: Workspace): Promise<WorkspaceReport> {
  const { state, engine, folder } = workspace
  const events = await lakeEvents(workspace)
  const files = await state.selectFrom('lake_files').selectAll().execute()
  const sources = await state.selectFrom('sources').select('id').where('state', '=', 'done').execute()
  const bytesByDay = new Map<string, number>()
  for (const { day, size_bytes } of files) bytesByDay.set(day, (bytesByDay.get(day) ?? 0) + size_bytes)
  await engine.rows(makeHeld(events))
  const days = await engine.rows(daysHeld)
  return {
    schemaVersion: 1,
    path: folder.root,
    accounts: accountsOf(await engine.rows(placesHeld)),
    days: days.map((row) => ({
      day: String(row['day']),
      events: Number(row['events']),
      accounts: Number(row['accounts']),
      regions: Number(row['regions']),
      bytes: bytesByDay.get(String(row['day'])) ?? 0,
    })),
    gaps: await gapsOf(engine),
    sources: sources.length,
    files: files.length,
    bytes: files.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
  }
}
