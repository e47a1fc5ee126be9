import { has, intersection, namesIn, setOf, sizeOf, union } from '../actions/action-set.ts'
import { createCompiler } from '../actions/compile.ts'
import { type Permissions, permissionsWithin } from '../permissions.ts'
import { type UnseenReason, unseenActions } from '../unseen.ts'
import { type Usage, usedActions } from '../used.ts'
import { type Grant, neededGrants, unknownNames } from './grants.ts'
import { LARGEST_POLICY, MOST_POLICIES, type PolicyJson, packPolicies, sizeOfJson } from './pack.ts'
import { allowStatements, type Brevity, denyStatements } from './write-statements.ts'

export interface Proposal {
  /** To be attached in place of all that the principal has, what groups give it among them; its boundary stays. */
  readonly policies: readonly PolicyJson[]
  /** Characters of each, as IAM counts them. */
  readonly sizes: readonly number[]
  /** Known actions allowed before and after. */
  readonly before: number
  readonly after: number
  /** Actions that were not seen and stay, by the reason. */
  readonly kept: ReadonlyMap<UnseenReason, readonly string[]>
  /** Used and allowed by none of its policies: by a resource's own, or by one that it had then. */
  readonly grantedElsewhere: readonly string[]
  readonly notes: readonly string[]
}

/** Characters of action names from which on wildcards are used, and then whole services. */
const NAMES_UP_TO = 4_000
const WILDCARDS_UP_TO = 50_000

/**
 * The principal's own policies without what was neither used nor may have been used unseen. Never allows what it had not;
 * more use never makes it allow less.
 */
export function propose(permissions: Permissions, usage: Usage): Proposal {
  const { may, context } = permissions
  const understood = usedActions(usage.calls)
  const used = understood.actions
  const { unsure, kept } = unseenActions(may, understood, usage)
  const keep = union(unsure, intersection(may, setOf(used.keys())))
  const statements = permissions.identity.flatMap((policy) => policy.statements)
  const grants = neededGrants(statements, { used, keep, unsure, context })
  const brevity = brevityOf(grants)
  const policies = packPolicies([
    ...denyStatements(statements.map(({ statement }) => statement)),
    ...allowStatements(grants, brevity),
  ])
  const compile = createCompiler()
  const identity = policies.map((policy) => compile(JSON.stringify(policy)))
  const unknown = [...new Set(statements.flatMap(({ statement }) => unknownNames(statement)))]
  return {
    policies,
    sizes: policies.map(sizeOfJson),
    before: sizeOf(may),
    after: sizeOf(permissionsWithin({ ...permissions, identity }).may),
    kept: new Map([...kept].map(([reason, actions]) => [reason, namesIn(actions)])),
    grantedElsewhere: [...used.values()].map(({ action }) => action).filter((action) => !has(may, action)),
    notes: [
      ...permissions.notKnown.map(
        (from) => `What ${from} says is not known: it has to stay attached beside these.`,
      ),
      ...(unknown.length > 0
        ? [`Kept as written, no known action: ${unknown.slice(0, 10).join(', ')}.`]
        : []),
      ...(brevity === 'services' ? ['So many actions are kept that whole services stay as they were.'] : []),
      ...sizeNotes(policies),
    ],
  }
}

/** By what names alone would take: that only grows with use, so that no use makes a wildcard go. */
function brevityOf(grants: readonly Grant[]): Brevity {
  const chars = grants.flatMap(({ names }) => names).reduce((sum, name) => sum + name.length + 3, 0)
  return chars <= NAMES_UP_TO ? 'names' : chars <= WILDCARDS_UP_TO ? 'wildcards' : 'services'
}

function sizeNotes(policies: readonly PolicyJson[]): readonly string[] {
  const large = policies.filter((policy) => sizeOfJson(policy) > LARGEST_POLICY).length
  return [
    ...(policies.length > MOST_POLICIES
      ? [
          `${String(policies.length)} policies: more than the ${String(MOST_POLICIES)} that IAM attaches by default.`,
        ]
      : []),
    ...(large > 0 ? [`${String(large)} of the policies is larger than IAM takes as a managed one.`] : []),
  ]
}
