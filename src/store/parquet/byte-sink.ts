import { ByteWriter, type ViewedBytes } from '#kernel/index.ts'

/** Pages are put together in it, one after another. */
export class ByteSink extends ByteWriter {
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
    this.uint32(end - start)
    this.copy(source, start, end)
  }

  taken(): Buffer {
    return this.bytes.subarray(0, this.length)
  }
}
