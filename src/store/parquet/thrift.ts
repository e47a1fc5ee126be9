import { ByteSink } from './byte-sink.ts'

/**
 * The part of Thrift's compact protocol that Parquet's footers and page headers need, as values.
 *
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export type ThriftValue =
  | { readonly t: 'i32' | 'i64'; readonly v: number }
  | { readonly t: 'binary'; readonly v: Uint8Array }
  | { readonly t: 'struct'; readonly v: ThriftStruct }
  | { readonly t: 'list'; readonly of: 'i32' | 'binary' | 'struct'; readonly v: readonly ThriftValue[] }

/** Field id and value, ids ascending; undefined values are left out. */
export type ThriftStruct = readonly (readonly [number, ThriftValue | undefined])[]

export const i32 = (v: number): ThriftValue => ({ t: 'i32', v })
export const i64 = (v: number): ThriftValue => ({ t: 'i64', v })
export const binary = (v: Uint8Array): ThriftValue => ({ t: 'binary', v })
export const text = (v: string): ThriftValue => binary(Buffer.from(v))
export const struct = (v: ThriftStruct): ThriftValue => ({ t: 'struct', v })
export const list = (of: 'i32' | 'binary' | 'struct', v: readonly ThriftValue[]): ThriftValue => ({
  t: 'list',
  of,
  v,
})

const TYPE_IDS = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const

export function encodeThrift(fields: ThriftStruct): Buffer {
  WORK.clear()
  writeStruct(WORK, fields)
  return Buffer.from(WORK.taken())
}

/** Used again for each. */
const WORK = new ByteSink()

function writeStruct(out: ByteSink, fields: ThriftStruct): void {
  let last = 0
  for (const [id, value] of fields) {
    if (value === undefined) continue
    out.byte(((id - last) << 4) | TYPE_IDS[value.t])
    writeValue(out, value)
    last = id
  }
  out.byte(0)
}

function writeValue(out: ByteSink, value: ThriftValue): void {
  switch (value.t) {
    case 'i32':
    case 'i64':
      writeVarint(out, value.v >= 0 ? value.v * 2 : -value.v * 2 - 1)
      break
    case 'binary':
      writeVarint(out, value.v.length)
      out.copy(value.v)
      break
    case 'struct':
      writeStruct(out, value.v)
      break
    case 'list':
      writeList(out, value.of, value.v)
  }
}

function writeList(out: ByteSink, of: 'i32' | 'binary' | 'struct', values: readonly ThriftValue[]): void {
  if (values.length < 15) out.byte((values.length << 4) | TYPE_IDS[of])
  else {
    out.byte(0xf0 | TYPE_IDS[of])
    writeVarint(out, values.length)
  }
  for (const value of values) writeValue(out, value)
}

// Plain arithmetic: sizes and offsets go beyond 32 bits, and `>>` would cut them.
function writeVarint(out: ByteSink, value: number): void {
  let rest = value
  while (rest >= 0x80) {
    out.byte((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  out.byte(rest)
}
