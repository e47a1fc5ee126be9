import { ByteWriter } from '#kernel/index.ts'

/** Footers and headers of pages are put together in it. */
export class ByteSink extends ByteWriter {
  byte(value: number): void {
    this.reserve(1)
    this.bytes[this.length++] = value
  }

  taken(): Buffer {
    return this.bytes.subarray(0, this.length)
  }
}
