import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { resolve } from 'node:path'
import picomatch from 'picomatch'
import { dayHintOf } from './list/day-hint.ts'
import { type FoundFile, type Walk, walkPath } from './list/walk.ts'
import { listZipMembers } from './list/zip-members.ts'
import type { ListedSource, SourceObject } from './source.ts'

const STDIN: SourceObject = { name: '-', kind: 'stdin', sizeBytes: 0, version: '', dayHint: undefined }
const ZIP_MAGIC = Buffer.from('PK\x03\x04')
/** Endings that are no zip: 100,000 log files need not be opened to be listed. */
const PLAIN_ENDING = /\.(gz|json|jsonl|ndjson|csv|log|txt)$/i

/**
 * All that the arguments stand for: files, directories at any depth, zip files (their members), globs (where no such path
 * exists), `-` for standard input. Each file once, however often it is named; problems first, then objects in the order
 * of their days, then of their names.
 */
export async function* listSourceObjects(args: readonly string[]): AsyncGenerator<ListedSource> {
  const walk: Walk = { seen: new Set(), files: [], problems: [], wanted: () => true }
  for (const arg of args) if (arg !== '-') collect(walk, arg)
  for (const { name, problem } of walk.problems) yield { kind: 'problem', name, problem }
  const objects: SourceObject[] = args.includes('-') ? [STDIN] : []
  for (const file of walk.files) {
    if (!isZip(file.path)) {
      objects.push(fileObject(file))
      continue
    }
    for (const listed of await listZipMembers(file.path, versionOf(file))) {
      if (listed.kind === 'problem') yield listed
      else objects.push(listed)
    }
  }
  yield* objects.toSorted(byDayThenName)
}

function collect(walk: Walk, arg: string): void {
  const path = resolve(arg)
  const { isGlob, base, glob } = picomatch.scan(arg)
  if (existsSync(path) || !isGlob) return walkPath(walk, path)
  const start = resolve(base)
  const matches = picomatch([glob, `${glob}/**`])
  const before = walk.files.length
  walkPath({ ...walk, wanted: (found) => matches(found.slice(start === '/' ? 1 : start.length + 1)) }, start)
  if (walk.files.length === before && existsSync(start)) {
    walk.problems.push({ name: arg, problem: { place: 'file', reason: 'no file matches this pattern' } })
  }
}

const fileObject = (file: FoundFile): SourceObject => ({
  name: file.path,
  kind: 'file',
  sizeBytes: Number(file.stats.size),
  version: versionOf(file),
  dayHint: dayHintOf(file.path),
})

const versionOf = ({ stats }: FoundFile): string => `${stats.size}-${stats.mtimeNs}`

function isZip(path: string): boolean {
  if (PLAIN_ENDING.test(path)) return false
  try {
    const file = openSync(path, 'r')
    try {
      const head = Buffer.alloc(4)
      return readSync(file, head, 0, 4, 0) === 4 && head.equals(ZIP_MAGIC)
    } finally {
      closeSync(file)
    }
  } catch {
    // Reading it will say why it cannot be read.
    return false
  }
}

function byDayThenName(a: SourceObject, b: SourceObject): number {
  const dayA = a.dayHint ?? '9999'
  const dayB = b.dayHint ?? '9999'
  if (dayA !== dayB) return dayA < dayB ? -1 : 1
  return a.name < b.name ? -1 : a.name === b.name ? 0 : 1
}
