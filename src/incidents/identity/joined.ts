import { MOST_EVENT_IDS } from '../build/incident-events.ts'
import type { Known } from './known.ts'

/** What an incident holds that was not known of it before. */
export interface Joined {
  readonly eventCount: number
  readonly findingIds: readonly string[]
  readonly accessKeys: readonly string[]
}

/** @returns undefined where all of it was known. */
export function joinedSince(known: Known, now: Known): Joined | undefined {
  const joined = {
    eventCount: newEvents(known, now),
    findingIds: without(now.findingIds, known.findingIds),
    accessKeys: without(now.accessKeys, known.accessKeys),
  }
  const isNothing = joined.eventCount + joined.findingIds.length + joined.accessKeys.length === 0
  return isNothing ? undefined : joined
}

/** A long incident names its oldest events only: of the others nothing but their number tells. */
function newEvents(known: Known, now: Known): number {
  const named = without(now.eventIds, known.eventIds).length
  return now.eventIds.length < MOST_EVENT_IDS ? named : Math.max(named, now.eventCount - known.eventCount)
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  const old = new Set(others)
  return names.filter((name) => !old.has(name))
}
