import { createHash } from 'node:crypto'
import { releaseBytes } from '#kernel/index.ts'

/** Where an eventID lies. */
export interface EventId {
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
}

/**
 * Which events were met, by eventID and account, and from which source: AWS delivers some twice. Ids that are UUIDs, as
 * AWS's are, cost 24 bytes each; others are kept as text, or its digest when it is long. One of those may stand in many records
 * of somebody's making (`1`, `test`): what it was first met in is kept too.
 */
export class SeenEvents {
  #cells = new Int32Array((1 << 12) * CELL)
  #count = 0
  readonly #others = new Map<string, { readonly sourceId: number; readonly what: string }>()
  readonly #copies = new Map<string, number>()
  readonly #key = new Int32Array(CELL)
  /** Small numbers for accounts: the ids of a batch's tables do not outlive the batch. */
  readonly #accounts = new Map<string, number>()

  /**
   * @param account - its number (accountNumber): the same event in two accounts' logs is two events.
   * @param sourceId - the source it is met in now.
   * @param what - tells one record from another that has its id.
   * @returns undefined the first time, else the source that it was met in first; `other` for an id that AWS never wrote, met in
   *   another record.
   */
  add(
    { bytes, start, end }: EventId,
    account: number,
    sourceId: number,
    what: () => string,
  ): number | 'other' | undefined {
    if (end - start !== 36 || !readUuid(bytes, start, this.#key)) {
      return this.#addOther(`${shortText(bytes.subarray(start, end))} ${String(account)}`, sourceId, what())
    }
    this.#key[4] = account
    this.#key[5] = sourceId + 1
    const first = insert(this.#cells, this.#key)
    if (first !== undefined) return first - 1
    if (++this.#count * CELL * 2 > this.#cells.length) this.#grow()
    return undefined
  }

  /** How often this text was asked for before: 0 the first time. */
  copyNumber(text: string): number {
    const before = this.#copies.get(text) ?? 0
    this.#copies.set(text, before + 1)
    return before
  }

  /** As new. */
  clear(): void {
    this.#cells.fill(0)
    this.#count = 0
    this.#others.clear()
    this.#copies.clear()
    this.#accounts.clear()
  }

  accountNumber(account: string): number {
    const known = this.#accounts.get(account)
    if (known !== undefined) return known
    this.#accounts.set(account, this.#accounts.size)
    return this.#accounts.size - 1
  }

  #addOther(key: string, sourceId: number, what: string): number | 'other' | undefined {
    const first = this.#others.get(key)
    if (first !== undefined) return first.what === what ? first.sourceId : 'other'
    this.#others.set(key, { sourceId, what })
    return undefined
  }

  #grow(): void {
    const old = this.#cells
    this.#cells = new Int32Array(old.length * 4)
    const key = new Int32Array(CELL)
    for (let at = 0; at < old.length; at += CELL) {
      if (old[at + 5] === 0) continue
      for (let i = 0; i < CELL; i++) key[i] = old[at + i] ?? 0
      insert(this.#cells, key)
    }
    releaseBytes(old)
  }
}

/** Four words of UUID, the account, and the source plus one: 0 is a cell that is free. */
const CELL = 6
const KEY_WORDS = 5

/** @returns undefined when the key was new, else the last word of the cell that holds it. */
function insert(cells: Int32Array, key: Int32Array): number | undefined {
  const places = cells.length / CELL
  let place = (((key[0] ?? 0) ^ Math.imul(key[3] ?? 0, 0x9e3779b1)) >>> 0) % places
  for (;;) {
    const at = place * CELL
    if (cells[at + 5] === 0) {
      for (let i = 0; i < CELL; i++) cells[at + i] = key[i] ?? 0
      return undefined
    }
    let same = true
    for (let i = 0; i < KEY_WORDS && same; i++) same = cells[at + i] === key[i]
    if (same) return cells[at + KEY_WORDS]
    place = place + 1 === places ? 0 : place + 1
  }
}

const LONG_TEXT = 64

const shortText = (bytes: Buffer): string =>
  bytes.length > LONG_TEXT ? createHash('sha256').update(bytes).digest('base64') : bytes.toString('latin1')

/** Four digits at a time: negative where one of them is none. */
function readUuid(bytes: Buffer, start: number, out: Int32Array): boolean {
  const a = quad(bytes, start)
  const b = quad(bytes, start + 4)
  const c = quad(bytes, start + 9)
  const d = quad(bytes, start + 14)
  const e = quad(bytes, start + 19)
  const f = quad(bytes, start + 24)
  const g = quad(bytes, start + 28)
  const h = quad(bytes, start + 32)
  const isDashed =
    bytes[start + 8] === DASH &&
    bytes[start + 13] === DASH &&
    bytes[start + 18] === DASH &&
    bytes[start + 23] === DASH
  if (!isDashed || (a | b | c | d | e | f | g | h) < 0) return false
  out[0] = (a << 16) | b
  out[1] = (c << 16) | d
  out[2] = (e << 16) | f
  out[3] = (g << 16) | h
  return true
}

const quad = (bytes: Buffer, at: number): number =>
  ((DIGITS[bytes[at] ?? 0] ?? -1) << 12) |
  ((DIGITS[bytes[at + 1] ?? 0] ?? -1) << 8) |
  ((DIGITS[bytes[at + 2] ?? 0] ?? -1) << 4) |
  (DIGITS[bytes[at + 3] ?? 0] ?? -1)

const DASH = 0x2d
/** Lower case only: `A` and `a` would be one id here and two in the lake. */
const DIGITS = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte)),
)
