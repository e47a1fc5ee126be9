import { isRecord } from '#kernel/index.ts'
import type { Call, Json } from './facts.ts'
import { text } from './values.ts'

export type TargetKind = 'user' | 'role' | 'group'

/** Whether the user or role named by a call is the caller himself; undefined where that cannot be told. */
export function isSelf(call: Call, kind: TargetKind, name: string | undefined): boolean | undefined {
  if (kind === 'group' || name === undefined || text(call.identity, 'type') === undefined) return undefined
  const own = ownName(call.identity, kind)
  return own === undefined ? false : own.toLowerCase() === name.toLowerCase()
}

/** The caller's user or role name, when it is of that kind. */
export function ownName(identity: Json, kind: TargetKind): string | undefined {
  const type = text(identity, 'type')
  if (kind === 'user' && type === 'Root') return 'root'
  if (kind === 'user')
    return type === 'IAMUser' ? (text(identity, 'userName') ?? lastOf(text(identity, 'arn'))) : undefined
  if (kind !== 'role' || type !== 'AssumedRole') return undefined
  const context = identity['sessionContext']
  const issued = isRecord(context) ? text(context, 'sessionIssuer.userName') : undefined
  return issued ?? text(identity, 'arn')?.split('/', 2)[1]
}

function lastOf(arn: string | undefined): string | undefined {
  return arn?.slice(arn.lastIndexOf('/') + 1)
}
