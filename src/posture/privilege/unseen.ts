import {
  actionLevel,
  actionsWithoutOperation,
  dataActionPatterns,
  iamPrefixes,
  kmsActionPatterns,
} from '#reference/index.ts'
import {
  type ActionSet,
  difference,
  intersection,
  lowerNamesOf,
  noActions,
  setOf,
  setOfPatterns,
  sizeOf,
  unionOf,
} from './actions/action-set.ts'
import type { Usage, UsedActions } from './used.ts'

/** Why an action that was not seen is kept all the same. */
export type UnseenReason = keyof typeof UNSEEN_REASONS

export const UNSEEN_REASONS = {
  'data-events': 'its use is written as data events, and not all of those are logged',
  kms: 'services use KMS on behalf of a caller, not always with an event',
  'pass-role': 'handing over a role leaves no event of its own, and calls were made that can do it',
  'beside-a-call': 'a call that was made may need it, too',
  'tags-at-creation': 'tags given at creation leave no event of their own',
  'no-event': 'no call is named for it, and its service was used',
  'not-understood': 'calls to its service were made whose permission is not known',
} as const

export interface Unseen {
  /** Allowed actions that may be used without anybody seeing it, some of them seen. More use only adds to them. */
  readonly unsure: ActionSet
  /** Those that were not seen, each under the first reason that holds. */
  readonly kept: ReadonlyMap<UnseenReason, ActionSet>
}

export function unseenActions(may: ActionSet, used: UsedActions, usage: Usage): Unseen {
  const actions = [...used.actions.values()].map(({ action }) => action)
  const prefixes = [...new Set(actions.map(prefixOf))]
  const writing = [...new Set(actions.filter(changes).map(prefixOf))]
  const unknown = used.notUnderstood.flatMap(({ service }) => iamPrefixes(service))
  const candidates: readonly (readonly [UnseenReason, ActionSet])[] = [
    ['data-events', dataActions(usage.dataEvents)],
    ['kms', setOfPatterns(kmsActionPatterns())],
    ['pass-role', writing.length > 0 ? setOf(['iam:PassRole']) : noActions()],
    ['beside-a-call', setOf(used.also)],
    ['tags-at-creation', unionOf(writing.map(taggingOf))],
    ['no-event', setOf(prefixes.flatMap((prefix) => withoutEvent(prefix, writing.includes(prefix))))],
    ['not-understood', setOfPatterns(unknown.map((prefix) => `${prefix}:*`))],
  ]
  let open = difference(may, setOf(used.actions.keys()))
  const kept = new Map<UnseenReason, ActionSet>()
  for (const [reason, set] of candidates) {
    const left = intersection(open, set)
    if (sizeOf(left) > 0) kept.set(reason, left)
    open = difference(open, left)
  }
  return { unsure: intersection(may, unionOf(candidates.map(([, set]) => set))), kept }
}

const prefixOf = (action: string): string => action.slice(0, action.indexOf(':'))

const changes = (action: string): boolean => ['write', 'permissions'].includes(actionLevel(action) ?? 'write')

/** What changes something is asked beside a call that does: without one it was not asked. */
const withoutEvent = (prefix: string, withWrites: boolean): readonly string[] =>
  actionsWithoutOperation(prefix).filter((action) => withWrites || !changes(action))

const dataSets = new Map<string, ActionSet>()

function dataActions(complete: ReadonlySet<string>): ActionSet {
  const key = [...complete].toSorted().join(' ')
  const known = dataSets.get(key)
  if (known !== undefined) return known
  const patterns = [...dataActionPatterns()].filter(([prefix]) => !complete.has(prefix))
  const set = setOfPatterns(patterns.flatMap(([, names]) => names))
  dataSets.set(key, set)
  return set
}

const taggingSets = new Map<string, ActionSet>()

function taggingOf(prefix: string): ActionSet {
  const known = taggingSets.get(prefix)
  if (known !== undefined) return known
  const set = setOf(lowerNamesOf(prefix).filter((name) => actionLevel(name) === 'tagging'))
  taggingSets.set(prefix, set)
  return set
}
