import { isRecord } from '#kernel/index.ts'
import { valueOf } from '../check.ts'
import type { AccountSnapshot } from '../snapshot/snapshot.ts'

/**
 * ARNs of users that are administrators plainly: by AdministratorAccess or a policy that allows `*` on `*`, their own or a group's.
 * Only raises levels: who is one in a roundabout way is the business of least privilege.
 */
export function administrators(account: AccountSnapshot): ReadonlySet<string> {
  const details = valueOf(account.authorizationDetails)
  if (details === undefined) return new Set()
  const everything = new Set(
    details.Policies.filter(({ PolicyVersionList }) =>
      PolicyVersionList.some(
        ({ IsDefaultVersion, Document }) => IsDefaultVersion && allowsEverything(Document),
      ),
    ).map(({ Arn }) => Arn),
  )
  const isGiven = (
    attached: readonly { PolicyArn: string }[],
    inline: readonly { PolicyDocument: string }[],
  ): boolean =>
    attached.some(
      ({ PolicyArn }) => PolicyArn.endsWith(':policy/AdministratorAccess') || everything.has(PolicyArn),
    ) || inline.some(({ PolicyDocument }) => allowsEverything(PolicyDocument))
  const groups = new Set(
    details.GroupDetailList.filter((group) =>
      isGiven(group.AttachedManagedPolicies, group.GroupPolicyList),
    ).map(({ GroupName }) => GroupName),
  )
  const found = details.UserDetailList.filter(
    (user) =>
      isGiven(user.AttachedManagedPolicies, user.UserPolicyList) ||
      user.GroupList.some((name) => groups.has(name)),
  )
  return new Set(found.map(({ Arn }) => Arn))
}

function allowsEverything(document: string): boolean {
  const policy = parsed(document)
  if (!isRecord(policy)) return false
  return listOf(policy['Statement']).some(
    (statement) =>
      isRecord(statement) &&
      statement['Effect'] === 'Allow' &&
      statement['Condition'] === undefined &&
      listOf(statement['Action']).some((action) => action === '*' || action === '*:*') &&
      listOf(statement['Resource']).includes('*'),
  )
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
