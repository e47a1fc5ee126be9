import { DAY_MS } from '#kernel/index.ts'

/** Undefined for what AWS writes where there is no time: `N/A`, `no_information`, `not_supported`. */
export function timeMsOf(text: string | null | undefined): number | undefined {
  const timeMs = Date.parse(text ?? '')
  return Number.isNaN(timeMs) ? undefined : timeMs
}

/** Whole days between; undefined where the time is unknown. */
export const daysSince = (text: string | null | undefined, nowMs: number): number | undefined => {
  const timeMs = timeMsOf(text)
  return timeMs === undefined ? undefined : Math.floor((nowMs - timeMs) / DAY_MS)
}

export const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10)

/** `1 rule`, `2 rules`, `2 interfaces`. */
export const counted = (count: number, one: string): string =>
  `${String(count)} ${one}${count === 1 ? '' : 's'}`

export const days = (count: number): string => counted(count, 'day')
