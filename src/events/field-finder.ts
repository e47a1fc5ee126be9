import { wasmMemory } from '#wasm/index.ts'
import type { SliceColumn } from './row-columns.ts'
import type { TextArena } from './text-arena.ts'

const WORDS_OF_FIELD = 2

/** Finds fields of some names in JSON objects without parsing them; one serves many objects. */
export class FieldFinder {
  readonly #memory = wasmMemory()
  readonly #names: number
  readonly #count: number
  /** For each name: where the value found last begins and ends, in the arena. */
  readonly #found: Int32Array

  /** @param names - as they stand in JSON, without escapes. */
  constructor(names: readonly string[]) {
    this.#count = names.length
    const size = this.#count * WORDS_OF_FIELD
    this.#names = this.#memory.allocate(size * 4)
    this.#found = this.#memory.int32s(this.#memory.allocate(size * 4), size)
    const words = this.#memory.int32s(this.#names, size)
    for (const [i, name] of names.entries()) {
      const bytes = Buffer.from(name)
      words.set([this.#memory.copyOf(bytes), bytes.length], i * WORDS_OF_FIELD)
    }
  }

  /** Looks through the JSON, well formed, that a row has in a column. @returns whether it has any. */
  lookThrough({ place }: TextArena, { starts, ends }: SliceColumn, row: number): boolean {
    const start = starts[row] ?? -1
    if (start < 0) return false
    const end = place + (ends[row] ?? 0)
    this.#memory.code.findFields(place, place + start, end, this.#names, this.#count, this.#found.byteOffset)
    return true
  }

  /**
   * Where the value of the i-th name lies in the arena, its quotes and all; empty where there is none, or the JSON is no object.
   * Of two fields of one name the last counts.
   */
  placeOf(i: number): readonly [number, number] {
    return [this.#found[i * WORDS_OF_FIELD] ?? 0, this.#found[i * WORDS_OF_FIELD + 1] ?? 0]
  }
}
