import type { Json } from './facts.ts'
import { get, texts } from './values.ts'

/** Actions that let their holder grant himself more, or act as somebody who may more. */
const ESCALATIONS: readonly string[] = [
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteUserPermissionsBoundary',
  'iam:PassRole',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
  'sts:AssumeRole',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'glue:UpdateDevEndpoint',
  'ssm:SendCommand',
  'ssm:StartSession',
  'ec2-instance-connect:SendSSHPublicKey',
  'codebuild:UpdateProject',
  'cloudformation:UpdateStack',
  'sso:CreateAccountAssignment',
  'sso:PutInlinePolicyToPermissionSet',
  'organizations:DetachPolicy',
]

/** Managed policies by AWS that make an administrator, or let their holder become one. */
const ADMIN_POLICIES: ReadonlySet<string> = new Set([
  'AdministratorAccess',
  'AdministratorAccess-AWSElasticBeanstalk',
  'AdministratorAccess-Amplify',
  'AWSOrganizationsFullAccess',
  'AWSSSOMasterAccountAdministrator',
  'IAMFullAccess',
  'PowerUserAccess',
  'SystemAdministrator',
  'AmazonEKSClusterAdminPolicy',
  'AmazonEKSAdminPolicy',
])

/** True for AWS's own policies that make an administrator; a customer's policy says nothing by its name. */
export function isAdminPolicy(policyArn: string | undefined): boolean {
  if (policyArn === undefined || !/^arn:[a-z-]+:(?:iam|eks)::aws:/u.test(policyArn)) return false
  return ADMIN_POLICIES.has(policyArn.slice(policyArn.lastIndexOf('/') + 1))
}

/** `*` or `iam:*` on every resource, or everything but a few services. */
export function isAdminGrant(statement: Json): boolean {
  if (!texts(get(statement, 'Resource')).includes('*')) return false
  const actions = texts(get(statement, 'Action')).map((action) => action.toLowerCase())
  if (actions.some((action) => /^(?:\*|\*:\*|iam:\*)$/u.test(action))) return true
  return texts(get(statement, 'NotAction')).length > 0
}

/** Those of ESCALATIONS that a statement allows on more than named resources. */
export function allowedEscalations(statement: Json): readonly string[] {
  if (!texts(get(statement, 'Resource')).some(isWideResource)) return []
  const allowed = texts(get(statement, 'Action')).slice(0, 500)
  const excepted = texts(get(statement, 'NotAction')).slice(0, 500)
  return ESCALATIONS.filter((action) =>
    excepted.length > 0 ? !matchesAny(action, excepted) : matchesAny(action, allowed),
  )
}

/** `*`, or every user, role, policy … of an account; not one's own (`user/${aws:username}`), not a named one. */
function isWideResource(resource: string): boolean {
  return resource === '*' || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:[a-z-]+[/:])?\*$/u.test(resource)
}

function matchesAny(action: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesAction(action.toLowerCase(), pattern.toLowerCase()))
}

/** IAM's wildcards, without a regular expression: `*` any run, `?` one character. Linear but for backing up to the last `*`. */
function matchesAction(action: string, pattern: string): boolean {
  if (pattern.length > 200) return false
  let a = 0
  let p = 0
  let star = -1
  let retry = 0
  while (a < action.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === action[a]) && pattern[p] !== '*') {
      a++
      p++
    } else if (pattern[p] === '*') {
      star = p++
      retry = a
    } else if (star >= 0) {
      p = star + 1
      a = ++retry
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
