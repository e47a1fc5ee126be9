import { userInfo } from 'node:os'
import { Option } from 'commander'

export const byOption = (): Option =>
  new Option('--by <name>', 'who says so; without it the name of the user of this machine')

/** Nobody may leave it out: a judgement without a name is worth little to the next one on duty. */
export function whoFrom({ by }: { readonly by?: string }): string {
  return by !== undefined && by.trim() !== '' ? by.trim() : userName()
}

/** A process in a container may run as a user without a name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${String(process.getuid?.() ?? 'unknown')}`
  }
}
