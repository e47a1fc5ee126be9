import type { Texts } from '#events/index.ts'
import { wasmMemory } from '#wasm/index.ts'
import { binary, i64, struct, type ThriftValue } from './thrift.ts'

/** Statistics longer than this say nothing more: longer values get none. */
const MAX_STATISTIC_BYTES = 128

export const nullsOnly = (nulls: number): ThriftValue => struct([[3, i64(nulls)]])

/** Of the texts that were weighed last. */
export function textStatistics({ bytes, starts, ends }: Texts, nulls: number): ThriftValue {
  const { code } = wasmMemory()
  const textOf = (id: number): Uint8Array => bytes.subarray(starts[id], ends[id])
  const min = textOf(code.firstText())
  const max = textOf(code.lastText())
  if (isLong(min) || isLong(max)) return nullsOnly(nulls)
  // Copies: the footer is written last, when the texts may long have made room for others. Wrong bounds hide rows.
  return range(nulls, Buffer.from(min), Buffer.from(max))
}

const isLong = (value: Uint8Array): boolean => value.length > MAX_STATISTIC_BYTES

/** Of the page of numbers that was written last. */
export function numberStatistics(kind: 'int64' | 'int32'): ThriftValue {
  const { code } = wasmMemory()
  const nulls = code.pageNulls()
  const min = code.pageLeast()
  const max = code.pageGreatest()
  if (min > max) return nullsOnly(nulls)
  const pack = kind === 'int64' ? packInt64 : packInt32
  return range(nulls, pack(min), pack(max))
}

const range = (nulls: number, min: Buffer, max: Buffer): ThriftValue =>
  struct([
    [3, i64(nulls)],
    [5, binary(max)],
    [6, binary(min)],
  ])

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
