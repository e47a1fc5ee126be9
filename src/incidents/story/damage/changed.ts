import { textAt } from '../json-path.ts'
import type { Call } from '../read-calls.ts'
import type { Change } from '../read-changes.ts'
import type { ObjectCalls } from '../read-objects.ts'
import { recordOf } from '../rows.ts'
import type { Harm } from '../story.ts'
import type { Effect } from './effect.ts'
import { CREATED } from './effects-created.ts'
import { ENTERED, MONEY, READ, TAKEN } from './effects-done.ts'
import { anyName, harmOf, kindFrom, shown, summed, textIn, textsOf } from './harms.ts'
import { isReading, objectHarm } from './read.ts'
import { isRemoved } from './removed.ts'

const MAKING =
  /^(Create|Import|Register|Upload|Allocate|Run|Request|Purchase|Invoke|Converse|Send|Publish|Assume|Get|List|Describe|Start(Query|Export))/u
const ATTACHING = /^(Attach|AddUserToGroup|AddRoleToInstanceProfile)/u
const NOT_CHANGES = new Set(['sts', 'signin'])

/** What was there before, and is another way now. */
export function whatWasChanged(
  calls: readonly Call[],
  objects: readonly ObjectCalls[],
  changes: readonly Change[],
): readonly Harm[] {
  const told = calls.filter(isChange).flatMap((call) => {
    const entered = ENTERED[`${call.service}:${call.name}`]
    if (entered !== undefined) return enteredBy(call, entered)
    const what = anyName(call)
    const attached = attachedBy(call)
    const kind =
      attached === undefined ? (textAt(call.facts, 'target_kind') ?? kindFrom(call.name)) : 'attached-policy'
    return harmOf(call, {
      kind,
      what,
      to: textAt(call.facts, 'accounts') ?? (call.facts['public'] === true ? 'everybody' : null),
      before: beforeOf(call, what, changes),
      after: attached ?? afterOf(call.request),
      isAlive:
        attached === undefined || call.isDenied
          ? null
          : !isRemoved({ kind, call, names: [what, attached], of: what, sinceMs: call.firstMs }, changes),
    })
  })
  return summed([...told, ...objects.filter(({ name }) => !isReading(name)).map(objectHarm)])
}

const enteredBy = (call: Call, { kind, what }: Effect): readonly Harm[] => {
  const names = textsOf(call, what)
  const after = textIn(call, ['request.documentName', 'request.command']) ?? null
  return (names.length === 0 ? [anyName(call)] : names).map((name) =>
    harmOf(call, { kind, what: name, after: shown(after) }),
  )
}

/** The policy, or the group, that somebody was given. */
export const attachedBy = (call: Call): string | undefined =>
  ATTACHING.test(call.name)
    ? textIn(call, ['request.policyArn', 'request.groupName', 'request.roleName'])
    : undefined

export function isChange({ service, name, accessLevel, danger }: Call): boolean {
  if (ENTERED[`${service}:${name}`] !== undefined) return true
  if (NOT_CHANGES.has(service) || MAKING.test(name) || isToldElsewhere(`${service}:${name}`)) return false
  return (
    accessLevel === 'write' ||
    accessLevel === 'permissions' ||
    accessLevel === 'tagging' ||
    danger === 'account'
  )
}

const isToldElsewhere = (call: string): boolean =>
  CREATED[call] !== undefined ||
  READ[call] !== undefined ||
  MONEY[call] !== undefined ||
  TAKEN[call] !== undefined

/** Parts of a request that only say which thing is meant, or how the call came. */
const NAMING =
  /^(host|policy|acl|lifecycle|replication|versioning|logging|encryption|accelerate|notification|website|cors|publicAccessBlock|clientToken|dryRun|.*RequestToken)$/iu

/** What the request sets: all of it but the names. */
export function afterOf(request: unknown): string | null {
  const fields = Object.entries(recordOf(request)).filter(([key, value]) => {
    if (value === '' || value === null) return false
    return (
      !(NAMING.test(key) && (typeof value !== 'object' || Object.keys(recordOf(value)).length === 0)) ||
      key.endsWith('Policy')
    )
  })
  const set = fields.filter(([key]) => !/(name|id|arn|identifier)$/iu.test(key))
  return set.length === 0 ? null : shown(Object.fromEntries(set))
}

/** Calls that set what this one changes or removes. */
export const settingCalls = (name: string): readonly string[] => [
  ...new Set([name, name.replace(/^(Delete|Remove)/u, 'Put'), name.replace(/^Delete/u, 'Create')]),
]

/** The last time that anybody set the same before, if the logs hold it. */
function beforeOf(call: Call, what: string, changes: readonly Change[]): string | null {
  if (what === '') return null
  const setting = new Set(settingCalls(call.name))
  const own = new Set(call.eventIds)
  const last = changes.findLast(
    (change) =>
      change.timeMs <= call.firstMs &&
      !own.has(change.eventId) &&
      setting.has(change.name) &&
      change.service === call.service &&
      change.accountId === call.accountId &&
      change.region === call.region &&
      (change.names.has(what) || change.facts['target'] === what),
  )
  return last === undefined ? null : afterOf(last.request)
}
