import { DAY_MS } from '#kernel/index.ts'
import type { Departure } from '#outputs/index.ts'
import { numberIn, type Row, textsIn } from '#store/index.ts'
import { isoIn } from './row-values.ts'

/** A subject, or a value of it, that comes back after more days than this is told. */
export const SILENT_DAYS = 14
/** So much must be known of a subject before anything is new to it, or half of what is known where that is less. */
const LEARNING_DAYS = 7
/** A day is compared with the busiest before it: so many must there be, and so much must it amount to. */
const VOLUME_DAYS = 7
const VOLUME_TIMES = 3
const LEAST_CALLS = 50
const LEAST_BYTES = 10_000_000

/** From when on what is first met is a departure; undefined: less than a day is known. */
export function newSinceMs(firstMs: number, lastMs: number, recentDays: number): number | undefined {
  const knownMs = lastMs - firstMs
  if (knownMs < DAY_MS) return undefined
  return Math.max(lastMs - recentDays * DAY_MS, firstMs + Math.min(LEARNING_DAYS * DAY_MS, knownMs / 2))
}

/** @param row - of `subjectValues`. */
export function valueDeparture(row: Row, sinceMs: number): Departure | undefined {
  const subject = { dimension: String(row['dimension']), value: String(row['value']) }
  if (numberIn(row, 'first_ms') >= sinceMs) {
    return {
      reason: 'new',
      ...subject,
      at: isoIn(row, 'first_ms'),
      events: numberIn(row, 'n'),
      denied: numberIn(row, 'denied'),
      bytesOut: numberIn(row, 'bytes_out'),
      silentDays: null,
      eventIds: textsIn(row, 'ids'),
    }
  }
  if (numberIn(row, 'returned_ms') < sinceMs) return undefined
  return {
    reason: 'returned',
    ...subject,
    at: isoIn(row, 'returned_ms'),
    events: numberIn(row, 'returned_n'),
    denied: numberIn(row, 'returned_denied'),
    bytesOut: numberIn(row, 'returned_bytes'),
    silentDays: numberIn(row, 'silent_days'),
    eventIds: textsIn(row, 'returned_ids'),
  }
}

/** Whether a new hour is next to one that was known before it: people begin earlier and stay longer. */
export function isNextToKnownHour(row: Row, values: readonly Row[]): boolean {
  if (row['dimension'] !== 'hour') return false
  const hour = numberIn(row, 'value')
  return values.some(
    (other) =>
      other['dimension'] === 'hour' &&
      [1, 23].includes((numberIn(other, 'value') - hour + 24) % 24) &&
      numberIn(other, 'first_ms') < numberIn(row, 'first_ms'),
  )
}

/** @param days - rows of `subjectDays`, oldest first. */
export function dayDepartures(days: readonly Row[], sinceMs: number): readonly Departure[] {
  let [mostCalls, mostBytes] = [0, 0]
  const found: Departure[] = []
  for (const [place, row] of days.entries()) {
    const [calls, bytes] = [numberIn(row, 'n'), numberIn(row, 'bytes_out')]
    if (numberIn(row, 'first_ms') >= sinceMs) {
      const silent = silentDays(days[place - 1], row)
      if (silent > SILENT_DAYS) found.push(departureOfDay(row, 'returned', 'subject', silent))
      if (place >= VOLUME_DAYS && calls >= LEAST_CALLS && calls > VOLUME_TIMES * mostCalls)
        found.push(departureOfDay(row, 'volume', 'calls'))
      if (place >= VOLUME_DAYS && bytes >= LEAST_BYTES && bytes > VOLUME_TIMES * mostBytes)
        found.push(departureOfDay(row, 'volume', 'bytes'))
    }
    mostCalls = Math.max(mostCalls, calls)
    mostBytes = Math.max(mostBytes, bytes)
  }
  return found
}

/** Days from the last day with calls to this one. */
const silentDays = (before: Row | undefined, row: Row): number =>
  before === undefined ? 0 : (Date.parse(String(row['day'])) - Date.parse(String(before['day']))) / DAY_MS

const departureOfDay = (
  row: Row,
  reason: Departure['reason'],
  dimension: string,
  silent: number | null = null,
): Departure => ({
  reason,
  dimension,
  value: String(row['day']),
  at: isoIn(row, 'first_ms'),
  events: numberIn(row, 'n'),
  denied: numberIn(row, 'denied'),
  bytesOut: numberIn(row, 'bytes_out'),
  silentDays: silent,
  eventIds: typeof row['first_id'] === 'string' ? [row['first_id']] : [],
})
