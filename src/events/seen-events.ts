/**
 * Which events were met, by eventID and account: AWS delivers some twice. Ids that are UUIDs, as AWS's are, cost 24
 * bytes each; others are kept as text.
 */
export class SeenEvents {
  #cells = new Int32Array((1 << 12) * CELL)
  #count = 0
  readonly #others = new Set<string>()
  readonly #copies = new Map<string, number>()
  readonly #key = new Int32Array(CELL)

  /**
   * @param account - a number that stands for the account; the same event in two accounts' logs is two events.
   * @returns true the first time.
   */
  add(bytes: Buffer, start: number, end: number, account: number): boolean {
    if (end - start !== 36 || !readUuid(bytes, start, this.#key)) {
      return this.#addOther(`${String(account)} ${bytes.toString('latin1', start, end)}`)
    }
    this.#key[4] = account
    this.#key[5] = 1
    if (!insert(this.#cells, this.#key)) return false
    if (++this.#count * CELL * 2 > this.#cells.length) this.#grow()
    return true
  }

  /** How often this text was asked for before: 0 the first time. */
  copyNumber(text: string): number {
    const before = this.#copies.get(text) ?? 0
    this.#copies.set(text, before + 1)
    return before
  }

  #addOther(key: string): boolean {
    if (this.#others.has(key)) return false
    this.#others.add(key)
    return true
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
  }
}

/** Four words of UUID, the account, and 1 for "taken". */
const CELL = 6

function insert(cells: Int32Array, key: Int32Array): boolean {
  const places = cells.length / CELL
  let place = (((key[0] ?? 0) ^ Math.imul(key[3] ?? 0, 0x9e3779b1)) >>> 0) % places
  for (;;) {
    const at = place * CELL
    if (cells[at + 5] === 0) {
      for (let i = 0; i < CELL; i++) cells[at + i] = key[i] ?? 0
      return true
    }
    let same = true
    for (let i = 0; i < CELL && same; i++) same = cells[at + i] === key[i]
    if (same) return false
    place = place + 1 === places ? 0 : place + 1
  }
}

function readUuid(bytes: Buffer, start: number, out: Int32Array): boolean {
  let word = 0
  let digitCount = 0
  for (let i = 0; i < 36; i++) {
    const byte = bytes[start + i] ?? 0
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (byte !== 0x2d) return false
      continue
    }
    const digit = hexDigit(byte)
    if (digit < 0) return false
    word = (word << 4) | digit
    if ((++digitCount & 7) === 0) out[(digitCount >> 3) - 1] = word
  }
  return true
}

// Lower case only: `A` and `a` would be one id here and two in the lake.
function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57
  return -1
}
