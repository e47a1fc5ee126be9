import { isRecord, textOf } from '#kernel/index.ts'

export type ActorClass =
  | 'root'
  | 'iam-user'
  | 'sso-person'
  | 'ci'
  | 'iac'
  | 'instance-role'
  | 'function-role'
  | 'role'
  | 'foreign-account'
  | 'service-linked-role'
  | 'aws-service'
  | 'anonymous'
  | 'unknown'

/** What the record says around the identity, as far as it tells who acts. */
export interface IdentityContext {
  readonly recipientAccountId?: string | undefined
  readonly eventType?: string | undefined
  readonly eventSource?: string | undefined
  readonly sourceIPAddress?: string | undefined
  /** `clientFamily(userAgent)`: the caller's own claim, trusted for nothing but telling `iac` from `role`. */
  readonly clientFamily?: string | undefined
}

export interface Actor {
  /** Stable across sessions; undefined where the record names nobody. */
  readonly principal: string | undefined
  readonly actorClass: ActorClass
}

/** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, taken apart. */
export interface AssumedRoleArn {
  readonly partition: string
  readonly accountId: string
  readonly role: string
  readonly session: string | undefined
}

const ASSUMED_ROLE = /^arn:([a-z-]+):sts::([^:]*):assumed-role\/([^/]+)(?:\/(.*))?$/su

export function parseAssumedRole(arn: string): AssumedRoleArn | undefined {
  const match = ASSUMED_ROLE.exec(arn.slice(0, 2_048))
  if (match === null) return undefined
  const [, partition = 'aws', accountId = '', role = '', session] = match
  return { partition, accountId, role, session: textOf(session) }
}

/** The account in an ARN, or undefined where it has none. */
export function accountOfArn(arn: string | undefined): string | undefined {
  return textOf(arn?.split(':', 5)[4])
}

/** A name that only a person has: an e-mail address. Such sessions of one role are told apart. */
export function isPersonName(name: string | undefined): name is string {
  return name !== undefined && name.length <= 128 && /^[^@\s]+@[^@\s]+$/u.test(name)
}

const SERVICE_NAME = /^(?:[a-z0-9-]+\.)+(?:amazonaws\.com(?:\.cn)?|aws\.internal|aws\.com)$/iu

/** `autoscaling.amazonaws.com`, `ec2.aws.internal`, `AWS Internal`; not the sign-in service, through which people work. */
export function isServiceName(name: string | undefined): boolean {
  if (name === undefined || name.length > 256 || name === 'signin.amazonaws.com') return false
  return name === 'AWS Internal' || SERVICE_NAME.test(name)
}

/** True where an identity of one account acts in the log of another. */
export function isForeign(accountId: string | undefined, context: IdentityContext): boolean {
  const home = context.recipientAccountId
  return (
    accountId !== undefined && home !== undefined && home !== '' && accountId !== '' && accountId !== home
  )
}

/** The object under a key, or an empty one: every part of an identity may be absent or broken. */
export function recordIn(
  value: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> {
  const part = value[key]
  return isRecord(part) ? part : {}
}
