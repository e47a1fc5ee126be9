import type { Permissions } from '../permissions.ts'
import { conditionsHold } from '../policy/conditions.ts'
import { type Policy, parsePolicy, type Statement } from '../policy/policy.ts'
import { matches } from '../policy/wildcard.ts'
import type { Principal } from '../principals.ts'
import { isServiceLinked } from './passable-roles.ts'
import { boundsOf } from './resource-bounds.ts'

/** Roles out of some that a principal may assume: by what it may do, and by what their trusts say. */
export type AssumableRoles = (principal: Principal, permissions: Permissions) => readonly string[]

export function assumableRoles(roles: readonly Principal[]): AssumableRoles {
  const trusts = roles
    .filter(({ arn }) => !isServiceLinked(arn))
    .map((role) => ({ role, policy: parsePolicy(role.trust ?? '{}') }))
    .filter(({ policy }) => policy.statements.some(({ principals }) => (principals?.aws.length ?? 0) > 0))
  return (principal, permissions) => {
    const { resources } = boundsOf(permissions, 'sts:AssumeRole')
    return trusts
      .filter(({ role, policy }) => {
        if (role.arn === principal.arn) return false
        const trust = trustIn(policy, principal, permissions)
        // In the same account a trust that names the principal itself is enough.
        if (trust === 'itself' && role.accountId === principal.accountId) return true
        return trust !== undefined && resources.some((pattern) => matches(pattern, role.arn))
      })
      .map(({ role }) => role.arn)
  }
}

function trustIn(
  { statements }: Policy,
  principal: Principal,
  { context }: Permissions,
): 'itself' | 'its-account' | undefined {
  const fitting = statements.filter(
    (statement) => statement.effect === 'Allow' && conditionsHold(statement, context) !== 'no',
  )
  if (fitting.some((statement) => names(statement, [principal.arn]))) return 'itself'
  const { accountId } = principal
  const account = ['*', accountId, `${principal.arn.split(':').slice(0, 2).join(':')}:iam::${accountId}:root`]
  return fitting.some((statement) => names(statement, account)) ? 'its-account' : undefined
}

const names = ({ principals }: Statement, wanted: readonly string[]): boolean =>
  principals !== undefined && !principals.not && principals.aws.some((name) => wanted.includes(name))
