import { type ViewedBytes, viewOf } from '#kernel/index.ts'

/**
 * The bytes of a batch, one after another, in one buffer that serves batch after batch. To keep the buffers that were read
 * alive instead would have V8 walk its whole heap at every few dozen MB of them.
 */
export class TextArena implements ViewedBytes<Buffer> {
  bytes: Buffer = Buffer.allocUnsafe(FIRST_CAPACITY)
  view = viewOf(this.bytes)
  length = 0

  /** @returns where the copy begins. */
  copy(source: Buffer): number {
    const start = this.#take(source.length)
    source.copy(this.bytes, start)
    return start
  }

  /** @returns where its UTF-8 begins; it ends at `length`. */
  write(text: string): number {
    const start = this.#take(Buffer.byteLength(text))
    this.bytes.write(text, start)
    return start
  }

  clear(): void {
    this.length = 0
  }

  #take(count: number): number {
    const start = this.length
    this.length += count
    if (this.length > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length))
      this.bytes.copy(grown, 0, 0, start)
      this.bytes = grown
      this.view = viewOf(grown)
    }
    return start
  }
}

const FIRST_CAPACITY = 1 << 20
