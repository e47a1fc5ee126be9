import type { Incident } from '../incident.ts'

/** All that was ever told of an incident, whichever part of the logs a run looked at. Each name once. */
export interface Known {
  readonly eventIds: readonly string[]
  readonly findingIds: readonly string[]
  readonly accessKeys: readonly string[]
  /** The most that a run counted: an incident names fewer events than a long one has. */
  readonly eventCount: number
}

/** Names beyond these are forgotten; an incident that is told day by day for years would grow without end. */
const MOST_NAMES = 100_000

export const NOTHING_KNOWN: Known = { eventIds: [], findingIds: [], accessKeys: [], eventCount: 0 }

export function knownOf({ eventIds, findingIds, accessKeys, eventCount }: Incident): Known {
  return { eventIds, findingIds, accessKeys, eventCount }
}

/** What is known by any of them. */
export function allKnown(parts: readonly Known[]): Known {
  return {
    eventIds: distinct(parts.map(({ eventIds }) => eventIds)),
    findingIds: distinct(parts.map(({ findingIds }) => findingIds)),
    accessKeys: distinct(parts.map(({ accessKeys }) => accessKeys)),
    eventCount: Math.max(0, ...parts.map(({ eventCount }) => eventCount)),
  }
}

function distinct(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].slice(0, MOST_NAMES)
}
