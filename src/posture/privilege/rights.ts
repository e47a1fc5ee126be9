import { allActions, has, sizeOf } from './actions/action-set.ts'
import { ESCALATION_PATHS } from './paths/escalation-table.ts'
import type { Permissions } from './permissions.ts'

/** `equivalent`: by one call it makes itself an administrator. */
export type Rights = 'administrator' | 'equivalent' | 'ordinary'

/** Of all known actions: a few denied ones make nobody less of an administrator. */
const NEARLY_ALL = 0.9
const KEYS_TO_THE_ACCOUNT = ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:PassRole', 'sts:AssumeRole']

export function rightsOf({ wide }: Permissions): Rights {
  const isAdministrator =
    KEYS_TO_THE_ACCOUNT.every((action) => has(wide, action)) &&
    sizeOf(wide) >= NEARLY_ALL * sizeOf(allActions())
  if (isAdministrator) return 'administrator'
  const isEquivalent = ESCALATION_PATHS.some(
    ({ id, kind, actions }) =>
      kind === 'direct' && !INDIRECT.has(id) && actions.every((action) => has(wide, action)),
  )
  return isEquivalent ? 'equivalent' : 'ordinary'
}

/** An older version, or a group, need not give more, and Identity Center is asked in one account only. */
const INDIRECT: ReadonlySet<string> = new Set([
  'set-default-policy-version',
  'add-user-to-group',
  'sso-assign-account',
  'sso-join-group',
  'sso-permission-set-inline',
  'sso-permission-set-managed',
])
