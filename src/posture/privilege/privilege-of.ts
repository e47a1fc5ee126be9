import { has, prefixesIn, sizeOf } from './actions/action-set.ts'
import { createCompiler } from './actions/compile.ts'
import { assumableRoles } from './paths/assumable-roles.ts'
import { type Escalation, escalationsOf } from './paths/escalations.ts'
import { isServiceLinked, rolesByService } from './paths/passable-roles.ts'
import { type Permissions, permissionsOf } from './permissions.ts'
import { type AuthorizationDetails, type Principal, principalsOf } from './principals.ts'
import { type Rights, rightsOf } from './rights.ts'
import { type OutsideTrust, outsideTrust } from './trust/trust.ts'
import { type UsedCall, usedActions } from './used.ts'

/** What the logs say of one account's principals. */
export interface History {
  /** By ARN of the user or role; sessions count for their role. */
  readonly calls: ReadonlyMap<string, readonly UsedCall[]>
  /** Days between the first and the last event of the account. */
  readonly days: number
  /** As in `Usage`. */
  readonly dataEvents: ReadonlySet<string>
}

/** What one principal may do against what it did. */
export interface Privilege {
  readonly principal: Principal
  readonly permissions: Permissions
  readonly rights: Rights
  readonly escalations: readonly Escalation[]
  /** Roles of administrators that it may assume. */
  readonly administratorRoles: readonly string[]
  readonly outsideTrust: readonly OutsideTrust[]
  /** AWS's own role for a service of its: nobody can change it. */
  readonly isServiceLinked: boolean
  readonly allowedActions: number
  /** IAM prefixes of services that it may call. */
  readonly allowedServices: readonly string[]
  /** Undefined: there are no logs of its account. */
  readonly use: PrivilegeUse | undefined
}

export interface PrivilegeUse {
  readonly days: number
  readonly events: number
  /** Undefined where nothing was seen. */
  readonly lastMs: number | undefined
  /** Allowed actions that were used. */
  readonly actionNames: ReadonlySet<string>
  readonly usedServices: readonly string[]
  readonly unusedServices: readonly string[]
}

export interface PrivilegeQuestion {
  /** Of one account. */
  readonly details: AuthorizationDetails
  readonly history: History | undefined
  /** Ids of accounts that are one's own. */
  readonly ownAccounts: ReadonlySet<string>
}

/** Every user and role of an account: what it may, by which ways it comes to more, whom it lets in, what of it was used. */
export function privilegesOf({ details, history, ownAccounts }: PrivilegeQuestion): readonly Privilege[] {
  const compile = createCompiler()
  const principals = principalsOf(details)
  const known = principals.map((principal) => {
    const permissions = permissionsOf(principal, compile)
    return { principal, permissions, rights: rightsOf(permissions) }
  })
  const administrators = known.filter(
    ({ rights, principal }) => rights !== 'ordinary' && principal.kind === 'role',
  )
  const arns = new Set(administrators.map(({ principal }) => principal.arn))
  const passable = rolesByService(principals, arns)
  const assumable = assumableRoles(administrators.map(({ principal }) => principal))
  return known.map(({ principal, permissions, rights }): Privilege => {
    const allowedServices = prefixesIn(permissions.may)
    const linked = isServiceLinked(principal.arn)
    return {
      principal,
      permissions,
      rights,
      escalations:
        rights === 'administrator' || linked ? [] : escalationsOf(principal, permissions, passable),
      administratorRoles: rights === 'ordinary' && !linked ? assumable(principal, permissions) : [],
      outsideTrust: principal.trust === undefined ? [] : outsideTrust(principal.trust, ownAccounts),
      isServiceLinked: linked,
      allowedActions: sizeOf(permissions.may),
      allowedServices,
      use: history && useOf(history, principal.arn, permissions, allowedServices),
    }
  })
}

function useOf(
  { calls, days }: History,
  arn: string,
  { may }: Permissions,
  allowed: readonly string[],
): PrivilegeUse {
  const own = calls.get(arn) ?? []
  const used = [...usedActions(own).actions.values()].filter(({ action }) => has(may, action))
  const services = new Set(used.map(({ action }) => action.slice(0, action.indexOf(':'))))
  return {
    days,
    events: own.reduce((sum, { events }) => sum + events, 0),
    lastMs: own.length === 0 ? undefined : Math.max(...own.map(({ lastMs }) => lastMs)),
    actionNames: new Set(used.map(({ action }) => action)),
    usedServices: [...services].toSorted(),
    unusedServices: allowed.filter((prefix) => !services.has(prefix)),
  }
}
