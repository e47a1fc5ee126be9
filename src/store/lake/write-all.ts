import { writeSync } from 'node:fs'

/** The system may take a part of what it is given, and say so. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
}
