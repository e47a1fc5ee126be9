import { randomBytes } from 'node:crypto'

/** Distinct texts of one column and the ids they go by; one serves many batches of a worker. */
export class InternTable {
  /** By id: the text's bytes in UTF-8. */
  readonly values: Uint8Array[] = []
  readonly #texts: string[] = []
  readonly #byText = new Map<string, number>()
  /** Raw spellings, one after another, and where each begins. */
  #arena = Buffer.allocUnsafe(1 << 12)
  #arenaView = viewOf(this.#arena)
  #arenaLength = 0
  readonly #rawStarts: number[] = []
  readonly #rawEnds: number[] = []
  #slots = new Int32Array(1 << 8).fill(-1)
  #spellings = 0

  /**
   * @param bytes - holds the text between `start` and `end` as JSON writes it, without its quotes.
   * @param view - over the same bytes: four at a time are compared in one step.
   * @param decode - turns JSON's spelling into the text itself; called once for each distinct spelling.
   */
  idOf(bytes: ViewedBytes, start: number, end: number, decode: Decode): number {
    const mask = this.#slots.length - 1
    let slot = hashOf(bytes.view, start, end) & mask
    for (;;) {
      const id = this.#slots[slot] ?? -1
      if (id < 0) return this.#add(bytes.bytes, start, end, { slot, decode })
      if (this.#isSpelling(id, bytes.view, start, end)) return id
      slot = (slot + 1) & mask
    }
  }

  idOfText(text: string): number {
    const known = this.#byText.get(text)
    if (known !== undefined) return known
    // Never spelled in JSON, so it equals no spelling: its end lies before its start.
    const id = this.#push(text, 0, -1)
    this.#byText.set(text, id)
    return id
  }

  textOf(id: number): string | undefined {
    return this.#texts[id]
  }

  /** Whether the table has grown so large that it should be emptied between two batches. */
  isFull(maxValues: number, maxBytes: number): boolean {
    return this.values.length > maxValues || this.#arenaLength > maxBytes
  }

  clear(): void {
    this.values.length = 0
    this.#texts.length = 0
    this.#byText.clear()
    this.#arenaLength = 0
    this.#rawStarts.length = 0
    this.#rawEnds.length = 0
    this.#slots = new Int32Array(1 << 8).fill(-1)
    this.#spellings = 0
  }

  #isSpelling(id: number, view: DataView, start: number, end: number): boolean {
    const rawStart = this.#rawStarts[id] ?? 0
    const size = end - start
    if ((this.#rawEnds[id] ?? 0) - rawStart !== size) return false
    const known = this.#arenaView
    let i = 0
    for (; i + 4 <= size; i += 4) {
      if (known.getInt32(rawStart + i, true) !== view.getInt32(start + i, true)) return false
    }
    for (; i < size; i++) if (known.getUint8(rawStart + i) !== view.getUint8(start + i)) return false
    return true
  }

  #add(
    bytes: Buffer,
    start: number,
    end: number,
    { slot, decode }: { slot: number; decode: Decode },
  ): number {
    const rawStart = this.#arenaLength
    this.#reserve(end - start)
    bytes.copy(this.#arena, rawStart, start, end)
    this.#arenaLength += end - start
    const id = this.#push(decode(bytes, start, end), rawStart, this.#arenaLength)
    this.#slots[slot] = id
    if (++this.#spellings * 2 > this.#slots.length) this.#rehash()
    return id
  }

  #push(text: string, rawStart: number, rawEnd: number): number {
    this.#texts.push(text)
    this.#rawStarts.push(rawStart)
    this.#rawEnds.push(rawEnd)
    return this.values.push(Buffer.from(text)) - 1
  }

  #reserve(count: number): void {
    if (this.#arenaLength + count <= this.#arena.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#arena.length * 2, this.#arenaLength + count))
    this.#arena.copy(grown, 0, 0, this.#arenaLength)
    this.#arena = grown
    this.#arenaView = viewOf(grown)
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(-1)
    const mask = slots.length - 1
    for (const id of this.#slots) {
      if (id < 0) continue
      let slot = hashOf(this.#arenaView, this.#rawStarts[id] ?? 0, this.#rawEnds[id] ?? 0) & mask
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask
      slots[slot] = id
    }
    this.#slots = slots
  }
}

/** A buffer and a view of it: to make a view for each text would cost more than the text. */
export interface ViewedBytes {
  readonly bytes: Buffer
  readonly view: DataView
}

export const viewedBytes = (bytes: Buffer): ViewedBytes => ({ bytes, view: viewOf(bytes) })

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

type Decode = (bytes: Buffer, start: number, end: number) => string

/** Not to be known to who writes the logs: else he could choose names that all fall into one place. */
const SEED = randomBytes(4).readInt32LE()

function hashOf(view: DataView, start: number, end: number): number {
  let hash = SEED ^ (end - start)
  let i = start
  for (; i + 4 <= end; i += 4) {
    hash = Math.imul(hash ^ view.getInt32(i, true), 0x5bd1e995)
    hash ^= hash >>> 15
  }
  for (; i < end; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193)
  hash ^= hash >>> 13
  return Math.imul(hash, 0x2c1b3c6d) >>> 8
}
