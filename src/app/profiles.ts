import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  emptyProfiles,
  type Fragment,
  filesRelation,
  profileRows,
  profilesRelation,
  sql,
  syncFile,
  writeTransaction,
} from '#store/index.ts'
import type { Workspace } from './wire.ts'

/** Part of what a day's profile rests on: a new way to make them makes all anew. */
const PROFILES_VERSION = 3
/** A file that is no longer listed may still be read by another process; then it is left alone this long. */
const KEEP_MS = 600_000

/**
 * The relation `profiles`, brought up to date: days whose events, or addresses, have changed are summed anew, the others are
 * left as they are. Late and repeated events are right by this.
 *
 * @param addressesBasis - changes when what is known of addresses does.
 */
export async function upToDateProfiles(
  workspace: Workspace,
  addresses: Fragment,
  addressesBasis: string,
): Promise<Fragment> {
  const { state, folder } = workspace
  const files = await state.selectFrom('lake_files').select(['path', 'day']).orderBy('path').execute()
  const known = await state.selectFrom('profile_days').selectAll().execute()
  const basisOf = new Map(known.map(({ day, basis }) => [day, basis]))
  for (const [day, own] of Map.groupBy(files, (file) => file.day)) {
    const paths = own.map(({ path }) => path)
    const basis = digest([String(PROFILES_VERSION), addressesBasis, ...paths])
    if (basisOf.get(day) === basis && existsSync(join(folder.root, profilePath(day, basis)))) continue
    await sumDay(workspace, {
      day,
      basis,
      events: filesRelation(paths.map((path) => join(folder.root, path))),
      addresses,
    })
  }
  const listed = await state.selectFrom('profile_days').select('path').orderBy('day').execute()
  if (listed.length === 0) return emptyProfiles()
  sweep(workspace, new Set(listed.map(({ path }) => path)))
  return profilesRelation(listed.map(({ path }) => join(folder.root, path)))
}

interface Day {
  readonly day: string
  readonly basis: string
  readonly events: Fragment
  readonly addresses: Fragment
}

async function sumDay(
  { state, engine, folder }: Workspace,
  { day, basis, events, addresses }: Day,
): Promise<void> {
  const relative = profilePath(day, basis)
  const target = join(folder.root, relative)
  const unfinished = `${target}.${String(process.pid)}.unfinished`
  mkdirSync(dirname(target), { recursive: true })
  await engine.rows(
    sql`copy (${profileRows(events, addresses, sql`true`)}) to ${unfinished} (format parquet, compression zstd)`,
  )
  syncFile(unfinished)
  renameSync(unfinished, target)
  syncFile(dirname(target))
  await writeTransaction(state, async (transaction) => {
    await transaction
      .insertInto('profile_days')
      .values({ day, basis, path: relative })
      .onConflict((conflict) => conflict.column('day').doUpdateSet({ basis, path: relative }))
      .execute()
  })
}

/** Removes files of days that were summed anew since, and what a dead process left. */
function sweep({ folder, clock }: Workspace, listed: ReadonlySet<string>): void {
  const root = join(folder.root, 'profiles')
  for (const dayFolder of readdirSync(root)) {
    for (const name of readdirSync(join(root, dayFolder))) {
      const path = join(root, dayFolder, name)
      const info = statSync(path, { throwIfNoEntry: false })
      if (listed.has(`profiles/${dayFolder}/${name}`) || info === undefined) continue
      if (clock.nowMs() - info.mtimeMs > KEEP_MS) rmSync(path, { force: true })
    }
  }
}

/** Relative to the workspace folder. */
const profilePath = (day: string, basis: string): string => `profiles/day=${day}/${basis}.parquet`

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24)
