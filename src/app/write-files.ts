import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '#store/index.ts'

/** Whole or not at all, one by one; older ones of the same name are replaced. They tell secrets: only their owner may read them. */
export function writePrivateFiles(
  folder: string,
  files: Iterable<{ readonly name: string; readonly text: string }>,
): void {
  makeFolder(folder, 0o700)
  for (const { name, text } of files) {
    const unfinished = join(folder, `.${name}.${process.pid}`)
    writeFileSync(unfinished, text, { mode: 0o600 })
    renameSync(unfinished, join(folder, name))
  }
}
