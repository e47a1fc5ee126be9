import type { AuthorizationDetails } from '../../../src/posture/privilege/principals.ts'
import { type History, type Privilege, privilegesOf } from '../../../src/posture/privilege/privilege-of.ts'
import type { UsedCall } from '../../../src/posture/privilege/used.ts'

export const ACCOUNT = '123456789012'
export const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`
export const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`

export type StatementText = Readonly<Record<string, unknown>>

export const documentOf = (...statements: readonly StatementText[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
export const allow = (
  action: string | readonly string[],
  resource: string | readonly string[] = '*',
  rest: StatementText = {},
): StatementText => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...rest,
})

const NONE: AuthorizationDetails = {
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
}

/** A user with one inline policy. */
export const user = (
  name: string,
  ...statements: readonly StatementText[]
): AuthorizationDetails['UserDetailList'][number] => ({
  UserName: name,
  Arn: userArn(name),
  GroupList: [],
  UserPolicyList:
    statements.length === 0 ? [] : [{ PolicyName: 'own', PolicyDocument: documentOf(...statements) }],
  AttachedManagedPolicies: [],
  Tags: [],
})

export const trusting = (principal: unknown, rest: StatementText = {}): string =>
  documentOf({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...rest })

/** A role with one inline policy. */
export const role = (
  name: string,
  trust: string,
  ...statements: readonly StatementText[]
): AuthorizationDetails['RoleDetailList'][number] => ({
  RoleName: name,
  Arn: roleArn(name),
  AssumeRolePolicyDocument: trust,
  RolePolicyList:
    statements.length === 0 ? [] : [{ PolicyName: 'own', PolicyDocument: documentOf(...statements) }],
  AttachedManagedPolicies: [],
  Tags: [],
})

export const account = (parts: Partial<AuthorizationDetails>): AuthorizationDetails => ({ ...NONE, ...parts })

export const privileges = (details: AuthorizationDetails, history?: History): readonly Privilege[] =>
  privilegesOf({ details, history, ownAccounts: new Set([ACCOUNT]) })

export const privilege = (details: AuthorizationDetails, arn: string): Privilege => {
  const found = privileges(details).find(({ principal }) => principal.arn === arn)
  if (found === undefined) throw new Error(`${arn} is not there`)
  return found
}

export const call = (name: string, ...resources: readonly string[]): UsedCall => {
  const [service = '', eventName = ''] = name.split(':')
  return { service, eventName, events: 1, lastMs: 1_000, resources, everyResource: resources.length > 0 }
}
