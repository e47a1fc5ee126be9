import { constants, type ZstdOptions, zstdCompressSync } from 'node:zlib'
import { encodeThrift, i32, struct, type ThriftValue } from './thrift.ts'

/** A page with its header, as it stands in the file. */
export interface Page {
  readonly parts: readonly Buffer[]
  readonly compressedBytes: number
  readonly uncompressedBytes: number
}

interface PageShape {
  readonly type: number
  readonly count: number
  readonly encoding: number
  readonly codec: number
}

export const PLAIN = 0
export const RLE = 3
export const RLE_DICTIONARY = 8

export const DATA_PAGE = 0
export const DICTIONARY_PAGE = 2

const UNCOMPRESSED = 0
const ZSTD = 6
/** Level 1 packs sorted CloudTrail JSON within 15 % of level 3 in half the time. */
const ZSTD_LEVEL = 1
/** A chunk whose pages are smaller is left as it is: to set up a compressor costs more than it saves. */
const LEAST_COMPRESSED_BYTES = 2048

export const codecFor = (bytes: number): number => (bytes < LEAST_COMPRESSED_BYTES ? UNCOMPRESSED : ZSTD)

/** @param body - may be written over afterwards. */
export function pageOf(body: Buffer, { type, count, encoding, codec }: PageShape): Page {
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
