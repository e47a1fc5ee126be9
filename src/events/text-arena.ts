import { wasmMemory } from '#wasm/index.ts'

const FIRST_BYTES = 1 << 14
/** WebAssembly reads 16 bytes at a time, up to 15 more than it wants. */
const SLACK_BYTES = 16

/**
 * The texts of a batch, one after another, in one buffer that serves batch after batch. WebAssembly (assembly/rows.ts) writes
 * most of them.
 */
export class TextArena {
  /** All of the room; what is not written yet is of no meaning. */
  bytes: Buffer
  /** Two words that WebAssembly shares: the address of the bytes, and how many are written. */
  readonly head: Int32Array
  readonly #memory = wasmMemory()

  constructor() {
    const place = this.#memory.allocate(FIRST_BYTES)
    this.bytes = this.#memory.bytes(place, FIRST_BYTES)
    this.head = this.#memory.int32s(this.#memory.allocate(8), 2)
    this.head[0] = place
    this.head[1] = 0
  }

  /** The address of the first byte. */
  get place(): number {
    return (this.head[0] ?? 0) >>> 0
  }

  get length(): number {
    return this.head[1] ?? 0
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    const { length } = this
    if (length + count + SLACK_BYTES <= this.bytes.length) return
    const size = Math.max(this.bytes.length * 2, length + count + SLACK_BYTES)
    const place = this.#memory.allocate(size)
    const larger = this.#memory.bytes(place, size)
    this.bytes.copy(larger, 0, 0, length)
    this.#memory.release(this.place)
    this.bytes = larger
    this.head[0] = place
  }

  /** @returns where its UTF-8 begins; it ends at `length`. */
  write(text: string): number {
    const start = this.length
    const size = Buffer.byteLength(text)
    this.reserve(size)
    this.bytes.write(text, start)
    this.head[1] = start + size
    return start
  }

  /** Forgets what was written from this place on. */
  cut(length: number): void {
    this.head[1] = length
  }

  clear(): void {
    this.head[1] = 0
  }
}
