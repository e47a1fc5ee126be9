import type { Call } from '../read-calls.ts'
import type { Change } from '../read-changes.ts'
import { OWNER_REMOVERS, REMOVERS } from './effects-created.ts'

export interface Thing {
  readonly kind: string
  /** The call that made it. */
  readonly call: Pick<Call, 'service' | 'name' | 'accountId'>
  readonly names: readonly string[]
  readonly of: string | undefined
  readonly sinceMs: number
}

/** Calls that take such a thing away. */
export const removersOf = (kind: string, call: string): readonly string[] => [
  ...oppositesOf(call),
  ...(REMOVERS[kind] ?? []),
]

/** Calls that take its owner away, and it with him. */
export const ownerRemoversOf = (kind: string): readonly string[] => OWNER_REMOVERS[kind] ?? []

/** Whether anybody took it away afterwards, within the logs. */
export function isRemoved({ kind, call, names, of, sinceMs }: Thing, changes: readonly Change[]): boolean {
  const removers = new Set(removersOf(kind, call.name))
  const ownerRemovers = new Set(ownerRemoversOf(kind))
  const madeMs = lastMade(call, names, sinceMs, changes)
  return changes.some((change) => {
    if (change.timeMs < madeMs || change.service !== call.service || change.accountId !== call.accountId)
      return false
    if (ownerRemovers.has(change.name) && of !== undefined && change.names.has(of)) return true
    if (!removers.has(change.name)) return false
    const isOf = of === undefined || kind === 'access-key' || !hasNames(change) || change.names.has(of)
    return isOf && names.every((name) => isNamed(change, name))
  })
}

/** Made again by the same call after it was taken away: the last time counts. */
function lastMade(
  call: Thing['call'],
  names: readonly string[],
  sinceMs: number,
  changes: readonly Change[],
): number {
  return changes.reduce(
    (last, change) =>
      change.name === call.name &&
      change.service === call.service &&
      change.accountId === call.accountId &&
      change.timeMs > last &&
      names.every((name) => isNamed(change, name))
        ? change.timeMs
        : last,
    sinceMs,
  )
}

/** Requests name by name or by ARN. */
const isNamed = (change: Change, name: string): boolean =>
  change.names.has(name) || (name.startsWith('arn:') && change.names.has(name.split('/').at(-1) ?? name))

const hasNames = ({ names }: Change): boolean => names.size > 1

const OPPOSITES: readonly (readonly [string, string])[] = [
  ['Create', 'Delete'],
  ['Put', 'Delete'],
  ['Put', 'Remove'],
  ['Add', 'Remove'],
  ['Add', 'Delete'],
  ['Attach', 'Detach'],
  ['Authorize', 'Revoke'],
  ['Import', 'Delete'],
  ['Upload', 'Delete'],
  ['Register', 'Deregister'],
  ['Associate', 'Disassociate'],
  ['Allocate', 'Release'],
]

function oppositesOf(name: string): readonly string[] {
  return OPPOSITES.flatMap(([made, gone]) =>
    name.startsWith(made) ? [`${gone}${name.slice(made.length)}`] : [],
  )
}
