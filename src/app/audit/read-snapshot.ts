import { readFileSync, statSync } from 'node:fs'
import { parseSnapshot, type Snapshot, SnapshotError } from '#posture/index.ts'

/** Larger texts are no longer one string of JavaScript's. */
const MOST_BYTES = 500_000_000

/** @throws SnapshotError where it cannot be read or is no snapshot. */
export function readSnapshot(file: string): Snapshot {
  return parseSnapshot(textOf(file), file)
}

function textOf(file: string): string {
  let sizeBytes = 0
  try {
    sizeBytes = statSync(file).size
    if (sizeBytes <= MOST_BYTES) return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new SnapshotError(`The snapshot ${file} cannot be read.`, { hint: 'Check the path.', cause })
  }
  throw new SnapshotError(`The snapshot ${file} has ${String(sizeBytes)} bytes: that is too large.`, {
    hint: `At most ${String(MOST_BYTES)} bytes are read. Take fewer accounts into one snapshot.`,
  })
}
