import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventBatch } from '#events/index.ts'
import { DEFAULT_READ_LIMITS, scanRecords } from '#sources/index.ts'
import { openDuckdb } from '#store/duckdb/engine.ts'
import { column, joined, LakeWriter, type Row, sql } from '#store/index.ts'

/** What became of some documents on their way through scanner, batch, Parquet and engine. */
export interface Outcome {
  readonly rows: readonly Row[]
  readonly eventCount: number
  readonly duplicateCount: number
  readonly rejected: readonly string[]
  /** By source (place of its document): the sources that held its duplicates first. */
  readonly metIn: readonly (readonly number[])[]
}

/**
 * @param documents - JSON as it stands in a file, each a source of its own (ids from 0).
 * @param batch - is emptied after each document, as it is when it holds enough.
 * @param columns - those to read back; all, when none is named.
 */
export async function throughTheLake(
  documents: readonly (string | Buffer)[],
  batch = new EventBatch(),
  columns: readonly string[] = [],
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-batch-'))
  const writer = new LakeWriter(folder)
  const metIn: number[][] = []
  const rejected: string[] = []
  let eventCount = 0
  let duplicateCount = 0
  batch.startUnit()
  for (const [sourceId, document] of documents.entries()) {
    const met = new Set<number>()
    for (const part of scanRecords(Buffer.from(document), DEFAULT_READ_LIMITS)) {
      const added = batch.add(part, sourceId)
      eventCount += added.eventCount
      duplicateCount += added.duplicateCount
      rejected.push(...added.rejected.map(({ place, reason }) => `${place}: ${reason}`))
      for (const id of added.metIn) met.add(id)
    }
    metIn.push([...met])
    writer.write(batch)
    batch.clear()
  }
  const files = writer.finish().map(({ path }) => sql`${path}`)
  const wanted = columns.length === 0 ? sql`*` : joined(columns.map(column), sql`, `)
  const engine = await openDuckdb({ threads: 1, memory: '512MB', spillFolder: undefined })
  try {
    const rows =
      files.length === 0
        ? []
        : await engine.rows(
            sql`select ${wanted} from read_parquet([${joined(files, sql`, `)}]) order by "eventID"`,
          )
    return { rows, eventCount, duplicateCount, rejected, metIn }
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
