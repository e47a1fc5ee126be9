import type { Begotten } from '../lineage/begotten.ts'
import { isRemoved } from './damage/removed.ts'
import { textAt } from './json-path.ts'
import type { Call } from './read-calls.ts'
import type { Change } from './read-changes.ts'
import type { Descendant } from './story.ts'

export interface Lived {
  readonly one: Begotten
  readonly kind: Descendant['kind']
  readonly expiresMs: number | null
  /** The call that begot it. */
  readonly call: Call | undefined
  /** Oldest first. */
  readonly changes: readonly Change[]
  /** The last event of the logs. */
  readonly lastMs: number
}

/** What expires ends by itself; all else lives until somebody removes it, or the logs end. */
export function stateOf(lived: Lived): Descendant['state'] {
  const { kind, expiresMs, lastMs } = lived
  if (expiresMs !== null) return expiresMs <= lastMs ? 'ended' : 'alive'
  return kind === 'session' ? 'unknown' : isGone(lived) ? 'ended' : 'alive'
}

const MAKERS = {
  user: 'CreateUser',
  role: 'CreateRole',
  console: 'CreateLoginProfile',
  key: 'CreateAccessKey',
  session: '',
} as const
const KINDS = {
  user: 'user',
  role: 'role',
  console: 'login-profile',
  key: 'access-key',
  session: '',
} as const

function isGone({ one, kind, call, changes }: Lived): boolean {
  const { child, sinceMs } = one
  const accountId = call?.accountId ?? child.split(':')[4] ?? null
  const name = child.split('/').at(-1) ?? child
  const made = { service: 'iam', accountId, name: MAKERS[kind] }
  if (kind !== 'key') {
    const of = kind === 'console' ? name : undefined
    return isRemoved({ kind: KINDS[kind], call: made, names: [name], of, sinceMs }, changes)
  }
  const of = textAt(call?.request, 'userName') ?? textAt(call?.answer, 'accessKey.userName')
  return (
    isRemoved({ kind: 'access-key', call: made, names: [child], of, sinceMs }, changes) ||
    isSwitchedOff(child, sinceMs, changes)
  )
}

/** The last word counts: a key is switched off, and may be switched on again. Where both were said at one moment it may be on. */
function isSwitchedOff(key: string, sinceMs: number, changes: readonly Change[]): boolean {
  const own = changes.filter(
    ({ service, name, timeMs, names }) =>
      service === 'iam' && name === 'UpdateAccessKey' && timeMs >= sinceMs && names.has(key),
  )
  const last = own.at(-1)
  return last !== undefined && own.every(({ timeMs, names }) => timeMs < last.timeMs || names.has('Inactive'))
}
