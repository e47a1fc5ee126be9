import { wasmMemory } from '#wasm/index.ts'
import { decodeText } from './json-text.ts'
import type { Texts } from './vectors.ts'

/**
 * Distinct texts of one column and the ids they go by; one serves many batches of a worker. No text is an object: they lie in
 * the memory of WebAssembly (assembly/table.ts), which looks most of them up by itself.
 */
export class InternTable {
  readonly place: number
  readonly #memory = wasmMemory()
  readonly #byText = new Map<string, number>()
  #lastText = ''
  #lastTextId = -1

  constructor() {
    this.place = this.#memory.code.newTable()
  }

  /**
   * @param start - the address of the text as JSON writes it, without its quotes; it ends before `end`.
   * @param quoted - whether it is the inside of a JSON string; else any JSON, kept as it is.
   */
  idOf(start: number, end: number, quoted: boolean): number {
    const id = this.#memory.code.idOf(this.place, start, end, quoted ? 1 : 0)
    return id >= 0 ? id : this.addSpelling(start, end)
  }

  /** The id of the inside of a JSON string that has escapes and is not in the table yet. */
  addSpelling(start: number, end: number): number {
    const raw = this.#memory.bytes(start, end - start)
    const { place, size } = this.#memory.write(decodeText(raw, 0, raw.length))
    return this.#memory.code.addSpelling(this.place, start, end, place, size)
  }

  idOfText(text: string): number {
    if (this.#lastTextId >= 0 && text === this.#lastText) return this.#lastTextId
    let id = this.#byText.get(text)
    if (id === undefined) {
      const { place, size } = this.#memory.write(text)
      id = this.#memory.code.addText(this.place, place, size)
      this.#byText.set(text, id)
    }
    this.#lastText = text
    this.#lastTextId = id
    return id
  }

  /** How many texts there are. */
  get size(): number {
    return this.#memory.code.tableSize(this.place)
  }

  textOf(id: number): string | undefined {
    const { code } = this.#memory
    if (id < 0 || id >= this.size) return undefined
    const texts = code.tableTexts(this.place) >>> 0
    const start = this.#memory.wordAt((code.tableStarts(this.place) >>> 0) + id * 4)
    const end = this.#memory.wordAt((code.tableEnds(this.place) >>> 0) + id * 4)
    return this.#memory.textAt(texts + start, texts + end)
  }

  /** All texts, by id; valid until the table grows. */
  texts(): Texts {
    const { code } = this.#memory
    const count = this.size
    return {
      bytes: this.#memory.bytes(code.tableTexts(this.place) >>> 0, code.tableBytes(this.place)),
      starts: this.#memory.int32s(code.tableStarts(this.place) >>> 0, count),
      ends: this.#memory.int32s(code.tableEnds(this.place) >>> 0, count),
      count,
    }
  }

  /** Bytes of all texts. */
  get bytes(): number {
    return this.#memory.code.tableBytes(this.place)
  }

  clear(): void {
    this.#lastTextId = -1
    this.#byText.clear()
    this.#memory.code.clearTable(this.place)
  }
}
