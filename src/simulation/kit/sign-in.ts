import { HOUR_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import type { Caller } from './caller.ts'
import { accessKeyId, stableHex } from './ids.ts'
import { type IamUser, iamUserIdentity, plainSession, type Role, roleIdentity } from './principals.ts'
import type { Identity, JsonObject } from './record.ts'
import { sessionResponse } from './sessions.ts'
import type { Turn } from './turn.ts'

export interface Device {
  readonly address: string
  readonly agent: string
}

export interface SsoSignIn {
  readonly mail: string
  readonly role: Role
  /** Account of IAM Identity Center. */
  readonly management: string
  readonly timeMs: number
  readonly device: Device
  readonly region: string
}

/** A person comes in by IAM Identity Center for the command line. @returns the session of the key it hands out. */
export function ssoCommandLine(turn: Turn, made: SsoSignIn): Caller {
  portal(turn, made, 'sso:GetRoleCredentials')
  const key = assumeWithSaml(turn, made, made.timeMs + 120)
  return sessionCaller(made, key)
}

/** A person opens the console of an account. @returns the console's session: its keys are the console's own. */
export function ssoConsole(turn: Turn, made: SsoSignIn): Caller {
  portal(turn, made, 'sso:Federate')
  const key = assumeWithSaml(turn, made, made.timeMs + 300)
  const caller = sessionCaller(made, key)
  const { accessKeyId: _, ...identity } = caller.identity
  turn.call({ ...caller, identity }, made.timeMs + 1400, 'signin:ConsoleLogin', {
    response: { ConsoleLogin: 'Success' },
    additional: {
      MobileVersion: 'No',
      MFAUsed: 'No',
      LoginTo: `https://${made.region}.console.aws.amazon.com/console/home`,
    },
    eventType: 'AwsConsoleSignIn',
  })
  return consoleOf(turn, caller)
}

/** The same console session with the next key that the console's back end uses for it. */
export function consoleOf(turn: Turn, caller: Caller): Caller {
  const identity: Identity = {
    ...caller.identity,
    accessKeyId: accessKeyId('ASIA', caller.account, turn.random),
  }
  return { ...caller, identity, console: true }
}

function portal(turn: Turn, made: SsoSignIn, name: 'sso:Federate' | 'sso:GetRoleCredentials'): void {
  const userId = stableHex(made.mail, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const identity: Identity = {
    type: 'IdentityCenterUser',
    accountId: made.management,
    onBehalfOf: {
      userId,
      identityStoreArn: `arn:aws:identitystore::${made.management}:identitystore/d-99670d5e2a`,
    },
    credentialId: turn.random.uuid(),
  }
  const caller: Caller = {
    account: made.management,
    region: made.region,
    identity,
    address: made.device.address,
    agent: made.device.agent,
  }
  turn.call(caller, made.timeMs, name, {
    eventType: 'AwsServiceEvent',
    serviceEventDetails: { role_name: made.role.name.split('_')[1] ?? '', account_id: made.role.account },
  })
}

function assumeWithSaml(turn: Turn, made: SsoSignIn, timeMs: number): string {
  const { role, mail } = made
  const key = accessKeyId('ASIA', role.account, turn.random)
  const qualifier = stableHex(`saml ${role.account}`, 27)
  const provider = `arn:aws:iam::${role.account}:saml-provider/AWSSSO_${stableHex(`provider ${role.account}`, 16)}_DO_NOT_DELETE`
  const identity: Identity = {
    type: 'SAMLUser',
    principalId: `${qualifier}=:${mail}`,
    userName: mail,
    identityProvider: `${qualifier}=`,
  }
  turn.call(
    {
      account: role.account,
      region: made.region,
      identity,
      address: made.device.address,
      agent: AGENTS.signin,
    },
    timeMs,
    'sts:AssumeRoleWithSAML',
    {
      request: {
        sAMLAssertionID: `_${turn.random.uuid()}`,
        roleSessionName: mail,
        durationSeconds: 28_800,
        roleArn: role.arn,
        principalArn: provider,
      },
      response: {
        ...sessionResponse({ role, session: mail }, key, timeMs + 8 * HOUR_MS),
        subject: mail,
        subjectType: 'persistent',
        issuer: `https://portal.sso.${made.region}.amazonaws.com/saml/assertion/${stableHex(qualifier, 24)}`,
        audience: 'https://signin.aws.amazon.com/saml',
        nameQualifier: `${qualifier}=`,
      },
      resources: [
        { accountId: role.account, type: 'AWS::IAM::Role', ARN: role.arn },
        { accountId: role.account, type: 'AWS::IAM::SAMLProvider', ARN: provider },
      ],
    },
  )
  return key
}

function sessionCaller(made: SsoSignIn, key: string): Caller {
  return {
    account: made.role.account,
    region: made.region,
    identity: roleIdentity({ role: made.role, session: made.mail, accessKeyId: key, sinceMs: made.timeMs }),
    address: made.device.address,
    agent: made.device.agent,
    expiresMs: made.timeMs + 8 * HOUR_MS,
  }
}

export interface PasswordSignIn {
  readonly user: IamUser
  readonly timeMs: number
  readonly device: Device
  readonly mfa: boolean
  readonly region?: string
}

/** A user of IAM signs in with a password. @returns the console session. */
export function passwordSignIn(turn: Turn, made: PasswordSignIn): Caller {
  const region = made.region ?? 'eu-central-1'
  const caller: Caller = {
    account: made.user.account,
    region,
    identity: iamUserIdentity(made.user, undefined),
    ...made.device,
  }
  turn.call(caller, made.timeMs, 'signin:ConsoleLogin', {
    response: { ConsoleLogin: 'Success' },
    additional: signInFacts(made, region),
    eventType: 'AwsConsoleSignIn',
  })
  const key = accessKeyId('ASIA', made.user.account, turn.random)
  const identity = iamUserIdentity(made.user, key, plainSession(made.timeMs, made.mfa))
  return { ...caller, identity, console: true, expiresMs: made.timeMs + 12 * HOUR_MS }
}

export function failedSignIn(turn: Turn, made: PasswordSignIn): void {
  const region = made.region ?? 'us-east-1'
  const identity: Identity = {
    type: 'IAMUser',
    principalId: made.user.id,
    accountId: made.user.account,
    userName: made.user.name,
  }
  turn.call(
    { account: made.user.account, region, identity, ...made.device },
    made.timeMs,
    'signin:ConsoleLogin',
    {
      response: { ConsoleLogin: 'Failure' },
      additional: signInFacts(made, region),
      error: ['', 'Failed authentication'],
      eventType: 'AwsConsoleSignIn',
    },
  )
}

function signInFacts(made: PasswordSignIn, region: string): JsonObject {
  return {
    LoginTo: `https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true&region=${region}`,
    MobileVersion: 'No',
    ...(made.mfa ? { MFAIdentifier: `arn:aws:iam::${made.user.account}:mfa/${made.user.name}` } : {}),
    MFAUsed: made.mfa ? 'Yes' : 'No',
  }
}
