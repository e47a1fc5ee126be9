/** A buffer that grows: pages are put together in it, and it is used again for the next page. */
export class ByteSink {
  bytes: Buffer
  length = 0

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(capacity)
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count))
    this.bytes.copy(grown, 0, 0, this.length)
    this.bytes = grown
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
    this.bytes.writeUInt32LE(value, this.length)
    this.length += 4
  }

  /** A BYTE_ARRAY value as PLAIN writes it: length, then bytes. */
  plainBytes(source: Uint8Array, start: number, end: number): void {
    const size = end - start
    this.reserve(size + 4)
    const { bytes } = this
    let at = this.length
    bytes[at++] = size & 0xff
    bytes[at++] = (size >>> 8) & 0xff
    bytes[at++] = (size >>> 16) & 0xff
    bytes[at++] = size >>> 24
    // A native copy costs more than the loop below some dozens of bytes.
    if (size > 64) bytes.set(source.subarray(start, end), at)
    else for (let i = start; i < end; i++) bytes[at++] = source[i] ?? 0
    this.length += size + 4
  }

  view(): Buffer {
    return this.bytes.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
  }
}
