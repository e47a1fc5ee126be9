import { brotliDecompressSync } from 'node:zlib'
import type { Address } from './address.ts'

/** Which label each address has: a step begins at each start and lasts until the next. Label 0 is none. */
export interface StepTable {
  readonly v4Starts: Uint32Array
  readonly v4Labels: Uint32Array
  /** IPv6 by its first 64 bits, in two halves. */
  readonly v6Highs: Uint32Array
  readonly v6Lows: Uint32Array
  readonly v6Labels: Uint32Array
  readonly labels: readonly string[]
}

/** Three lengths (v4 steps, v6 steps, bytes of labels) stand first. */
const HEADER_BYTES = 12
const MOST_BYTES = 1 << 28

/**
 * Reads a table as scripts/make-networks.ts writes it: brotli over the header, the labels (a line each), and each
 * column's differences, lowest bytes first, then the next, so that their many zeros lie together.
 */
export function decodeStepTable(file: Buffer): StepTable {
  const bytes = brotliDecompressSync(file, { maxOutputLength: MOST_BYTES })
  const v4Count = bytes.readUInt32LE(0)
  const v6Count = bytes.readUInt32LE(4)
  const labelBytes = bytes.readUInt32LE(8)
  let at = HEADER_BYTES + labelBytes
  const next = (count: number): Uint32Array => {
    const column = fromPlanes(bytes, at, count)
    at += 4 * count
    return column
  }
  return {
    v4Starts: summed(next(v4Count)),
    v4Labels: next(v4Count),
    v6Highs: summed(next(v6Count)),
    v6Lows: next(v6Count),
    v6Labels: next(v6Count),
    labels: bytes.toString('utf8', HEADER_BYTES, HEADER_BYTES + labelBytes).split('\n'),
  }
}

function fromPlanes(bytes: Buffer, at: number, count: number): Uint32Array {
  const column = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    column[i] =
      (bytes[at + i] ?? 0) |
      ((bytes[at + count + i] ?? 0) << 8) |
      ((bytes[at + 2 * count + i] ?? 0) << 16) |
      ((bytes[at + 3 * count + i] ?? 0) << 24)
  }
  return column
}

function summed(column: Uint32Array): Uint32Array {
  for (let i = 1; i < column.length; i++) column[i] = (column[i] ?? 0) + (column[i - 1] ?? 0)
  return column
}

/** Number of the label that an address has; 0 for none. */
export function labelAt(table: StepTable, address: Address): number {
  if (address.version === 4) return table.v4Labels[lastV4(table.v4Starts, address.value)] ?? 0
  return table.v6Labels[lastV6(table, address.high, address.low)] ?? 0
}

/** Index of the last start that is not after `value`; -1 when all are. */
function lastV4(starts: Uint32Array, value: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

function lastV6({ v6Highs, v6Lows }: StepTable, high: number, low: number): number {
  let from = 0
  let to = v6Highs.length
  while (from < to) {
    const middle = (from + to) >>> 1
    const start = v6Highs[middle] ?? 0
    if (start < high || (start === high && (v6Lows[middle] ?? 0) <= low)) from = middle + 1
    else to = middle
  }
  return from - 1
}
