import { conditionsHold } from './conditions.ts'
import { arnLike } from './operators.ts'
import type { Policy, Statement } from './policy.ts'
import { every, inverse, some, type Truth, truthOf } from './truth.ts'
import { type Context, resolve } from './variables.ts'
import { matches } from './wildcard.ts'

export interface Request {
  /** `s3:GetObject`, in any case. */
  readonly action: string
  /** An ARN, or `*` for an action that has none; undefined asks about any resource. */
  readonly resource: string | undefined
  readonly context: Context
}

/** `denied`: by a Deny that surely holds. `unstated`: nothing allows it. */
export type Decision = 'allowed' | 'maybe' | 'unstated' | 'denied'

/**
 * What AWS would answer. Each layer is a set of policies of which one must allow: those of the identity, its permissions
 * boundary, a session's policy, an organisation's. A Deny in any of them wins.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(layers: readonly (readonly Policy[])[], request: Request): Decision {
  const verdicts = layers.map((policies) => {
    const statements = policies.flatMap((policy) => policy.statements)
    const said = (effect: Statement['effect']): Truth =>
      some(statements.filter((one) => one.effect === effect).map((one) => applies(one, request)))
    return { allow: said('Allow'), deny: said('Deny') }
  })
  const deny = some(verdicts.map((one) => one.deny))
  const allow = layers.length === 0 ? 'no' : every(verdicts.map((one) => one.allow))
  if (deny === 'yes') return 'denied'
  if (allow === 'no') return 'unstated'
  return allow === 'yes' && deny === 'no' ? 'allowed' : 'maybe'
}

/** Whether a statement speaks of this request; its principals are not looked at. */
export function applies(statement: Statement, { action, resource, context }: Request): Truth {
  if (!speaksOfAction(statement, action)) return 'no'
  const onResource = speaksOfResource(statement, resource, context)
  return onResource === 'no' ? 'no' : every([onResource, conditionsHold(statement, context)])
}

export function speaksOfAction({ actions, notAction }: Statement, action: string): boolean {
  const wanted = action.toLowerCase()
  return actions.some((pattern) => matches(pattern.toLowerCase(), wanted)) !== notAction
}

/** Asked about any resource, an Allow needs one that it may be used on, and a Deny must hold for all. */
function speaksOfResource(statement: Statement, resource: string | undefined, context: Context): Truth {
  const { resources, notResource, effect, variables } = statement
  // Trusts name no resource: the role is meant.
  if (resources.length === 0) return 'yes'
  if (resource === undefined) {
    if (notResource) return resources.includes('*') ? 'no' : effect === 'Deny' ? 'maybe' : 'yes'
    return effect === 'Allow' || resources.includes('*') ? 'yes' : 'maybe'
  }
  const named = some(
    resources.map((pattern) => matchesResource(pattern, resource, variables ? context : undefined)),
  )
  return notResource ? inverse(named) : named
}

function matchesResource(pattern: string, resource: string, context: Context | undefined): Truth {
  const wanted = context === undefined ? { text: pattern, exact: true } : resolve(pattern, context)
  if (wanted === undefined) return 'no'
  if (arnLike(resource, wanted.text)) return wanted.exact ? 'yes' : 'maybe'
  // Whether a wildcard reaches over a colon AWS does not say of every service.
  return truthOf(matches(wanted.text, resource)) === 'yes' ? 'maybe' : 'no'
}
