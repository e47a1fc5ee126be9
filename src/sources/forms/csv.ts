import { Readable } from 'node:stream'
import { blocksOf, type Content, describeFailure, type Reading } from '../read/reading.ts'
import { rowToRecord } from './table-row.ts'

const BATCH_CHARS = 4 * 1024 * 1024

/** The records of a CSV export (CloudTrail Lake, Athena, the console's event history) as JSON texts, one a line. */
export async function* csvToJsonLines(
  content: Content,
  delimiter: string,
  reading: Reading,
): AsyncGenerator<Buffer> {
  // Not above: few logs are tables.
  const { parse } = await import('csv-parse')
  const parser = Readable.from(blocksOf(content)).pipe(
    parse({
      delimiter,
      columns: false,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: reading.limits.maxRecordBytes,
    }),
  )
  let header: readonly string[] | undefined
  let lines: string[] = []
  let chars = 0
  try {
    for await (const row of parser) {
      const cells = textCells(row)
      if (header === undefined) header = cells
      else {
        const names = header
        const text = rowToRecord(
          cells.map((cell, index) => [names[index] ?? `column${index + 1}`, cell] as const),
        )
        lines.push(text ?? '{}')
        chars += text?.length ?? 2
      }
      if (chars < BATCH_CHARS) continue
      yield Buffer.from(`${lines.join('\n')}\n`)
      lines = []
      chars = 0
    }
  } catch (error) {
    reading.problems.push({
      place: `line ${parser.info.lines}`,
      reason: `broken CSV: ${describeFailure(error)}`,
    })
  }
  if (lines.length > 0) yield Buffer.from(lines.join('\n'))
}

const textCells = (row: unknown): string[] =>
  Array.isArray(row) ? row.map((cell: unknown) => (typeof cell === 'string' ? cell : '')) : []
