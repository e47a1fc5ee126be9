import { writevSync } from 'node:fs'

/** What the system takes in one call (IOV_MAX of Linux and macOS). */
const MOST_PARTS = 1024

/** The system may take a part of what it is given, and say so. */
export function writeAll(fd: number, ...parts: readonly Uint8Array[]): void {
  let left = parts
  while (left.length > 0) left = rest(left, writevSync(fd, left.slice(0, MOST_PARTS)))
}

function rest(parts: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let done = 0
  let first = 0
  for (; first < parts.length; first++) {
    const size = parts[first]?.length ?? 0
    if (done + size > written) break
    done += size
  }
  const [cut, ...whole] = parts.slice(first)
  return cut === undefined ? [] : [cut.subarray(written - done), ...whole]
}
