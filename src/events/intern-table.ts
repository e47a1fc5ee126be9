import { randomBytes } from 'node:crypto'
import { type ViewedBytes, viewOf } from '#kernel/index.ts'
import { decodeText, hasEscape } from './json-text.ts'
import type { Texts } from './vectors.ts'

/** Distinct texts of one column and the ids they go by; one serves many batches of a worker. No text is an object. */
export class InternTable {
  #size = 0
  /** Texts and raw spellings, one after another. */
  #arena = Buffer.allocUnsafe(1 << 12)
  #view = viewOf(this.#arena)
  #length = 0
  #starts = new Int32Array(1 << 6)
  #ends = new Int32Array(1 << 6)
  /** The spelling in JSON; that of most texts is the text itself. -1: never spelled. */
  #rawStarts = new Int32Array(1 << 6)
  #rawEnds = new Int32Array(1 << 6)
  readonly #byText = new Map<string, number>()
  #last = -1
  #lastText = ''
  #lastTextId = -1
  #slots = new Int32Array(1 << 8).fill(-1)
  #spellings = 0

  /**
   * @param bytes - holds the text between `start` and `end` as JSON writes it, without its quotes.
   * @param quoted - whether it is the inside of a JSON string; else any JSON, kept as it is.
   */
  idOf(bytes: ViewedBytes<Buffer>, start: number, end: number, quoted: boolean): number {
    // What stood in the event before stands in this one more often than not.
    if (this.#isSpelling(this.#last, bytes.view, start, end)) return this.#last
    this.#last = this.#find(bytes, start, end, quoted)
    return this.#last
  }

  /** As idOf, where something else is likelier than the text before. @param guess - an id, or -1. */
  idOfGuessed(bytes: ViewedBytes<Buffer>, start: number, end: number, guess: number): number {
    return this.#isSpelling(guess, bytes.view, start, end) ? guess : this.#find(bytes, start, end, true)
  }

  #find(bytes: ViewedBytes<Buffer>, start: number, end: number, quoted: boolean): number {
    const mask = this.#slots.length - 1
    let slot = hashOf(bytes.view, start, end) & mask
    for (;;) {
      const id = this.#slots[slot] ?? -1
      if (id < 0) return this.#add(bytes.bytes, start, end, { slot, quoted })
      if (this.#isSpelling(id, bytes.view, start, end)) return id
      slot = (slot + 1) & mask
    }
  }

  idOfText(text: string): number {
    if (this.#lastTextId >= 0 && text === this.#lastText) return this.#lastTextId
    let id = this.#byText.get(text)
    if (id === undefined) {
      id = this.#push(Buffer.from(text), -1, -1)
      this.#byText.set(text, id)
    }
    this.#lastText = text
    this.#lastTextId = id
    return id
  }

  /** How many texts there are. */
  get size(): number {
    return this.#size
  }

  textOf(id: number): string | undefined {
    if (id < 0 || id >= this.#size) return undefined
    return this.#arena.toString('utf8', this.#starts[id], this.#ends[id])
  }

  /** All texts, by id; valid until the table grows. */
  texts(): Texts {
    return { bytes: this.#arena, starts: this.#starts, ends: this.#ends, count: this.#size }
  }

  /** Whether the table has grown so large that it should be emptied between two batches. */
  isFull(maxValues: number, maxBytes: number): boolean {
    return this.#size > maxValues || this.#length > maxBytes
  }

  clear(): void {
    this.#size = 0
    this.#last = -1
    this.#lastTextId = -1
    this.#length = 0
    this.#byText.clear()
    this.#slots = new Int32Array(1 << 8).fill(-1)
    this.#spellings = 0
  }

  #isSpelling(id: number, view: DataView, start: number, end: number): boolean {
    if (id < 0 || id >= this.#size) return false
    const rawStart = this.#rawStarts[id] ?? 0
    const size = end - start
    if ((this.#rawEnds[id] ?? 0) - rawStart !== size) return false
    return isSame(this.#view, rawStart, view, start, size)
  }

  #add(
    bytes: Buffer,
    start: number,
    end: number,
    { slot, quoted }: { slot: number; quoted: boolean },
  ): number {
    this.#reserve(end - start)
    const rawStart = this.#length
    bytes.copy(this.#arena, rawStart, start, end)
    this.#length += end - start
    const rawEnd = this.#length
    const escaped = quoted && hasEscape(bytes, start, end)
    const id = escaped
      ? this.#push(Buffer.from(decodeText(bytes, start, end)), rawStart, rawEnd)
      : this.#pushPlace({ start: rawStart, end: rawEnd, rawStart, rawEnd })
    this.#slots[slot] = id
    if (++this.#spellings * 2 > this.#slots.length) this.#rehash()
    return id
  }

  #push(text: Buffer, rawStart: number, rawEnd: number): number {
    this.#reserve(text.length)
    const start = this.#length
    text.copy(this.#arena, start)
    this.#length += text.length
    // A text that was never spelled in JSON equals no spelling: its end lies before its start.
    return this.#pushPlace({ start, end: this.#length, rawStart, rawEnd: rawStart < 0 ? -2 : rawEnd })
  }

  #pushPlace(place: { start: number; end: number; rawStart: number; rawEnd: number }): number {
    const id = this.#size++
    if (id >= this.#starts.length) {
      this.#starts = doubled(this.#starts)
      this.#ends = doubled(this.#ends)
      this.#rawStarts = doubled(this.#rawStarts)
      this.#rawEnds = doubled(this.#rawEnds)
    }
    this.#starts[id] = place.start
    this.#ends[id] = place.end
    this.#rawStarts[id] = place.rawStart
    this.#rawEnds[id] = place.rawEnd
    return id
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#arena.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#arena.length * 2, this.#length + count))
    this.#arena.copy(grown, 0, 0, this.#length)
    this.#arena = grown
    this.#view = viewOf(grown)
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(-1)
    const mask = slots.length - 1
    for (const id of this.#slots) {
      if (id < 0) continue
      let slot = hashOf(this.#view, this.#rawStarts[id] ?? 0, this.#rawEnds[id] ?? 0) & mask
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask
      slots[slot] = id
    }
    this.#slots = slots
  }
}

function doubled(old: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(old.length * 2)
  larger.set(old)
  return larger
}

/** Not to be known to who writes the logs: else he could choose names that all fall into one place. */
const SEED = randomBytes(4).readInt32LE()

// Texts are gone through four words at a time where they are long: as one chain each word would wait for the one before.

function hashOf(view: DataView, start: number, end: number): number {
  let [a, b, c, d] = [SEED ^ (end - start), SEED ^ 0x2545f491, SEED ^ 0x1b873593, SEED ^ 0x6c078965]
  let i = start
  for (; i + 16 <= end; i += 16) {
    a = mixed(a, view.getInt32(i, true))
    b = mixed(b, view.getInt32(i + 4, true))
    c = mixed(c, view.getInt32(i + 8, true))
    d = mixed(d, view.getInt32(i + 12, true))
  }
  let hash = i === start ? a : mixed(mixed(mixed(a, b), c), d)
  for (; i + 4 <= end; i += 4) hash = mixed(hash, view.getInt32(i, true))
  for (; i < end; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193)
  hash ^= hash >>> 13
  return Math.imul(hash, 0x2c1b3c6d) >>> 8
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x5bd1e995)
  // Multiplying carries upwards only: what was high must come down again.
  return (product << 13) | (product >>> 19)
}

// oxlint-disable-next-line max-params -- for each field of each record: an object for the places would cost more
function isSame(a: DataView, startA: number, b: DataView, startB: number, size: number): boolean {
  let i = 0
  for (; i + 16 <= size; i += 16) {
    const differs =
      (a.getInt32(startA + i, true) ^ b.getInt32(startB + i, true)) |
      (a.getInt32(startA + i + 4, true) ^ b.getInt32(startB + i + 4, true)) |
      (a.getInt32(startA + i + 8, true) ^ b.getInt32(startB + i + 8, true)) |
      (a.getInt32(startA + i + 12, true) ^ b.getInt32(startB + i + 12, true))
    if (differs !== 0) return false
  }
  for (; i + 4 <= size; i += 4)
    if (a.getInt32(startA + i, true) !== b.getInt32(startB + i, true)) return false
  for (; i < size; i++) if (a.getUint8(startA + i) !== b.getUint8(startB + i)) return false
  return true
}
