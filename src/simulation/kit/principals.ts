import { uniqueId } from './ids.ts'
import type { Identity, SessionContext } from './record.ts'
import { isoSecond } from './time-text.ts'

/** A role as other records name it. */
export interface Role {
  readonly account: string
  readonly name: string
  readonly arn: string
  readonly id: string
}

export function role(account: string, name: string, path = '/'): Role {
  const arn = `arn:aws:iam::${account}:role${path}${name}`
  return { account, name, arn, id: uniqueId('AROA', arn) }
}

/** A role that an AWS service made for itself. */
export function serviceLinkedRole(account: string, service: string, name: string): Role {
  return role(account, name, `/aws-service-role/${service}/`)
}

/** A permission set of IAM Identity Center, as it stands in a member account. */
export function reservedSsoRole(account: string, permissionSet: string): Role {
  const suffix = uniqueId('AROA', `${account} ${permissionSet}`).slice(4, 20).toLowerCase()
  return role(
    account,
    `AWSReservedSSO_${permissionSet}_${suffix}`,
    '/aws-reserved/sso.amazonaws.com/eu-central-1/',
  )
}

export interface IamUser {
  readonly account: string
  readonly name: string
  readonly arn: string
  readonly id: string
}

export function iamUser(account: string, name: string): IamUser {
  const arn = `arn:aws:iam::${account}:user/${name}`
  return { account, name, arn, id: uniqueId('AIDA', arn) }
}

/** `userIdentity` of a user's long-lived key, or of his console session where `consoleSinceMs` is given. */
export function iamUserIdentity(
  user: IamUser,
  accessKeyId: string | undefined,
  session?: SessionContext,
): Identity {
  return {
    type: 'IAMUser',
    principalId: user.id,
    arn: user.arn,
    accountId: user.account,
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    userName: user.name,
    ...(session === undefined ? {} : { sessionContext: session }),
  }
}

export function rootIdentity(
  account: string,
  accessKeyId: string | undefined,
  session?: SessionContext,
): Identity {
  return {
    type: 'Root',
    principalId: account,
    arn: `arn:aws:iam::${account}:root`,
    accountId: account,
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(session === undefined ? {} : { sessionContext: session }),
  }
}

export function plainSession(sinceMs: number, mfa: boolean): SessionContext {
  return { attributes: { creationDate: isoSecond(sinceMs), mfaAuthenticated: mfa ? 'true' : 'false' } }
}

export interface RoleSession {
  readonly role: Role
  readonly session: string
  readonly accessKeyId: string
  readonly sinceMs: number
  readonly mfa?: boolean
  readonly instance?: boolean
  readonly webIdentity?: { readonly provider: string; readonly subject: string }
  readonly sourceIdentity?: string
  readonly invokedBy?: string
}

export function roleIdentity(made: RoleSession): Identity {
  const { role: of, session } = made
  return {
    type: 'AssumedRole',
    principalId: `${of.id}:${session}`,
    arn: `arn:aws:sts::${of.account}:assumed-role/${of.name}/${session}`,
    accountId: of.account,
    accessKeyId: made.accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: of.id,
        arn: of.arn,
        accountId: of.account,
        userName: of.name,
      },
      ...(made.webIdentity === undefined
        ? {}
        : { webIdFederationData: { federatedProvider: made.webIdentity.provider, attributes: {} } }),
      attributes: { creationDate: isoSecond(made.sinceMs), mfaAuthenticated: made.mfa ? 'true' : 'false' },
      ...(made.sourceIdentity === undefined ? {} : { sourceIdentity: made.sourceIdentity }),
      ...(made.instance ? { ec2RoleDelivery: '2.0' } : {}),
    },
    ...(made.invokedBy === undefined ? {} : { invokedBy: made.invokedBy }),
  }
}

export function serviceIdentity(service: string): Identity {
  return { type: 'AWSService', invokedBy: service }
}
