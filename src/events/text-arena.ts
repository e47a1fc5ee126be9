import { ByteWriter } from '#kernel/index.ts'

/**
 * The texts of a batch, one after another, in one buffer that serves batch after batch. To keep the buffers that were read
 * alive instead would have V8 walk its whole heap at every few dozen MB of them.
 */
export class TextArena extends ByteWriter {
  constructor() {
    super(1 << 20)
  }

  /** @returns where its UTF-8 begins; it ends at `length`. */
  write(text: string): number {
    const start = this.length
    const size = Buffer.byteLength(text)
    this.reserve(size)
    this.bytes.write(text, start)
    this.length += size
    return start
  }

  /** Forgets what was written from this place on. */
  cut(length: number): void {
    this.length = length
  }
}
