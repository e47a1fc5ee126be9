import { has } from '../actions/action-set.ts'
import type { Permissions } from '../permissions.ts'
import { matches } from '../policy/wildcard.ts'
import type { Principal } from '../principals.ts'
import { ESCALATION_PATHS, type EscalationPath } from './escalation-table.ts'
import type { PassableRoles, RolesByService } from './passable-roles.ts'
import { type Bounds, boundsOf } from './resource-bounds.ts'

/** A way to more rights that a principal has. */
export interface Escalation {
  readonly path: EscalationPath
  /** On what: patterns, at most 5; `*` is everything. */
  readonly resources: readonly string[]
  /** Of more patterns the number. */
  readonly moreResources: number
  readonly everywhere: boolean
  /** False where it turns on conditions of the request. */
  readonly certain: boolean
  /** Roles that it comes by, those of administrators first; empty where the path is about no role, or any. */
  readonly roles: readonly string[]
  /** Whether one of these roles is an administrator. */
  readonly reachesAdministrator: boolean
}

const MOST_NAMED = 5

export function escalationsOf(
  principal: Principal,
  permissions: Permissions,
  roles: RolesByService,
): readonly Escalation[] {
  return ESCALATION_PATHS.filter(({ actions }) => actions.every((action) => has(permissions.may, action)))
    .map((path) => escalationBy(path, { principal, permissions, roles }))
    .filter((found) => found !== undefined)
}

interface Holder {
  readonly principal: Principal
  readonly permissions: Permissions
  readonly roles: RolesByService
}

function escalationBy(
  path: EscalationPath,
  { principal, permissions, roles }: Holder,
): Escalation | undefined {
  const [first = '', ...others] = path.actions
  const { service, kind } = path
  const bounds = boundsOf(
    permissions,
    first,
    service === undefined ? undefined : new Map([['iam:passedtoservice', [service]]]),
  )
  const all = [bounds, ...others.map((action) => boundsOf(permissions, action))]
  if (all.some(({ resources }) => resources.length === 0)) return undefined
  if (kind === 'others' && isItself(bounds, principal)) return undefined
  const passed = service === undefined ? NO_ROLES : roles(principal.accountId, service, bounds.resources)
  // A role that trusts the service must be there to be handed over.
  if (service !== undefined && passed.roles.length === 0) return undefined
  return {
    path,
    resources: bounds.resources.slice(0, MOST_NAMED),
    moreResources: Math.max(0, bounds.resources.length - MOST_NAMED),
    everywhere: bounds.everywhere,
    certain: all.every((one) => one.certain),
    roles: passed.roles.slice(0, MOST_NAMED),
    reachesAdministrator: passed.administrators,
  }
}

const NO_ROLES: PassableRoles = { roles: [], administrators: false }

/** Only on itself: its own key or password gives no more than it has. */
const isItself = ({ resources }: Bounds, { arn, kind }: Principal): boolean =>
  kind === 'user' &&
  resources.every((pattern) => pattern === arn || (!/[*?]/u.test(pattern) && matches(pattern, arn)))
