import { HOUR_MS } from '#kernel/index.ts'

/** Sunday is 0. */
export function weekdayOf(timeMs: number): number {
  return new Date(timeMs).getUTCDay()
}

export function isWeekend(timeMs: number): boolean {
  return weekdayOf(timeMs) % 6 === 0
}

/** Customers' traffic over the day, UTC: 1 on average, low at night, high in the evening. */
export function trafficAt(timeMs: number): number {
  const hour = (timeMs / HOUR_MS) % 24
  return 1 + 0.65 * Math.sin(((hour - 9.5) / 24) * 2 * Math.PI)
}
