import { DAY_MS } from '#kernel/index.ts'

/** What an incident is recognised by. */
export interface Recognisable {
  readonly id: string
  /** Event times, ms since epoch, UTC, both inclusive. */
  readonly firstMs: number
  readonly lastMs: number
  /** As it was last told. */
  readonly eventIds: ReadonlySet<string>
  /** Whenever it was told. */
  readonly knownEventIds: ReadonlySet<string>
  readonly findingIds: ReadonlySet<string>
  readonly accessKeys: ReadonlySet<string>
  /** Long-term keys that the intruder made: whoever uses one is he, however much later. */
  readonly madeKeys: ReadonlySet<string>
}

/** As incidents of one principal are joined while they are built. */
export const SOON_MS = 2 * DAY_MS

/**
 * How likely a run that saw none of its events saw the same incident go on: with a key that was made in it, or soon before or after by
 * the same detection of the same principal and key.
 *
 * @returns 0 where nothing says so.
 */
export function goesOn(saved: Recognisable, told: Recognisable): number {
  const keys = inCommon(saved.madeKeys, told.accessKeys)
  const findings = gapMs(saved, told) <= SOON_MS ? inCommon(saved.findingIds, told.findingIds) : 0
  return keys * (1 + told.findingIds.size) + findings
}

/** Time between two incidents; 0 where they overlap. */
export function gapMs(one: Times, other: Times): number {
  return Math.max(0, Math.max(one.firstMs, other.firstMs) - Math.min(one.lastMs, other.lastMs))
}

type Times = Pick<Recognisable, 'firstMs' | 'lastMs'>

function inCommon(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  return [...some].filter((name) => others.has(name)).length
}
