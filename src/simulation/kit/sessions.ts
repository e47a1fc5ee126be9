import { HOUR_MS } from '#kernel/index.ts'
import type { CallDetails } from './call.ts'
import type { Caller } from './caller.ts'
import { accessKeyId } from './ids.ts'
import { type Role, roleIdentity, serviceIdentity } from './principals.ts'
import type { Identity, JsonObject } from './record.ts'
import { javaDate } from './time-text.ts'
import type { Turn } from './turn.ts'

/** An AWS service that calls by itself. */
export function serviceCaller(service: string, account: string, region: string): Caller {
  return {
    account,
    region,
    identity: serviceIdentity(service),
    address: service,
    agent: service,
    internal: true,
  }
}

export interface Assumption {
  readonly role: Role
  readonly session: string
  readonly timeMs: number
  readonly region?: string
  readonly durationMs?: number
  readonly externalId?: string
  readonly sourceIdentity?: string
  readonly mfa?: boolean
  /** Session of an EC2 instance. */
  readonly instance?: boolean
  /** Where the session's calls come from, where that is not where the assuming caller is. */
  readonly address?: string
  readonly agent?: string
  readonly internal?: boolean
}

/** AssumeRole by an AWS service for its own work: an instance's, task's or function's credentials. */
export function serviceAssumes(turn: Turn, service: string, made: Assumption): Caller {
  const region = made.region ?? 'eu-central-1'
  const from = serviceCaller(service, made.role.account, region)
  return assume(turn, from, made)
}

/**
 * AssumeRole, with the copy in the caller's account when the role is in another one.
 * @returns the caller that the new session is.
 */
export function assume(turn: Turn, from: Caller, made: Assumption): Caller {
  const region = made.region ?? from.region
  const key = accessKeyId('ASIA', made.role.account, turn.random)
  const expiresMs = made.timeMs + (made.durationMs ?? HOUR_MS)
  const details: CallDetails = {
    region,
    request: assumeRequest(made),
    response: sessionResponse(made, key, expiresMs),
    resources: [{ accountId: made.role.account, type: 'AWS::IAM::Role', ARN: made.role.arn }],
    sharedEventID: turn.random.uuid(),
  }
  const crossing = from.account !== made.role.account
  if (!crossing && !from.internal) turn.call(from, made.timeMs, 'sts:AssumeRole', withoutShared(details))
  else if (!crossing) turn.call(from, made.timeMs, 'sts:AssumeRole', details)
  else {
    turn.call(from, made.timeMs, 'sts:AssumeRole', details)
    const identity = seenFromOutside(from.identity, from.account)
    turn.call(from, made.timeMs, 'sts:AssumeRole', { ...details, account: made.role.account, identity })
  }
  return sessionOf(from, made, { key, expiresMs, region })
}

/** AssumeRole tried and refused: only the trying account sees it, and the role's own where it is another. */
export function assumeDenied(turn: Turn, from: Caller, made: Assumption): void {
  const message = `User: ${from.identity.arn} is not authorized to perform: sts:AssumeRole on resource: ${made.role.arn}`
  turn.call(from, made.timeMs, 'sts:AssumeRole', {
    region: made.region ?? from.region,
    request: null,
    error: ['AccessDenied', message],
  })
}

/** A foreign account comes in by a trust: only the role's account has the record. */
export function foreignAssumes(turn: Turn, from: Caller, made: Assumption): Caller {
  const region = made.region ?? from.region
  const key = accessKeyId('ASIA', made.role.account, turn.random)
  const expiresMs = made.timeMs + (made.durationMs ?? HOUR_MS)
  turn.call(from, made.timeMs, 'sts:AssumeRole', {
    region,
    request: assumeRequest(made),
    response: sessionResponse(made, key, expiresMs),
    resources: [{ accountId: made.role.account, type: 'AWS::IAM::Role', ARN: made.role.arn }],
    sharedEventID: turn.random.uuid(),
    account: made.role.account,
    identity: seenFromOutside(from.identity, from.account),
  })
  return sessionOf(from, made, { key, expiresMs, region })
}

function sessionOf(
  from: Caller,
  made: Assumption,
  issued: { key: string; expiresMs: number; region: string },
): Caller {
  return {
    account: made.role.account,
    region: issued.region,
    identity: roleIdentity({
      role: made.role,
      session: made.session,
      accessKeyId: issued.key,
      sinceMs: made.timeMs,
      ...(made.mfa === undefined ? {} : { mfa: made.mfa }),
      ...(made.instance === undefined ? {} : { instance: made.instance }),
      ...(made.sourceIdentity === undefined ? {} : { sourceIdentity: made.sourceIdentity }),
    }),
    address: made.address ?? from.address,
    agent: made.agent ?? from.agent,
    internal: made.internal ?? (made.address === undefined && from.internal === true),
    expiresMs: issued.expiresMs,
  }
}

function withoutShared(details: CallDetails): CallDetails {
  const { sharedEventID: _, ...rest } = details
  return rest
}

function assumeRequest(made: Assumption): JsonObject {
  return {
    roleArn: made.role.arn,
    roleSessionName: made.session,
    ...(made.durationMs === undefined ? {} : { durationSeconds: made.durationMs / 1000 }),
    ...(made.externalId === undefined ? {} : { externalId: made.externalId }),
    ...(made.sourceIdentity === undefined ? {} : { sourceIdentity: made.sourceIdentity }),
  }
}

/** What STS answers, as CloudTrail keeps it. */
export function sessionResponse(
  made: { readonly role: Role; readonly session: string },
  key: string,
  expiresMs: number,
): JsonObject {
  return {
    credentials: {
      accessKeyId: key,
      sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      expiration: javaDate(expiresMs),
    },
    assumedRoleUser: {
      assumedRoleId: `${made.role.id}:${made.session}`,
      arn: `arn:aws:sts::${made.role.account}:assumed-role/${made.role.name}/${made.session}`,
    },
  }
}

/** How the account of the role sees a caller of another account. */
function seenFromOutside(identity: Identity, account: string): Identity {
  if (identity.type === 'AWSService') return identity
  return { type: 'AWSAccount', principalId: identity.principalId ?? account, accountId: account }
}
