import { DAY_MS } from '#kernel/index.ts'

let lastDay = -1
let lastDayText = ''
const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))

/** `2026-03-02T08:15:00Z`. */
export function isoSecond(timeMs: number): string {
  const day = Math.floor(timeMs / DAY_MS)
  if (day !== lastDay) {
    lastDay = day
    lastDayText = new Date(day * DAY_MS).toISOString().slice(0, 10)
  }
  const second = Math.floor((timeMs - day * DAY_MS) / 1000)
  return `${lastDayText}T${TWO[Math.floor(second / 3600)]}:${TWO[Math.floor(second / 60) % 60]}:${TWO[second % 60]}Z`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Mar 2, 2026, 8:15:00 AM`, as STS and IAM write times into responses. */
export function javaDate(timeMs: number): string {
  const date = new Date(timeMs)
  const hour = date.getUTCHours()
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${TWO[date.getUTCMinutes()]}:${TWO[date.getUTCSeconds()]}`
  const day = `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`
  return `${day}, ${clock} ${hour < 12 ? 'AM' : 'PM'}`
}
