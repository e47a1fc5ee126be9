import type { ByteSink } from './byte-sink.ts'

/** Bits that hold every value up to `max`. */
export const bitWidthOf = (max: number): number => 32 - Math.clz32(max)

/**
 * Parquet's RLE / bit-packing hybrid: runs of eight or more equal values as one run, the rest packed in groups of eight.
 *
 * @param values - non-negative, each below 2^`width`.
 * @param count - how many of `values` count.
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
export function writeHybrid(sink: ByteSink, values: Int32Array, count: number, width: number): void {
  const held = values.subarray(0, count)
  let at = 0
  while (at < count) {
    const run = runLength(held, at, count)
    if (run >= 8) {
      writeRun(sink, held[at] ?? 0, run, width)
      at += run
    } else at = writePacked(sink, held, at, width)
  }
}

function runLength(values: Int32Array, from: number, count: number): number {
  const value = values[from]
  let end = from + 1
  while (end < count && values[end] === value) end++
  return end - from
}

function writeRun(sink: ByteSink, value: number, run: number, width: number): void {
  sink.varint(run * 2)
  for (let bits = 0; bits < width; bits += 8) sink.byte((value >>> bits) & 0xff)
}

// Groups of eight until a long run begins at a group's border; only the very last group may be padded.
function writePacked(sink: ByteSink, values: Int32Array, from: number, width: number): number {
  const count = values.length
  let end = Math.min(from + 8, count)
  while (end < count && end - from < 504 && runLength(values, end, Math.min(count, end + 8)) < 8) {
    end = Math.min(end + 8, count)
  }
  const groups = Math.ceil((end - from) / 8)
  sink.varint(groups * 2 + 1)
  packBits(sink, values.subarray(from, end), width)
  const padding = groups * width - Math.ceil(((end - from) * width) / 8)
  for (let i = 0; i < padding; i++) sink.byte(0)
  return end
}

function packBits(sink: ByteSink, values: Int32Array, width: number): void {
  sink.reserve(Math.ceil((values.length * width) / 8) + 8)
  const { bytes } = sink
  let at = sink.length
  let held = 0
  let heldBits = 0
  for (let i = 0; i < values.length; i++) {
    let value = values[i] ?? 0
    let left = width
    while (left > 0) {
      const take = Math.min(left, 8 - heldBits)
      held |= (value & ((1 << take) - 1)) << heldBits
      value >>>= take
      left -= take
      heldBits += take
      if (heldBits === 8) {
        bytes[at++] = held
        held = 0
        heldBits = 0
      }
    }
  }
  if (heldBits > 0) bytes[at++] = held
  sink.length = at
}
