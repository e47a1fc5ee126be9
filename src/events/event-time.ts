import { SECOND_MS } from '#kernel/index.ts'

/** CloudTrail began in November 2013; S3 and IAM, whose times appear in records, in 2006. */
const EARLIEST_MS = Date.UTC(2006, 0, 1)
const LATEST_MS = Date.UTC(2100, 0, 1)

/**
 * `2026-11-24T08:15:30Z` in ms since epoch; other spellings of ISO 8601 and epoch numbers too.
 *
 * @param start - the raw JSON value (with its quotes, when it is a string) lies between `start` and `end`.
 * @returns NaN when it is no time, or none that an AWS account can have seen.
 */
export function parseEventTime(bytes: Buffer, start: number, end: number): number {
  const quoted = bytes[start] === 0x22
  const timeMs = quoted && end - start === 22 ? plainTime(bytes, start + 1) : Number.NaN
  const known = Number.isNaN(timeMs) ? otherTime(bytes.toString('latin1', start, end), quoted) : timeMs
  return known >= EARLIEST_MS && known < LATEST_MS ? known : Number.NaN
}

function plainTime(bytes: Buffer, at: number): number {
  if (bytes[at + 4] !== 0x2d || bytes[at + 10] !== 0x54 || bytes[at + 19] !== 0x5a) return Number.NaN
  const month = digits(bytes, at + 5, 2)
  const day = digits(bytes, at + 8, 2)
  const hour = digits(bytes, at + 11, 2)
  const minute = digits(bytes, at + 14, 2)
  const second = digits(bytes, at + 17, 2)
  const wrong = month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60
  if (wrong) return Number.NaN
  return dayStart(digits(bytes, at, 4), month, day) + ((hour * 60 + minute) * 60 + second) * SECOND_MS
}

let lastDay = { year: 0, month: 0, day: 0, startMs: 0 }

/** Events come in the order of days. */
function dayStart(year: number, month: number, day: number): number {
  if (day !== lastDay.day || month !== lastDay.month || year !== lastDay.year)
    lastDay = { year, month, day, startMs: Date.UTC(year, month - 1, day) }
  return lastDay.startMs
}

function digits(bytes: Buffer, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = (bytes[i] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function otherTime(raw: string, quoted: boolean): number {
  const text = quoted ? raw.slice(1, -1) : raw
  if (/^\d{9,11}(?:\.\d+)?$/u.test(text)) return Math.round(Number(text) * 1000)
  if (/^\d{12,14}$/u.test(text)) return Number(text)
  if (!/^\d{4}-\d\d-\d\d/u.test(text)) return Number.NaN
  // Athena and Lake print `2026-11-24 08:15:30.000` and mean UTC.
  const iso = text.replace(' ', 'T')
  return Date.parse(
    /(?:Z|[+-]\d\d:?\d\d)$/u.test(iso) ? iso : `${iso.length === 10 ? `${iso}T00:00:00` : iso}Z`,
  )
}
