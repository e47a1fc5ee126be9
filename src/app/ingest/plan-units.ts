import type { SourceObject } from '#sources/index.ts'

/** A source object with the id that its events will carry. */
export interface PlannedSource {
  readonly object: SourceObject
  readonly sourceId: number
}

/** Source objects that are read and committed together. Plain data: it travels to a worker. */
export interface PlannedUnit {
  readonly name: string
  readonly sources: readonly PlannedSource[]
}

/** Inflated bytes that one unit should have: some seconds of work, lost when the process dies in it. */
const UNIT_BYTES = 160 << 20
/** CloudTrail's JSON deflates to about a twelfth. */
const INFLATION = 12

/** Guesses the inflated size, from the name alone: no file is opened for it. */
export function inflatedBytes(object: SourceObject): number {
  const packed = object.kind === 'zip-member' || /\.(?:gz|gzip|zip|zst)$/iu.test(object.name)
  return object.sizeBytes * (packed ? INFLATION : 1)
}

/**
 * Cuts a list of objects, in its order, into groups of about the same amount of work.
 *
 * @param unitBytes - inflated bytes of a group; tests make small ones.
 */
export function groupIntoUnits(
  objects: readonly SourceObject[],
  unitBytes = UNIT_BYTES,
): readonly (readonly SourceObject[])[] {
  const groups: SourceObject[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const object of objects) {
    if (bytes >= unitBytes) {
      groups.push([])
      bytes = 0
    }
    groups.at(-1)?.push(object)
    bytes += inflatedBytes(object)
  }
  return groups
}
