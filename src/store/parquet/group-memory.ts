import { wasmMemory } from '#wasm/index.ts'

/** Room in WebAssembly's memory that grows, and is used again from chunk to chunk. */
class Room {
  #place = 0
  #size = 0

  /** @returns the address of at least `size` bytes; what was in them may be lost. */
  of(size: number): number {
    if (size <= this.#size) return this.#place
    const memory = wasmMemory()
    if (this.#size > 0) memory.release(this.#place)
    this.#size = 0
    const larger = size + (size >> 1)
    this.#place = memory.allocate(larger)
    this.#size = larger
    return this.#place
  }
}

/** Where a row group is encoded. One serves a thread: see assembly/pages.ts for what each is for. */
export class GroupMemory {
  readonly page = new Room()
  readonly dictionary = new Room()
  /** Id of a batch → its number in this row group. */
  readonly numbers = new Room()
  readonly used = new Room()
  readonly #levels = new Room()
  readonly #values = new Room()
  readonly #copies = new Map<ArrayBufferView, number>()

  begin(rows: Int32Array): void {
    const room = rows.length + PADDING_CELLS
    wasmMemory().code.setRows(this.placed(rows), this.#levels.of(room * 4), this.#values.of(room * 8))
  }

  /** The address of a view; of a copy, until the row group ends, where it lies elsewhere. */
  placed(view: ArrayBufferView): number {
    const memory = wasmMemory()
    const known = memory.addressOf(view) ?? this.#copies.get(view)
    if (known !== undefined) return known
    const place = memory.copyOf(view)
    this.#copies.set(view, place)
    return place
  }

  end(): void {
    for (const place of this.#copies.values()) wasmMemory().release(place)
    this.#copies.clear()
  }
}

/** The last group of eight is padded. */
const PADDING_CELLS = 8
