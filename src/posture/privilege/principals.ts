import type { Context } from './policy/variables.ts'

// The part of GetAccountAuthorizationDetails that says who may do what, in AWS's names.

export interface InlinePolicy {
  readonly PolicyName: string
  /** JSON text. */
  readonly PolicyDocument: string
}
export interface AttachedPolicy {
  readonly PolicyName: string
  readonly PolicyArn: string
}
interface Tag {
  readonly Key: string
  readonly Value: string
}
interface Boundary {
  readonly PermissionsBoundaryArn: string
}

interface UserDetail {
  readonly UserName: string
  readonly Arn: string
  readonly CreateDate?: string | undefined
  readonly GroupList: readonly string[]
  readonly UserPolicyList: readonly InlinePolicy[]
  readonly AttachedManagedPolicies: readonly AttachedPolicy[]
  readonly PermissionsBoundary?: Boundary | undefined
  readonly Tags: readonly Tag[]
}
interface GroupDetail {
  readonly GroupName: string
  readonly GroupPolicyList: readonly InlinePolicy[]
  readonly AttachedManagedPolicies: readonly AttachedPolicy[]
}
interface RoleDetail {
  readonly RoleName: string
  readonly Arn: string
  readonly CreateDate?: string | undefined
  readonly AssumeRolePolicyDocument: string
  readonly RolePolicyList: readonly InlinePolicy[]
  readonly AttachedManagedPolicies: readonly AttachedPolicy[]
  readonly PermissionsBoundary?: Boundary | undefined
  readonly RoleLastUsed?: { readonly LastUsedDate?: string | undefined } | undefined
  readonly Tags: readonly Tag[]
}
interface ManagedPolicy {
  readonly Arn: string
  readonly DefaultVersionId: string
  readonly PolicyVersionList: readonly {
    readonly VersionId: string
    readonly IsDefaultVersion: boolean
    readonly Document: string
  }[]
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export interface AuthorizationDetails {
  readonly UserDetailList: readonly UserDetail[]
  readonly GroupDetailList: readonly GroupDetail[]
  readonly RoleDetailList: readonly RoleDetail[]
  readonly Policies: readonly ManagedPolicy[]
}

/** A policy document and where it comes from: `inline x`, `group admins: inline x`, an ARN. */
export interface HeldPolicy {
  readonly from: string
  /** Undefined: the details do not hold it. */
  readonly document: string | undefined
}

/** A user or role with all that its account says of its rights. */
export interface Principal {
  readonly kind: 'user' | 'role'
  readonly arn: string
  readonly name: string
  readonly accountId: string
  readonly createdAt: string | undefined
  readonly lastUsedAt: string | undefined
  readonly policies: readonly HeldPolicy[]
  readonly boundary: HeldPolicy | undefined
  readonly groups: readonly string[]
  /** A role's trust, JSON text. */
  readonly trust: string | undefined
  readonly context: Context
}

/** AWS's own policies that are known by heart, where the details lack them. */
const BY_HEART: ReadonlyMap<string, string> = new Map([
  [
    'AdministratorAccess',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  ],
  [
    'IAMFullAccess',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}',
  ],
])

export function principalsOf(details: AuthorizationDetails): readonly Principal[] {
  const managed = new Map(details.Policies.map((policy) => [policy.Arn, defaultDocument(policy)]))
  const documentOf = (arn: string): string | undefined =>
    managed.get(arn) ??
    (arn.includes(':iam::aws:') ? BY_HEART.get(arn.slice(arn.lastIndexOf('/') + 1)) : undefined)
  const attached = (list: readonly AttachedPolicy[], before = ''): readonly HeldPolicy[] =>
    list.map(({ PolicyArn }) => ({ from: before + PolicyArn, document: documentOf(PolicyArn) }))
  const groups = new Map(
    details.GroupDetailList.map(({ GroupName, GroupPolicyList, AttachedManagedPolicies }) => {
      const before = `group ${GroupName}: `
      return [GroupName, [...inline(GroupPolicyList, before), ...attached(AttachedManagedPolicies, before)]]
    }),
  )
  const boundary = (held: Boundary | undefined): HeldPolicy | undefined =>
    held && { from: held.PermissionsBoundaryArn, document: documentOf(held.PermissionsBoundaryArn) }
  const users = details.UserDetailList.map(
    (user): Principal => ({
      kind: 'user',
      arn: user.Arn,
      name: user.UserName,
      accountId: accountOf(user.Arn),
      createdAt: user.CreateDate,
      lastUsedAt: undefined,
      policies: [
        ...inline(user.UserPolicyList),
        ...attached(user.AttachedManagedPolicies),
        ...user.GroupList.flatMap((name) => groups.get(name) ?? []),
      ],
      boundary: boundary(user.PermissionsBoundary),
      groups: user.GroupList,
      trust: undefined,
      context: new Map([
        ...contextOf(user),
        ['aws:username', [user.UserName]],
        ['aws:principaltype', ['User']],
      ]),
    }),
  )
  const roles = details.RoleDetailList.map(
    (role): Principal => ({
      kind: 'role',
      arn: role.Arn,
      name: role.RoleName,
      accountId: accountOf(role.Arn),
      createdAt: role.CreateDate,
      lastUsedAt: role.RoleLastUsed?.LastUsedDate,
      policies: [...inline(role.RolePolicyList), ...attached(role.AttachedManagedPolicies)],
      boundary: boundary(role.PermissionsBoundary),
      groups: [],
      trust: role.AssumeRolePolicyDocument,
      context: new Map([...contextOf(role), ['aws:username', []], ['aws:principaltype', ['AssumedRole']]]),
    }),
  )
  return [...users, ...roles]
}

const inline = (list: readonly InlinePolicy[], before = ''): readonly HeldPolicy[] =>
  list.map(({ PolicyName, PolicyDocument }) => ({
    from: `${before}inline ${PolicyName}`,
    document: PolicyDocument,
  }))

const defaultDocument = ({ PolicyVersionList, DefaultVersionId }: ManagedPolicy): string | undefined =>
  PolicyVersionList.find((one) => one.IsDefaultVersion || one.VersionId === DefaultVersionId)?.Document

export const accountOf = (arn: string): string => arn.split(':')[4] ?? ''

const contextOf = ({ Arn, Tags }: { Arn: string; Tags: readonly Tag[] }): Context =>
  new Map([
    ['aws:principalarn', [Arn]],
    ['aws:principalaccount', [accountOf(Arn)]],
    ...Tags.map(({ Key, Value }) => [`aws:principaltag/${Key.toLowerCase()}`, [Value]] as const),
  ])
