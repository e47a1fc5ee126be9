import { constants, type ZstdOptions, zstdCompressSync } from 'node:zlib'
import type { SharedVector, SliceVector, Texts, Vector } from '#events/index.ts'
import { viewOf } from '#kernel/index.ts'
import { ByteSink } from './byte-sink.ts'
import { bitWidthOf, writeHybrid } from './hybrid.ts'
import { binary, encodeThrift, i32, i64, struct, type ThriftValue } from './thrift.ts'

/** What a column chunk adds to the file, and what the footer must say of it. */
export interface ColumnChunk {
  readonly parts: readonly Buffer[]
  readonly encodings: readonly number[]
  readonly compressedBytes: number
  readonly uncompressedBytes: number
  /** Bytes from the start of the chunk to its first data page; 0 when there is no dictionary. */
  readonly dataPageAt: number
  readonly statistics: ThriftValue
  readonly codec: number
}

const UNCOMPRESSED = 0
const ZSTD = 6
/** A chunk whose pages are smaller is left as it is: to set up a compressor costs more than it saves. */
const LEAST_COMPRESSED_BYTES = 2048

const PAGE_BYTES = 1 << 20

const PLAIN = 0
const RLE = 3
const RLE_DICTIONARY = 8
const DATA_PAGE = 0
const DICTIONARY_PAGE = 2
/** Level 1 packs sorted CloudTrail JSON within 15 % of level 3 in half the time. */
const ZSTD_LEVEL = 1
/** Statistics longer than this say nothing more: longer values get none. */
const MAX_STATISTIC_BYTES = 128

/** Working memory, used again from chunk to chunk. */
export class ChunkScratch {
  readonly page = new ByteSink(1 << 20)
  readonly dictionary = new ByteSink(1 << 16)
  levels = new Int32Array(1 << 15)
  values = new Int32Array(1 << 15)
  /** Batch id of a dictionary value → its id in this row group. */
  remap = new Int32Array(1 << 12)

  prepare(rowCount: number): void {
    this.page.clear()
    this.dictionary.clear()
    if (this.levels.length >= rowCount) return
    this.levels = new Int32Array(rowCount * 2)
    this.values = new Int32Array(rowCount * 2)
  }
}

/** Encodes rows of one vector, in the order of `rows`, as a Parquet column chunk. */
export function encodeColumnChunk(vector: Vector, rows: Int32Array, scratch: ChunkScratch): ColumnChunk {
  scratch.prepare(rows.length)
  switch (vector.kind) {
    case 'dict':
    case 'shared':
      return encodeDictionaryChunk(vector, rows, scratch)
    case 'slice':
    case 'int64':
    case 'int32':
    case 'boolean':
      return encodePlainChunk(vector, rows, scratch)
  }
}

type DictionaryVector = Extract<Vector, { kind: 'dict' | 'shared' }>
type PlainVector = Exclude<Vector, DictionaryVector>

function encodeDictionaryChunk(
  vector: DictionaryVector,
  rows: Int32Array,
  scratch: ChunkScratch,
): ColumnChunk {
  const maxDefinition = vector.kind === 'dict' ? 1 : vector.maxDefinition
  const present = gatherIds(vector, rows, scratch)
  const used = remapIds(vector.values.count, present, scratch)
  const { bytes, starts, ends } = vector.values
  const source = { bytes, view: viewOf(bytes) }
  for (const id of used) scratch.dictionary.plainBytes(source, starts[id] ?? 0, ends[id] ?? 0)
  const { page } = scratch
  writeLevels(page, scratch.levels, rows.length, maxDefinition)
  const width = Math.max(1, bitWidthOf(used.length - 1))
  page.byte(width)
  writeHybrid(page, scratch.values, present, width)

  const codec = codecFor(Math.max(scratch.dictionary.length, page.length))
  const dictionary = pageOf(scratch.dictionary.taken(), { type: DICTIONARY_PAGE, count: used.length, codec })
  const data = pageOf(page.taken(), { type: DATA_PAGE, count: rows.length, encoding: RLE_DICTIONARY, codec })
  return {
    parts: [...dictionary.parts, ...data.parts],
    encodings: [PLAIN, RLE, RLE_DICTIONARY],
    compressedBytes: dictionary.compressedBytes + data.compressedBytes,
    uncompressedBytes: dictionary.uncompressedBytes + data.uncompressedBytes,
    dataPageAt: dictionary.compressedBytes,
    statistics: textStatistics(vector.values, used, rows.length - present),
    codec,
  }
}

/** Fills levels and values (batch ids); returns how many rows have a value. */
const gatherIds = (vector: DictionaryVector, rows: Int32Array, scratch: ChunkScratch): number =>
  vector.kind === 'dict' ? gatherOwn(vector.ids, rows, scratch) : gatherShared(vector, rows, scratch)

function gatherOwn(ids: Int32Array, rows: Int32Array, { levels, values }: ChunkScratch): number {
  let present = 0
  for (let i = 0; i < rows.length; i++) {
    const id = ids[rows[i] ?? 0] ?? -1
    levels[i] = id < 0 ? 0 : 1
    if (id >= 0) values[present++] = id
  }
  return present
}

function gatherShared(vector: SharedVector, rows: Int32Array, { levels, values }: ChunkScratch): number {
  const { shared, ids, definitions } = vector
  let present = 0
  for (let i = 0; i < rows.length; i++) {
    const at = shared[rows[i] ?? 0] ?? -1
    levels[i] = at < 0 ? 0 : (definitions[at] ?? 0)
    const id = at < 0 ? -1 : (ids[at] ?? -1)
    if (id >= 0) values[present++] = id
  }
  return present
}

/** Turns batch ids in `values` into ids of this row group; returns the batch ids in use, in that order. */
function remapIds(valueCount: number, present: number, scratch: ChunkScratch): readonly number[] {
  if (scratch.remap.length < valueCount) scratch.remap = new Int32Array(valueCount * 2)
  const { remap, values } = scratch
  remap.fill(-1, 0, valueCount)
  const used: number[] = []
  for (let i = 0; i < present; i++) {
    const id = values[i] ?? 0
    let mapped = remap[id] ?? -1
    if (mapped < 0) {
      mapped = used.push(id) - 1
      remap[id] = mapped
    }
    values[i] = mapped
  }
  return used
}

function encodePlainChunk(vector: PlainVector, rows: Int32Array, scratch: ChunkScratch): ColumnChunk {
  const pages: Page[] = []
  const codec = codecFor(plainSize(vector, rows))
  let from = 0
  while (from < rows.length) {
    scratch.page.clear()
    const to = plainPageEnd(vector, rows, from)
    const slice = rows.subarray(from, to)
    plainLevels(vector, slice, scratch.levels)
    writeLevels(scratch.page, scratch.levels, slice.length, 1)
    writePlain(vector, slice, scratch)
    pages.push(pageOf(scratch.page.taken(), { type: DATA_PAGE, count: slice.length, codec }))
    from = to
  }
  return {
    parts: pages.flatMap(({ parts }) => parts),
    encodings: [PLAIN, RLE],
    compressedBytes: pages.reduce((sum, page) => sum + page.compressedBytes, 0),
    uncompressedBytes: pages.reduce((sum, page) => sum + page.uncompressedBytes, 0),
    dataPageAt: 0,
    statistics: numberStatistics(vector, rows),
    codec,
  }
}

function plainSize(vector: PlainVector, rows: Int32Array): number {
  if (vector.kind !== 'slice') return vector.kind === 'boolean' ? rows.length / 8 : rows.length * 8
  let size = 0
  for (let i = 0; i < rows.length; i++) size += sliceBytes(vector, rows[i] ?? 0)
  return size
}

const codecFor = (bytes: number): number => (bytes < LEAST_COMPRESSED_BYTES ? UNCOMPRESSED : ZSTD)

/** Text pages end after about 1 MB, so that a reader can go through them in little memory. */
function plainPageEnd(vector: PlainVector, rows: Int32Array, from: number): number {
  if (vector.kind !== 'slice') return rows.length
  let size = 0
  let at = from
  while (at < rows.length && size < PAGE_BYTES) size += sliceBytes(vector, rows[at++] ?? 0)
  return at
}

/** What a value takes in a page; where a row has none, its end is left over from another batch. */
function sliceBytes(vector: SliceVector, row: number): number {
  const start = vector.starts[row] ?? -1
  return start < 0 ? 0 : (vector.ends[row] ?? 0) - start + 4
}

/** 1 where a row has a value. A loop for each kind: one for all would ask the kind of every value. */
function plainLevels(vector: PlainVector, rows: Int32Array, levels: Int32Array): void {
  switch (vector.kind) {
    case 'slice':
      return presence(vector.starts, rows, levels)
    case 'boolean':
      return presence(vector.values, rows, levels)
    case 'int64':
      // A column of which no late row has a value is shorter than the batch.
      for (let i = 0; i < rows.length; i++)
        levels[i] = Number.isNaN(vector.values[rows[i] ?? 0] ?? Number.NaN) ? 0 : 1
      return
    case 'int32':
      levels.fill(1, 0, rows.length)
  }
}

function presence(known: Int32Array | Int8Array, rows: Int32Array, levels: Int32Array): void {
  for (let i = 0; i < rows.length; i++) levels[i] = (known[rows[i] ?? 0] ?? -1) < 0 ? 0 : 1
}

function writePlain(vector: PlainVector, rows: Int32Array, scratch: ChunkScratch): void {
  switch (vector.kind) {
    case 'slice':
      return writeSlices(vector, rows, scratch)
    case 'boolean':
      return writeBooleans(vector.values, rows, scratch)
    case 'int64':
      return writeInt64s(vector.values, rows, scratch)
    case 'int32':
      for (let i = 0; i < rows.length; i++) scratch.page.uint32(vector.values[rows[i] ?? 0] ?? 0)
  }
}

function writeSlices({ bytes, starts, ends }: SliceVector, rows: Int32Array, { page }: ChunkScratch): void {
  const source = { bytes, view: viewOf(bytes) }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    const start = starts[row] ?? -1
    if (start >= 0) page.plainBytes(source, start, ends[row] ?? 0)
  }
}

function writeInt64s(values: Float64Array, rows: Int32Array, { page }: ChunkScratch): void {
  page.reserve(rows.length * 8)
  const { view } = page
  let at = page.length
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i] ?? 0] ?? Number.NaN
    if (Number.isNaN(value)) continue
    const high = Math.floor(value / 0x1_0000_0000)
    view.setInt32(at, value - high * 0x1_0000_0000, true)
    view.setInt32(at + 4, high, true)
    at += 8
  }
  page.length = at
}

function writeBooleans(known: Int8Array, rows: Int32Array, { page, values }: ChunkScratch): void {
  let count = 0
  for (let i = 0; i < rows.length; i++) {
    const value = known[rows[i] ?? 0] ?? -1
    if (value >= 0) values[count++] = value
  }
  writeBits(page, values, count)
}

function writeBits(page: ByteSink, values: Int32Array, count: number): void {
  for (let i = 0; i < count; i += 8) {
    let byte = 0
    for (let bit = 0; bit < 8 && i + bit < count; bit++) byte |= (values[i + bit] ?? 0) << bit
    page.byte(byte)
  }
}

function writeLevels(page: ByteSink, levels: Int32Array, count: number, max: number): void {
  const at = page.length
  page.uint32(0)
  writeHybrid(page, levels, count, bitWidthOf(max))
  page.view.setInt32(at, page.length - at - 4, true)
}

interface Page {
  readonly parts: readonly Buffer[]
  readonly compressedBytes: number
  readonly uncompressedBytes: number
}

interface PageShape {
  readonly type: number
  readonly count: number
  readonly encoding?: number
  readonly codec: number
}

function pageOf(body: Buffer, { type, count, encoding = PLAIN, codec }: PageShape): Page {
  const packed = codec === ZSTD ? zstdCompressSync(body, zstdOptions(body.length)) : Buffer.from(body)
  const shape: (readonly [number, ThriftValue])[] = [
    [1, i32(count)],
    [2, i32(encoding)],
  ]
  if (type === DATA_PAGE) shape.push([3, i32(RLE)], [4, i32(RLE)])
  const header = encodeThrift([
    [1, i32(type)],
    [2, i32(body.length)],
    [3, i32(packed.length)],
    [type === DATA_PAGE ? 5 : 7, struct(shape)],
  ])
  return {
    parts: [header, packed],
    compressedBytes: header.length + packed.length,
    uncompressedBytes: header.length + body.length,
  }
}

const zstdOptions = (size: number): ZstdOptions => ({
  // Output in one piece: Node would else grow it by 16 KB steps.
  chunkSize: Math.max(64, size + (size >> 7) + 512),
  pledgedSrcSize: size,
  params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL },
})

function textStatistics({ bytes, starts, ends }: Texts, used: readonly number[], nulls: number): ThriftValue {
  let min: Uint8Array | undefined
  let max: Uint8Array | undefined
  for (const id of used) {
    const value = bytes.subarray(starts[id], ends[id])
    if (min === undefined || Buffer.compare(value, min) < 0) min = value
    if (max === undefined || Buffer.compare(value, max) > 0) max = value
  }
  if (min === undefined || max === undefined || isLong(min) || isLong(max)) return struct([[3, i64(nulls)]])
  // Copies: the footer is written last, when the texts may long have made room for others. Wrong bounds hide rows.
  return struct([
    [3, i64(nulls)],
    [5, binary(Buffer.from(max))],
    [6, binary(Buffer.from(min))],
  ])
}

const isLong = (value: Uint8Array): boolean => value.length > MAX_STATISTIC_BYTES

function numberStatistics(vector: PlainVector, rows: Int32Array): ThriftValue {
  if (vector.kind === 'slice' || vector.kind === 'boolean') return struct([])
  const { values } = vector
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let nulls = 0
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i] ?? 0] ?? Number.NaN
    if (Number.isNaN(value)) nulls++
    else {
      if (value < min) min = value
      if (value > max) max = value
    }
  }
  const known = min <= max
  const pack = vector.kind === 'int64' ? packInt64 : packInt32
  return struct([
    [3, i64(nulls)],
    [5, known ? binary(pack(max)) : undefined],
    [6, known ? binary(pack(min)) : undefined],
  ])
}

function packInt64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(value))
  return bytes
}

function packInt32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}
