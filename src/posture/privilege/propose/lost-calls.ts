import { createCompiler } from '../actions/compile.ts'
import { layersOf, type Permissions, permissionsWithin } from '../permissions.ts'
import { type Decision, decide } from '../policy/evaluate.ts'
import type { UsedAction } from '../used.ts'
import type { PolicyJson } from './pack.ts'

const RANK: Readonly<Record<Decision, number>> = { denied: 0, unstated: 1, maybe: 2, allowed: 3 }

/**
 * Calls that were seen, that a principal's own policies answer more kindly than a proposal: `action on resource`. A proposal is made so that there are
 * none; this asks again, by evaluating both as AWS would.
 */
export function lostCalls(
  permissions: Permissions,
  used: Iterable<UsedAction>,
  policies: readonly PolicyJson[],
): readonly string[] {
  const compile = createCompiler()
  const identity = policies.map((policy) => compile(JSON.stringify(policy)))
  const [now, then] = [layersOf(permissions), layersOf(permissionsWithin({ ...permissions, identity }))]
  return [...used].flatMap(({ action, resources }) =>
    // Of a pattern any resource that it means will do.
    [undefined, ...resources.map((arn) => arn.replaceAll('*', 'x'))]
      .filter((resource) => {
        const request = { action, resource, context: permissions.context }
        return RANK[decide(then, request)] < RANK[decide(now, request)]
      })
      .map((resource) => `${action}${resource === undefined ? '' : ` on ${resource}`}`),
  )
}
