import { type ViewedBytes, viewOf } from '#kernel/index.ts'

/** A buffer that grows: pages are put together in it, and it is used again for the next page. */
export class ByteSink {
  bytes: Buffer
  view: DataView
  length = 0

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity)
    this.view = viewOf(this.bytes)
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + count))
    this.bytes.copy(grown, 0, 0, this.length)
    this.bytes = grown
    this.view = viewOf(grown)
  }

  byte(value: number): void {
    this.reserve(1)
    this.bytes[this.length++] = value
  }

  varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    this.byte(rest)
  }

  uint32(value: number): void {
    this.reserve(4)
    this.view.setInt32(this.length, value, true)
    this.length += 4
  }

  /** A BYTE_ARRAY value as PLAIN writes it: length, then bytes. */
  plainBytes(source: ViewedBytes, start: number, end: number): void {
    const size = end - start
    this.reserve(size + 4)
    const { bytes, view } = this
    let at = this.length
    view.setInt32(at, size, true)
    at += 4
    // A native copy costs more than the loops below some hundreds of bytes.
    if (size > LEAST_NATIVE) bytes.set(source.bytes.subarray(start, end), at)
    else {
      let from = start
      for (; from + 4 <= end; from += 4, at += 4) view.setInt32(at, source.view.getInt32(from, true), true)
      for (; from < end; from++) bytes[at++] = source.bytes[from] ?? 0
    }
    this.length += size + 4
  }

  taken(): Buffer {
    return this.bytes.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
  }
}

const LEAST_NATIVE = 512
