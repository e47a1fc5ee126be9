import { type BigIntStats, type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describeFailure } from '../read/reading.ts'
import type { SourceProblem } from '../source.ts'

export interface FoundFile {
  readonly path: string
  readonly stats: BigIntStats
}

/** One walk over any number of roots: what was met once is not met again. */
export interface Walk {
  /** Real paths of files. */
  readonly seen: Set<string>
  readonly files: FoundFile[]
  readonly problems: { readonly name: string; readonly problem: SourceProblem }[]
  readonly wanted: (path: string) => boolean
}

// The calls block on purpose: a hundred thousand files are listed in a second or two, and in ten when each waits its turn.

/** Adds a file, or all files under a directory. Symbolic links are followed; circles are cut by real paths. */
export function walkPath(walk: Walk, path: string): void {
  try {
    visit(walk, { path, realPath: realpathSync(path), ancestors: [], entered: new Set() })
  } catch (error) {
    tell(walk, path, error)
  }
}

interface Place {
  readonly path: string
  readonly realPath: string
  /** Real paths of the directories it lies in. */
  readonly ancestors: readonly string[]
  /** Real paths of all directories met under this root. */
  readonly entered: Set<string>
}

function visit(walk: Walk, place: Place): void {
  const { path, realPath } = place
  const stats = statSync(path, { bigint: true })
  if (stats.isDirectory()) {
    if (place.ancestors.includes(realPath))
      return tell(walk, path, 'a symbolic link that leads back into a folder around it')
    if (place.entered.has(realPath)) return
    place.entered.add(realPath)
    enterDirectory(walk, place)
  } else if (!stats.isFile()) tell(walk, path, 'neither a file nor a directory (a pipe, socket or device)')
  else if (walk.wanted(path) && !walk.seen.has(realPath)) {
    walk.seen.add(realPath)
    walk.files.push({ path, stats })
  }
}

function enterDirectory(walk: Walk, place: Place): void {
  const entries = readdirSync(place.path, { withFileTypes: true })
  const ancestors = [...place.ancestors, place.realPath]
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const path = join(place.path, entry.name)
    try {
      visit(walk, { path, realPath: realPathOf(entry, path, place), ancestors, entered: place.entered })
    } catch (error) {
      tell(walk, path, error)
    }
  }
}

/** Only a link's real path is not told by its folder's. */
const realPathOf = (entry: Dirent, path: string, parent: Place): string =>
  entry.isSymbolicLink() ? realpathSync(path) : join(parent.realPath, entry.name)

function tell(walk: Walk, name: string, why: unknown): void {
  if (!walk.wanted(name)) return
  if (walk.problems.some((known) => known.name === name)) return
  const reason = typeof why === 'string' ? why : describeFailure(why)
  walk.problems.push({ name, problem: { place: 'file', reason } })
}
