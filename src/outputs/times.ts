import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#kernel/index.ts'

/** Years 0 to 9999: beyond them ISO 8601 needs a sign, and RFC 3339 ends. */
const MIN_TIME_MS = -62_167_219_200_000
const MAX_TIME_MS = 253_402_300_799_999

/** ISO 8601 in UTC; an absurd time is brought to the nearest that can be written, so that no log can stop a report. */
export function isoTime(timeMs: number): string {
  const sane = Number.isNaN(timeMs) ? 0 : Math.max(MIN_TIME_MS, Math.min(MAX_TIME_MS, timeMs))
  return new Date(sane).toISOString()
}

/** `2026-03-07T02:14:09.000Z` → `2026-03-07 02:14:09`. */
export function plainTime(iso: string): string {
  return iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/u, '')
}

/** `2026-03-07 02:14:09 – 03:40:51`: the day is said once where both ends lie in it. */
export function plainSpan(firstIso: string, lastIso: string, dash = '–'): string {
  const first = plainTime(firstIso)
  const last = plainTime(lastIso)
  if (first === last) return first
  const [day = '', time = ''] = last.split(' ')
  return `${first} ${dash} ${first.startsWith(day) ? time : last}`
}

/** `3 days 4 h`, `1 h 26 min`, `12 s`; the two greatest units. */
export function plainDuration(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return 'unknown'
  const ms = Math.max(0, durationMs)
  if (ms < MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`
  const days = Math.floor(ms / DAY_MS)
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS)
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS)
  if (days > 0) return join(days === 1 ? '1 day' : `${days} days`, hours, 'h')
  if (hours > 0) return join(`${hours} h`, minutes, 'min')
  return join(`${minutes} min`, Math.floor((ms % MINUTE_MS) / SECOND_MS), 's')
}

function join(first: string, rest: number, unit: string): string {
  return rest === 0 ? first : `${first} ${rest} ${unit}`
}
