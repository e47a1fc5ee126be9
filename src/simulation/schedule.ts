import { HOUR_MS } from '#kernel/index.ts'
import type { SimulatedEvent } from './kit/record.ts'

/** Events to come, in a bucket an hour: only the hours ahead are in memory. */
export interface Schedule {
  /** @throws RangeError for a time that has been handed out already. */
  add(event: SimulatedEvent): void
  /** All of the hour that begins at `fromMs`, in time order; forgets them. */
  take(fromMs: number): SimulatedEvent[]
}

export function createSchedule(fromMs: number): Schedule {
  const buckets = new Map<number, SimulatedEvent[]>()
  let openFromMs = fromMs
  return {
    add(event) {
      if (event.timeMs < openFromMs) {
        throw new RangeError(`${event.event.eventName} is ${openFromMs - event.timeMs} ms in the past.`)
      }
      const hour = Math.floor(event.timeMs / HOUR_MS)
      const bucket = buckets.get(hour)
      if (bucket === undefined) buckets.set(hour, [event])
      else bucket.push(event)
    },
    take(hourMs) {
      const hour = Math.floor(hourMs / HOUR_MS)
      const bucket = buckets.get(hour) ?? []
      buckets.delete(hour)
      openFromMs = hourMs + HOUR_MS
      return bucket.toSorted((a, b) => a.timeMs - b.timeMs)
    },
  }
}
