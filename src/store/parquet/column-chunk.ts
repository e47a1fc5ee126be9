import type { SliceVector, Vector } from '#events/index.ts'
import { wasmMemory } from '#wasm/index.ts'
import type { GroupMemory } from './group-memory.ts'
import {
  codecFor,
  DATA_PAGE,
  DICTIONARY_PAGE,
  type Page,
  PLAIN,
  pageOf,
  RLE,
  RLE_DICTIONARY,
} from './page.ts'
import { nullsOnly, numberStatistics, textStatistics } from './statistics.ts'
import { struct, type ThriftValue } from './thrift.ts'

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

const PAGE_BYTES = 1 << 20

type DictionaryVector = Extract<Vector, { kind: 'dict' | 'shared' }>
type NumberVector = Exclude<Vector, DictionaryVector | SliceVector>

/**
 * Encodes rows of one vector as a Parquet column chunk.
 *
 * @param count - how many rows there are.
 * @param memory - has begun with the rows, in their order.
 */
export function encodeColumnChunk(vector: Vector, count: number, memory: GroupMemory): ColumnChunk {
  switch (vector.kind) {
    case 'dict':
    case 'shared':
      return encodeDictionaryChunk(vector, count, memory)
    case 'slice':
      return encodeTextChunk(vector, count, memory)
    case 'int64':
    case 'int32':
    case 'boolean':
      return encodeNumberChunk(vector, count, memory)
  }
}

function encodeDictionaryChunk(vector: DictionaryVector, count: number, memory: GroupMemory): ColumnChunk {
  const { code } = wasmMemory()
  const { values } = vector
  const maxDefinition = vector.kind === 'dict' ? 1 : vector.maxDefinition
  const present = gatherIds(vector, count, memory)
  const used = memory.used.of(Math.min(present, values.count) * 4)
  const usedCount = code.numberIds(present, values.count, memory.numbers.of(values.count * 4), used)
  const bytes = memory.placed(values.bytes)
  const starts = memory.placed(values.starts.subarray(0, values.count))
  const ends = memory.placed(values.ends.subarray(0, values.count))
  code.weighTexts(used, usedCount, bytes, starts, ends)
  const dictionaryAt = memory.dictionary.of(code.gatheredTextBytes() >>> 0)
  const texts = written(dictionaryAt, code.writeTexts(dictionaryAt, used, usedCount, bytes, starts, ends))
  const width = Math.max(1, bitWidthOf(usedCount - 1))
  const levelWidth = bitWidthOf(maxDefinition)
  const pageAt = memory.page.of(levelBytes(count, levelWidth) + 1 + hybridBytes(present, width))
  const body = written(pageAt, code.writeIdPage(pageAt, count, levelWidth, present, width))

  const codec = codecFor(Math.max(texts.length, body.length))
  const dictionary = pageOf(texts, { type: DICTIONARY_PAGE, count: usedCount, encoding: PLAIN, codec })
  const data = pageOf(body, { type: DATA_PAGE, count, encoding: RLE_DICTIONARY, codec })
  return {
    ...chunkOf([dictionary, data]),
    encodings: [PLAIN, RLE, RLE_DICTIONARY],
    dataPageAt: dictionary.compressedBytes,
    statistics: usedCount === 0 ? nullsOnly(count) : textStatistics(values, count - present),
    codec,
  }
}

/** @returns how many rows have a value. */
function gatherIds(vector: DictionaryVector, count: number, memory: GroupMemory): number {
  const { code } = wasmMemory()
  if (vector.kind === 'dict') return code.gatherIds(count, memory.placed(vector.ids), vector.ids.length)
  const { shared, ids, definitions } = vector
  return code.gatherSharedIds(
    count,
    memory.placed(shared),
    shared.length,
    memory.placed(ids),
    memory.placed(definitions),
    Math.min(ids.length, definitions.length),
  )
}

/** Text pages end after about 1 MB, so that a reader can go through them in little memory. */
function encodeTextChunk(vector: SliceVector, count: number, memory: GroupMemory): ColumnChunk {
  const { code } = wasmMemory()
  const bytes = memory.placed(vector.bytes)
  const starts = memory.placed(vector.starts)
  const ends = memory.placed(vector.ends)
  const length = Math.min(vector.starts.length, vector.ends.length)
  const pages: Page[] = []
  let codec: number | undefined
  let from = 0
  while (from < count) {
    const to = code.gatherTexts(from, count, starts, ends, length, PAGE_BYTES)
    const size = code.gatheredTextBytes() >>> 0
    // Where one page does not hold them all, they are many.
    codec ??= codecFor(size)
    const at = memory.page.of(levelBytes(to - from, 1) + size)
    const body = written(at, code.writeTextPage(at, to - from, bytes, starts, ends))
    pages.push(pageOf(body, { type: DATA_PAGE, count: to - from, encoding: PLAIN, codec }))
    from = to
  }
  return plainChunk(pages, codec ?? codecFor(0), struct([]))
}

function encodeNumberChunk(vector: NumberVector, count: number, memory: GroupMemory): ColumnChunk {
  const codec = codecFor(vector.kind === 'boolean' ? count / 8 : count * 8)
  const at = memory.page.of(levelBytes(count, 1) + count * 8)
  const body = written(at, writeNumberPage(at, vector, count, memory))
  const page = pageOf(body, { type: DATA_PAGE, count, encoding: PLAIN, codec })
  return plainChunk([page], codec, vector.kind === 'boolean' ? struct([]) : numberStatistics(vector.kind))
}

function writeNumberPage(at: number, vector: NumberVector, count: number, memory: GroupMemory): number {
  const { code } = wasmMemory()
  const { kind, values } = vector
  const place = memory.placed(values)
  switch (kind) {
    case 'int64':
      return code.writeInt64Page(at, count, place, values.length)
    case 'int32':
      return code.writeInt32Page(at, count, place, values.length)
    case 'boolean':
      return code.writeBooleanPage(at, count, place, values.length)
  }
}

const plainChunk = (pages: readonly Page[], codec: number, statistics: ThriftValue): ColumnChunk => ({
  ...chunkOf(pages),
  encodings: [PLAIN, RLE],
  dataPageAt: 0,
  statistics,
  codec,
})

const chunkOf = (pages: readonly Page[]): Page => ({
  parts: pages.flatMap(({ parts }) => parts),
  compressedBytes: pages.reduce((sum, page) => sum + page.compressedBytes, 0),
  uncompressedBytes: pages.reduce((sum, page) => sum + page.uncompressedBytes, 0),
})

/** Bits that hold every value up to `max`. */
const bitWidthOf = (max: number): number => 32 - Math.clz32(max)

// At most: see assembly/hybrid.ts.

const hybridBytes = (count: number, width: number): number => ((count >> 3) + 1) * (width + 1) + 16

const levelBytes = (count: number, width: number): number => 4 + hybridBytes(count, width)

const written = (from: number, end: number): Buffer => wasmMemory().bytes(from, (end >>> 0) - from)
