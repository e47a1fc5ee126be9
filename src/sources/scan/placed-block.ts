import { wasmMemory } from '#wasm/index.ts'

/** A copy of the block that is being scanned, where WebAssembly sees it. */
export class PlacedBlock {
  /** Its address. */
  place = 0
  readonly #memory = wasmMemory()
  #block: Buffer | undefined
  #bytes: Buffer = Buffer.alloc(0)

  /** @returns the copy, valid until another block is taken. */
  take(block: Buffer): Buffer {
    if (block === this.#block) return this.#bytes
    this.release()
    this.place = this.#memory.copyOf(block)
    this.#bytes = this.#memory.bytes(this.place, block.length)
    this.#block = block
    return this.#bytes
  }

  release(): void {
    if (this.#block !== undefined) this.#memory.release(this.place)
    this.#block = undefined
  }
}
