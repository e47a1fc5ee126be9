import { hostname } from 'node:os'

/** Names this process in the state database, so that another can tell whether it still lives. */
export const processOwner = (): string => `${hostname()}:${String(process.pid)}`

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
