import { userInfo } from 'node:os'
import { Option } from 'commander'

/** Options of every verb of `trailhound incident`. */
export interface IncidentOptions {
  readonly workspace: string
  readonly config?: string
  readonly json?: boolean
}

/** Options of the verbs that judge. */
export interface JudgingOptions extends IncidentOptions {
  readonly by?: string
}

export const byOption = (): Option =>
  new Option('--by <name>', 'who says so; without it the name of the user of this machine')

/** Nobody may leave it out: a judgement without a name is worth little to the next one on duty. */
export function whoFrom({ by }: JudgingOptions): string {
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
