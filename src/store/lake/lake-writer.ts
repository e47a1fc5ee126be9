import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { EventBatch } from '#events/index.ts'
import { DAY_MS } from '#kernel/index.ts'
import { ParquetFile } from '../parquet/parquet-file.ts'
import { leavesOf } from '../parquet/schema.ts'
import { EVENTS_TABLE } from './events-table.ts'
import type { EventHashes } from './known-hashes.ts'

/** A file that is complete, but not yet part of the lake. */
export interface WrittenFile {
  readonly path: string
  /** `2026-11-24` */
  readonly day: string
  readonly rowCount: number
  readonly sizeBytes: number
  /** Event times within, both inclusive. */
  readonly minMs: number
  readonly maxMs: number
  /** In order. */
  readonly hashes: EventHashes
}

interface OpenFile {
  readonly file: ParquetFile
  readonly day: string
  readonly hashes: EventHashes[]
  minMs: number
  maxMs: number
}

/** Rows of one row group: enough to compress well, few enough to be skipped by their statistics. */
const ROW_GROUP_ROWS = 20_480
/** Logs of many years in one file must not run out of file handles. */
const MOST_OPEN_FILES = 128
const LEAVES = leavesOf(EVENTS_TABLE)

/** Writes a unit of work: one Parquet file a day, under a folder that nobody reads yet. */
export class LakeWriter {
  readonly #folder: string
  readonly #files = new Map<number, OpenFile>()
  readonly #written: WrittenFile[] = []
  #count = 0

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  /** Appends all rows of the batch; the batch may be cleared afterwards. */
  write(batch: EventBatch): void {
    const named = batch.vectors()
    const vectors = LEAVES.map(({ path }) => {
      const vector = named.get(path.join('.'))
      if (vector === undefined) throw new RangeError(`the batch has no column ${path.join('.')}`)
      return vector
    })
    for (const [day, { hot, rest }] of batch.rowsByDay()) {
      const open = this.#open(day)
      for (const rows of [hot, rest]) {
        for (let at = 0; at < rows.length; at += ROW_GROUP_ROWS) {
          open.file.writeRowGroup(vectors, rows.subarray(at, at + ROW_GROUP_ROWS))
        }
        open.hashes.push(batch.eventHashes(rows))
        widen(open, batch.timeMs.values, rows)
      }
    }
  }

  finish(): readonly WrittenFile[] {
    this.#finishOpen()
    return this.#written
  }

  abandon(): void {
    for (const { file } of this.#files.values()) file.abandon()
    this.#files.clear()
  }

  #finishOpen(): void {
    for (const { file, hashes, ...of } of this.#files.values()) {
      const sizeBytes = file.finish()
      const { path, rowCount } = file
      this.#written.push({ path, rowCount, sizeBytes, hashes: joinedInOrder(hashes), ...of })
    }
    this.#files.clear()
  }

  #open(day: number): OpenFile {
    const known = this.#files.get(day)
    if (known !== undefined) return known
    if (this.#files.size >= MOST_OPEN_FILES) this.#finishOpen()
    const name = new Date(day * DAY_MS).toISOString().slice(0, 10)
    const path = join(this.#folder, `${name}-${String(this.#count++)}.parquet`)
    const file = new ParquetFile(path, EVENTS_TABLE)
    const open = {
      file,
      day: name,
      hashes: [],
      minMs: Number.POSITIVE_INFINITY,
      maxMs: Number.NEGATIVE_INFINITY,
    }
    this.#files.set(day, open)
    return open
  }
}

function joinedInOrder(parts: readonly EventHashes[]): EventHashes {
  const joined = new BigUint64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined.toSorted()
}

/** Stretches the times of a file over those of these rows. */
function widen(open: OpenFile, timesMs: Float64Array, rows: Int32Array): void {
  for (let i = 0; i < rows.length; i++) {
    const timeMs = timesMs[rows[i] ?? 0] ?? 0
    if (timeMs < open.minMs) open.minMs = timeMs
    if (timeMs > open.maxMs) open.maxMs = timeMs
  }
}
