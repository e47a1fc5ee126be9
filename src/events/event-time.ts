/** CloudTrail began in November 2013; S3 and IAM, whose times appear in records, in 2006. */
const EARLIEST_MS = Date.UTC(2006, 0, 1)
const LATEST_MS = Date.UTC(2100, 0, 1)

/**
 * A time that is not written as CloudTrail writes it (assembly/rows.ts reads those), in ms since epoch: other spellings of
 * ISO 8601, epoch numbers.
 *
 * @param start - the raw JSON value (with its quotes, when it is a string) lies between `start` and `end`.
 * @returns NaN when it is no time, or none that an AWS account can have seen.
 */
export function parseOtherTime(bytes: Buffer, start: number, end: number): number {
  const known = otherTime(bytes.toString('latin1', start, end), bytes[start] === 0x22)
  return known >= EARLIEST_MS && known < LATEST_MS ? known : Number.NaN
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
