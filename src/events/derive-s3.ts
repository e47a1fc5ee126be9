import type { EventBatch } from './event-batch.ts'
import { FieldFinder } from './field-finder.ts'
import { decodeText, hasEscape } from './json-text.ts'
import type { NumberColumn } from './row-columns.ts'

const QUOTE = 0x22
const BUCKET = 0
const KEY = 1
const BYTES_IN = 0
const BYTES_OUT = 1

/** Bucket, key and bytes of S3 calls, picked out of their JSON without parsing it: S3 events are the most of a log. */
export class S3Derivation {
  readonly #batch: EventBatch
  readonly #request = new FieldFinder(['bucketName', 'key'])
  readonly #data = new FieldFinder(['bytesTransferredIn', 'bytesTransferredOut'])

  constructor(batch: EventBatch) {
    this.#batch = batch
  }

  fill(row: number): void {
    this.#fillRequest(row)
    this.#fillBytes(row)
  }

  #fillRequest(row: number): void {
    const { slices, arena, derived, made } = this.#batch
    if (!this.#request.lookThrough(arena, slices.requestParameters, row)) return
    const { bytes, place } = arena
    const [from, to] = this.#request.placeOf(BUCKET)
    if (bytes[from] === QUOTE && from < to)
      derived.bucket.set(row, derived.bucket.table.idOf(place + from + 1, place + to - 1, true))
    const [start, end] = this.#request.placeOf(KEY)
    if (bytes[start] !== QUOTE || start === end) return
    if (!hasEscape(bytes, start + 1, end - 1)) made.object_key.set(row, start + 1, end - 1)
    else this.#batch.make(made.object_key, row, decodeText(bytes, start + 1, end - 1))
  }

  #fillBytes(row: number): void {
    const { slices, arena, bytesIn, bytesOut } = this.#batch
    if (!this.#data.lookThrough(arena, slices.additionalEventData, row)) return
    this.#fillNumber(bytesIn, row, this.#data.placeOf(BYTES_IN))
    this.#fillNumber(bytesOut, row, this.#data.placeOf(BYTES_OUT))
  }

  #fillNumber(column: NumberColumn, row: number, [from, to]: readonly [number, number]): void {
    if (from < to) column.set(row, wholeNumber(this.#batch.arena.bytes, from, to))
  }
}

/** AWS writes counts of bytes as `123.0` and `1.2E7` too. */
function wholeNumber(bytes: Buffer, from: number, to: number): number {
  let whole = 0
  let at = from
  for (; at < to && at - from < 15; at++) {
    const digit = (bytes[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) break
    whole = whole * 10 + digit
  }
  if (at === to && at > from) return whole
  const value = Number(bytes.toString('latin1', from, to))
  return Number.isFinite(value) && value >= 0 && value < Number.MAX_SAFE_INTEGER
    ? Math.round(value)
    : Number.NaN
}
