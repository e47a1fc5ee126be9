import { accessLevel, alsoChecked } from '#reference/index.ts'

/** Calls of one kind by one principal, in the lake; those that were denied are not among them. */
export interface UsedCall {
  /** `eventSource` without `.amazonaws.com`. */
  readonly service: string
  readonly eventName: string
  readonly events: number
  readonly lastMs: number
  /** ARNs of what was acted on, or patterns of them (`arn:aws:s3:::bucket/*`). */
  readonly resources: readonly string[]
  /** False where an event did not tell what it acted on, or there were too many to keep. */
  readonly everyResource: boolean
}

/** What a principal was seen to do, and on how much history that rests. */
export interface Usage {
  readonly calls: readonly UsedCall[]
  /** Days between the first and the last event of its account. */
  readonly days: number
  /** IAM prefixes of services whose data events are all written (`s3`); of others some, or none, can be missing. */
  readonly dataEvents: ReadonlySet<string>
}

/** An IAM action that was used. */
export interface UsedAction {
  /** `s3:GetObject`, as AWS writes it. */
  readonly action: string
  readonly events: number
  readonly lastMs: number
  readonly resources: readonly string[]
  readonly everyResource: boolean
}

export interface UsedActions {
  /** By name in lower case. */
  readonly actions: ReadonlyMap<string, UsedAction>
  /** Actions that the calls may have needed beside those they are named for. */
  readonly also: readonly string[]
  /** Calls whose IAM action is not known. */
  readonly notUnderstood: readonly UsedCall[]
}

/** Signing in needs no permission. */
const NO_PERMISSION: ReadonlySet<string> = new Set(['signin', 'sso-oidc'])

export function usedActions(calls: readonly UsedCall[]): UsedActions {
  const actions = new Map<string, UsedAction>()
  const notUnderstood: UsedCall[] = []
  for (const call of calls) {
    const { iamAction } = accessLevel(call.service, call.eventName)
    if (iamAction !== undefined) {
      const key = iamAction.toLowerCase()
      actions.set(key, added(actions.get(key), call, iamAction))
    } else if (!NO_PERMISSION.has(call.service)) notUnderstood.push(call)
  }
  return { actions, also: calls.flatMap((call) => alsoChecked(call.service, call.eventName)), notUnderstood }
}

function added(known: UsedAction | undefined, call: UsedCall, action: string): UsedAction {
  return {
    action,
    events: (known?.events ?? 0) + call.events,
    lastMs: Math.max(known?.lastMs ?? 0, call.lastMs),
    resources: [...new Set([...(known?.resources ?? []), ...call.resources])],
    everyResource: (known?.everyResource ?? true) && call.everyResource,
  }
}
