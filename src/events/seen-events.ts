import { createHash } from 'node:crypto'
import { wasmMemory } from '#wasm/index.ts'

/** Where an eventID lies. */
export interface EventId {
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
  /** The address of `bytes`. */
  readonly place: number
}

/** What `meet` of assembly/seen.ts answers beside a source. */
const NEW = -1
const NO_UUID = -2
/** 800 MB: no more than 1 GB can be had at once. Logs of so many events in one unit are of somebody's making. */
const MOST_CELLS = 1 << 25

/**
 * Which events were met, by eventID and account, and from which source: AWS delivers some twice. Ids that are UUIDs, as
 * AWS's are, cost 24 bytes each; others are kept as text, or its digest when it is long. One of those may stand in many records
 * of somebody's making (`1`, `test`): what it was first met in is kept too. After 16 million UUIDs all of them are forgotten.
 */
export class SeenEvents {
  readonly #code = wasmMemory().code
  readonly #ids: number
  readonly #others = new Map<string, { readonly sourceId: number; readonly what: string }>()
  readonly #copies = new Map<string, number>()
  /** Small numbers for accounts: the ids of a batch's tables do not outlive the batch. */
  readonly #accounts = new Map<string, number>()

  /** @param mostCells - of which half are used: a power of two, tests take few. */
  constructor(mostCells = MOST_CELLS) {
    this.#ids = this.#code.newSeen(mostCells)
  }

  /**
   * @param account - its number (accountNumber): the same event in two accounts' logs is two events.
   * @param sourceId - the source it is met in now.
   * @param what - tells one record from another that has its id.
   * @returns undefined the first time, else the source that it was met in first; `other` for an id that AWS never wrote, met in
   *   another record.
   */
  add(
    { bytes, start, end, place }: EventId,
    account: number,
    sourceId: number,
    what: () => string,
  ): number | 'other' | undefined {
    const metIn = this.#code.meet(this.#ids, place + start, place + end, account, sourceId)
    if (metIn !== NO_UUID) return metIn === NEW ? undefined : metIn
    return this.#addOther(`${shortText(bytes.subarray(start, end))} ${String(account)}`, sourceId, what())
  }

  /** How often this text was asked for before: 0 the first time. */
  copyNumber(text: string): number {
    const before = this.#copies.get(text) ?? 0
    this.#copies.set(text, before + 1)
    return before
  }

  /** As new. */
  clear(): void {
    this.#code.clearSeen(this.#ids)
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
}

const LONG_TEXT = 64

const shortText = (bytes: Buffer): string =>
  bytes.length > LONG_TEXT ? createHash('sha256').update(bytes).digest('base64') : bytes.toString('latin1')
