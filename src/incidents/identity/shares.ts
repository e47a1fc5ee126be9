import type { Recognisable } from './tie.ts'

/** So many events speak for a saved incident (by its place) being one that was told now. */
export interface Share {
  readonly saved: number
  readonly told: number
  /** Of those it was last told of. */
  readonly current: number
  /** Of those it was ever told of. */
  readonly known: number
  /** Whether both begin with the same grave event. */
  readonly isNamesake: boolean
  /** How many events the told one holds. */
  readonly size: number
}

/**
 * Which events saved and told incidents share. Where nothing but the first grave event, of which ids are made, says that they are the same,
 * that is half a one.
 */
export function sharesOf(saved: readonly Recognisable[], told: readonly Recognisable[]): readonly Share[] {
  const placesOf = placesByEvent(told)
  return saved.flatMap((one, s) => {
    const current = countsOf(one.eventIds, placesOf)
    const known = countsOf(one.knownEventIds, placesOf)
    const namesake = told.findIndex(({ id }) => id === one.id)
    if (namesake !== -1 && !known.has(namesake)) known.set(namesake, 0.5)
    return [...new Set([...current.keys(), ...known.keys()])].map((t) => ({
      saved: s,
      told: t,
      current: current.get(t) ?? 0,
      known: known.get(t) ?? 0,
      isNamesake: told[t]?.id === one.id,
      size: told[t]?.eventIds.size ?? 0,
    }))
  })
}

/**
 * The one that shares most of what was told last, then of what was ever told. An event may be told of two incidents: where they share alike, the
 * one that holds least beside.
 */
export function mostShared(shares: readonly Share[]): Share | undefined {
  return shares.toSorted(
    (a, b) =>
      b.current - a.current ||
      b.known - a.known ||
      Number(b.isNamesake) - Number(a.isNamesake) ||
      a.size - b.size ||
      a.saved - b.saved ||
      a.told - b.told,
  )[0]
}

function countsOf(
  events: ReadonlySet<string>,
  placesOf: ReadonlyMap<string, readonly number[]>,
): Map<number, number> {
  const counts = new Map<number, number>()
  for (const id of events) for (const t of placesOf.get(id) ?? []) counts.set(t, (counts.get(t) ?? 0) + 1)
  return counts
}

function placesByEvent(told: readonly Recognisable[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  for (const [t, { eventIds }] of told.entries()) {
    for (const id of eventIds) {
      if (id === '') continue
      const there = places.get(id)
      if (there === undefined) places.set(id, [t])
      else there.push(t)
    }
  }
  return places
}
