import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { syncFile } from '../lake/sync-file.ts'
import type { WorkspaceFolder } from '../lake/workspace-folder.ts'

/** A JSON document in the workspace. Its content is in its name: a file is never changed, only followed by another one. */
export interface DocumentFile {
  /** Relative to the workspace folder, with `/`. */
  readonly path: string
  /** Of the JSON text. */
  readonly sha256: string
}

/** What a document may hold; a file that says more was not written by this tool. */
const MOST_BYTES = 256 * 2 ** 20

/** So that the name of a file says what it holds. */
const NAME_DIGITS = 16

/**
 * @param stem - what its file is called, a plain name.
 */
export function documentOf(stem: string, value: unknown): DocumentFile & { readonly text: string } {
  const text = JSON.stringify(value)
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { path: `incidents/${stem}-${sha256.slice(0, NAME_DIGITS)}.json.gz`, sha256, text }
}

/**
 * Written whole under another name, then renamed: whoever finds it finds all of it. Only under the state's write lock: what is unfinished then was
 * left by a process that died (`recoverWorkspace`).
 */
export function writeDocument(folder: WorkspaceFolder, { path, text }: { path: string; text: string }): void {
  const target = join(folder.root, path)
  if (existsSync(target)) return
  const unfinished = join(folder.incidents, `.${basename(path)}`)
  writeFileSync(unfinished, gzipSync(text), { mode: 0o600 })
  syncFile(unfinished)
  renameSync(unfinished, target)
  syncFile(folder.incidents)
}

/** @returns undefined where the file is not there, or is not what was written. */
export function readDocument(folder: WorkspaceFolder, { path, sha256 }: DocumentFile): unknown {
  try {
    const text = gunzipSync(readFileSync(join(folder.root, path)), { maxOutputLength: MOST_BYTES })
    if (createHash('sha256').update(text).digest('hex') !== sha256) return undefined
    return JSON.parse(text.toString())
  } catch (error) {
    if (isAbsentOrBroken(error)) return undefined
    throw error
  }
}

/** Gone, cut off or overwritten: whoever keeps the state must be able to go on without it. */
function isAbsentOrBroken(error: unknown): boolean {
  if (error instanceof SyntaxError) return true
  if (!(error instanceof Error) || !('code' in error)) return false
  return (
    error.code === 'ENOENT' || error.code === 'ERR_BUFFER_TOO_LARGE' || String(error.code).startsWith('Z_')
  )
}
