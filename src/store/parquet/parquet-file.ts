import { closeSync, fsyncSync, openSync } from 'node:fs'
import type { Vector } from '#events/index.ts'
import { releaseBytes } from '#kernel/index.ts'
import { writeAll } from '../lake/write-all.ts'
import { type ColumnChunk, encodeColumnChunk } from './column-chunk.ts'
import { GroupMemory } from './group-memory.ts'
import { type Field, type Leaf, leavesOf, PHYSICAL, schemaElements } from './schema.ts'
import { encodeThrift, i32, i64, list, struct, type ThriftValue, text } from './thrift.ts'

const MAGIC = Buffer.from('PAR1')
/** Used again for each row group. */
const MEMORY = new GroupMemory()

interface EncodedLeaf {
  readonly leaf: Leaf
  readonly chunk: ColumnChunk
}

/**
 * A Parquet file that is being written, a row group at a time. Our own writer because of speed: see
 * docs/decisions/0002-own-parquet-writer.md.
 *
 * @see https://parquet.apache.org/docs/file-format/
 */
export class ParquetFile {
  readonly path: string
  readonly #fd: number
  readonly #fields: readonly Field[]
  readonly #leaves: readonly Leaf[]
  readonly #groups: ThriftValue[] = []
  #offset = 0
  #isOpen = true
  rowCount = 0

  /** @throws when the file cannot be created. */
  constructor(path: string, fields: readonly Field[]) {
    this.path = path
    this.#fd = openSync(path, 'wx')
    this.#fields = fields
    this.#leaves = leavesOf(fields)
    this.#write([MAGIC])
  }

  /** @param vectors - one for each leaf, in the order of `leavesOf`. */
  writeRowGroup(vectors: readonly Vector[], rows: Int32Array): void {
    if (rows.length === 0) return
    let total = 0
    let offset = this.#offset
    const chunks = this.#encode(vectors, rows)
    const parts: Buffer[] = []
    const columns = chunks.map(({ leaf, chunk }) => {
      const start = offset
      parts.push(...chunk.parts)
      offset += chunk.compressedBytes
      total += chunk.uncompressedBytes
      return struct([
        [2, i64(start)],
        [
          3,
          struct([
            [1, i32(PHYSICAL[leaf.type])],
            [2, list('i32', chunk.encodings.map(i32))],
            [3, list('binary', leaf.path.map(text))],
            [4, i32(chunk.codec)],
            [5, i64(rows.length)],
            [6, i64(chunk.uncompressedBytes)],
            [7, i64(chunk.compressedBytes)],
            [9, i64(start + chunk.dataPageAt)],
            [11, chunk.dataPageAt > 0 ? i64(start) : undefined],
            [12, chunk.statistics],
          ]),
        ],
      ])
    })
    this.#write(parts)
    for (const part of parts) releaseBytes(part)
    this.#groups.push(
      struct([
        [1, list('struct', columns)],
        [2, i64(total)],
        [3, i64(rows.length)],
      ]),
    )
    this.rowCount += rows.length
  }

  #encode(vectors: readonly Vector[], rows: Int32Array): readonly EncodedLeaf[] {
    // Two columns may say the same in two types.
    const encoded = new Map<Vector, ColumnChunk>()
    try {
      MEMORY.begin(rows)
      return this.#leaves.map((leaf, i) => {
        const vector = vectors[i]
        if (vector === undefined) throw new RangeError(`no vector for column ${leaf.path.join('.')}`)
        const chunk = encoded.get(vector) ?? encodeColumnChunk(vector, rows.length, MEMORY)
        encoded.set(vector, chunk)
        return { leaf, chunk }
      })
    } finally {
      MEMORY.end()
    }
  }

  /** Writes the footer and makes the file durable. @returns size in bytes. */
  finish(): number {
    const footer = encodeThrift([
      [1, i32(1)],
      [2, list('struct', schemaElements(this.#fields))],
      [3, i64(this.rowCount)],
      [4, list('struct', this.#groups)],
      [6, text('trailhound')],
      [
        7,
        list(
          'struct',
          this.#leaves.map(() => struct([[1, struct([])]])),
        ),
      ],
    ])
    const size = Buffer.alloc(4)
    size.writeUInt32LE(footer.length)
    this.#write([footer, size, MAGIC])
    fsyncSync(this.#fd)
    this.abandon()
    return this.#offset
  }

  /** Closes the file as it is: unless it was finished, it is nobody's. */
  abandon(): void {
    // A number that was closed may be another file's by now.
    if (this.#isOpen) closeSync(this.#fd)
    this.#isOpen = false
  }

  #write(parts: readonly Buffer[]): void {
    writeAll(this.#fd, ...parts)
    for (const part of parts) this.#offset += part.length
  }
}
