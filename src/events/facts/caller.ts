import { isRecord } from '#kernel/index.ts'
import type { Call, Json } from './facts.ts'
import { text } from './values.ts'

export type TargetKind = 'user' | 'role' | 'group'

/**
 * Whether a user or role that a call acts on is the caller himself; undefined where that cannot be told.
 * @param name - from the request; without one IAM's own-key calls act on the caller.
 */
export function isSelf(call: Call, kind: TargetKind, name: string | undefined): boolean | undefined {
  const type = text(call.identity, 'type')
  if (kind === 'group' || type === undefined) return undefined
  if (name === undefined) return kind === 'user' && (type === 'IAMUser' || type === 'Root') ? true : undefined
  const own = ownName(call.identity, kind)
  return own === undefined ? false : own.toLowerCase() === name.toLowerCase()
}

/** The caller's user or role name, when it is of that kind. */
export function ownName(identity: Json, kind: TargetKind): string | undefined {
  const type = text(identity, 'type')
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
