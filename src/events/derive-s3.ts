import type { EventBatch } from './event-batch.ts'
import { FieldCursor } from './field-cursor.ts'
import { decodeText, hasEscape } from './json-text.ts'

const QUOTE = 0x22
const cursor = new FieldCursor()

/** Bucket, key and bytes of an S3 call, picked out of its JSON without parsing it: S3 events are the most of a log. */
export function deriveS3(batch: EventBatch, row: number): void {
  takeRequest(batch, row)
  takeBytes(batch, row)
}

function takeRequest(batch: EventBatch, row: number): void {
  const { requestParameters } = batch.slices
  const requestStart = requestParameters.starts[row] ?? -1
  if (requestStart < 0) return
  cursor.open(batch.arena.bytes, requestStart, requestParameters.ends[row] ?? 0)
  while (cursor.next()) takeBucketOrKey(batch, row)
}

function takeBytes(batch: EventBatch, row: number): void {
  const { additionalEventData } = batch.slices
  const dataStart = additionalEventData.starts[row] ?? -1
  const data = batch.arena.bytes
  if (dataStart < 0) return
  cursor.open(data, dataStart, additionalEventData.ends[row] ?? 0)
  while (cursor.next()) {
    if (cursor.keyIs('bytesTransferredIn')) batch.bytesIn.set(row, wholeNumber(data))
    else if (cursor.keyIs('bytesTransferredOut')) batch.bytesOut.set(row, wholeNumber(data))
  }
}

function takeBucketOrKey(batch: EventBatch, row: number): void {
  const { bytes, place } = batch.arena
  if (bytes[cursor.valueStart] !== QUOTE) return
  const from = cursor.valueStart + 1
  const to = cursor.valueEnd - 1
  const { bucket } = batch.derived
  if (cursor.keyIs('bucketName')) bucket.set(row, bucket.table.idOf(place + from, place + to, true))
  else if (cursor.keyIs('key')) {
    const column = batch.made.object_key
    if (hasEscape(bytes, from, to)) batch.make(column, row, decodeText(bytes, from, to))
    else column.set(row, from, to)
  }
}

/** AWS writes counts of bytes as `123.0` and `1.2E7` too. */
function wholeNumber(buffer: Buffer): number {
  let whole = 0
  let at = cursor.valueStart
  for (; at < cursor.valueEnd && at - cursor.valueStart < 15; at++) {
    const digit = (buffer[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) break
    whole = whole * 10 + digit
  }
  if (at === cursor.valueEnd && at > cursor.valueStart) return whole
  const value = Number(buffer.toString('latin1', cursor.valueStart, cursor.valueEnd))
  return Number.isFinite(value) && value >= 0 && value < Number.MAX_SAFE_INTEGER
    ? Math.round(value)
    : Number.NaN
}
