import { createHash, type Hash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError } from '#kernel/index.ts'
import { makeFolder, writeAll } from '#store/index.ts'

/** A file of the evidence, as it lies on disk. */
export interface EvidenceFile {
  readonly name: string
  readonly sizeBytes: number
  readonly sha256: string
}

/**
 * A folder that is made whole or not at all: it is written beside its place and then renamed. Nothing is ever overwritten, and only its
 * owner may read it.
 */
export class EvidenceFolder {
  readonly #folder: string
  readonly #unfinished: string
  readonly #files: EvidenceFile[] = []

  /** @throws UsageError where something is there already. */
  constructor(folder: string) {
    this.#folder = resolve(folder)
    this.#unfinished = join(dirname(this.#folder), `.${basename(this.#folder)}.${String(process.pid)}`)
    this.#refuseToOverwrite()
    try {
      makeFolder(dirname(this.#folder))
      mkdirSync(this.#unfinished, { mode: 0o700 })
    } catch (cause) {
      throw new UsageError(`${this.#folder} cannot be made.`, {
        hint: 'Name a folder that you may write to with --out.',
        cause,
      })
    }
  }

  get files(): readonly EvidenceFile[] {
    return this.#files
  }

  /** Writes the parts one after the other. */
  async write(name: string, parts: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const fd = openSync(join(this.#unfinished, name), 'wx', 0o600)
    const hash = createHash('sha256')
    let sizeBytes = 0
    try {
      for await (const part of parts) sizeBytes += writePart(fd, part, hash)
    } finally {
      closeSync(fd)
    }
    this.#files.push({ name, sizeBytes, sha256: hash.digest('hex') })
  }

  finish(): void {
    this.#refuseToOverwrite()
    renameSync(this.#unfinished, this.#folder)
  }

  /** Leaves nothing behind that is not finished. */
  discard(): void {
    rmSync(this.#unfinished, { recursive: true, force: true })
  }

  #refuseToOverwrite(): void {
    if (!existsSync(this.#folder)) return
    if (isEmptyFolder(this.#folder)) return
    throw new UsageError(`${this.#folder} is there already.`, {
      hint: 'Evidence is never overwritten: name another folder with --out.',
    })
  }
}

function writePart(fd: number, part: string, hash: Hash): number {
  const bytes = Buffer.from(part)
  hash.update(bytes)
  writeAll(fd, bytes)
  return bytes.length
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0
  } catch {
    return false
  }
}
