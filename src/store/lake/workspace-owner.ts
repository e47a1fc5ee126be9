import { hostname } from 'node:os'

/** Names this process in the state database, so that another can tell whether it still lives. */
export const processOwner = (): string => `${hostname()}:${String(process.pid)}`

/** Name of this process's own folder under `unfinished` and `spill`. */
export const ownerFolder = (): string => encodeURIComponent(processOwner())

/** Whose folder this is; undefined when it is none of ours. */
export function ownerOf(folderName: string): string | undefined {
  const match = /^([^%/]*)%3A(\d+)$/u.exec(folderName)
  return match === null ? undefined : `${match[1] ?? ''}:${match[2] ?? ''}`
}

/**
 * Whether the process that calls itself `owner` may still be at work. Of another host's processes nothing can be seen:
 * they count as alive.
 */
export function isAlive(owner: string): boolean {
  const split = owner.lastIndexOf(':')
  if (owner.slice(0, split) !== hostname()) return true
  try {
    process.kill(Number(owner.slice(split + 1)), 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
