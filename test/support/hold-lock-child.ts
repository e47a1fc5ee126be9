import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { openWorkspaceFolder } from '#store/index.ts'
import { openStateDatabase } from '#store/sqlite/state-database.ts'

/** A process in the middle of a commit: its file stands in its place, and is recorded a while later. */
const [root = '', path = '', holdMs = '0'] = process.argv.slice(2)
const folder = openWorkspaceFolder(root)
const state = await openStateDatabase(folder.stateFile)
await state.connection().execute(async (connection) => {
  await sql`begin immediate`.execute(connection)
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), 'PAR1')
  process.stdout.write('held\n')
  await setTimeout(Number(holdMs))
  await connection
    .insertInto('lake_files')
    .values({ path, day: '2026-11-24', row_count: 1, size_bytes: 4, min_ms: 0, max_ms: 0 })
    .execute()
  await sql`commit`.execute(connection)
})
await state.destroy()
