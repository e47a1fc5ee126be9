import { createHash } from 'node:crypto'
import type { SeenEvents } from './seen-events.ts'

/**
 * An id for a record that has none (the oldest ones, and logs that somebody cut down): made from what it says, so that the
 * same record delivered again gets the same id; equal records in one delivery are told apart by a number.
 */
export function surrogateId(record: Buffer, seen: SeenEvents): string {
  const digest = createHash('sha256').update(record).digest('hex').slice(0, 32)
  const copy = seen.copyNumber(digest)
  return copy === 0 ? `none-${digest}` : `none-${digest}-${String(copy)}`
}

/** An id that another record has, told apart by what the record says. */
export function distinctId(id: string, record: Buffer): string {
  return `${id.slice(0, MOST_ID)}~${createHash('sha256').update(record).digest('hex').slice(0, 16)}`
}

const MOST_ID = 100
