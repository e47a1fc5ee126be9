import { isRecord, textOf } from '#kernel/index.ts'
import {
  type Actor,
  type ActorClass,
  accountOfArn,
  type IdentityContext,
  isForeign,
  isPersonName,
  isServiceName,
  parseAssumedRole,
  recordIn,
} from './actor.ts'
import { roleActor } from './role.ts'
import { isPublicProvider, stableSubject, webIdentityClass } from './web-identity.ts'

type Identity = Readonly<Record<string, unknown>>

export interface DerivedIdentity extends Actor {
  /** The access key's id, else the console session by principalId and creationDate. */
  readonly session: string | undefined
  /** The account whose log this is. */
  readonly accountId: string | undefined
}

/**
 * Says who acts, of what kind he is, and in which session.
 *
 * @param identity - `userIdentity`, parsed; undefined for events that have none (older service events).
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function deriveIdentity(identity: Identity | undefined, context: IdentityContext): DerivedIdentity {
  const who = identity ?? {}
  const own = textOf(who['accountId'])
  const actor = actorOf(who, context)
  return {
    principal: actor.principal,
    actorClass: actor.actorClass,
    session: sessionOf(who),
    accountId: textOf(context.recipientAccountId) ?? (isAnonymousMark(own) ? undefined : own),
  }
}

function actorOf(identity: Identity, context: IdentityContext): Actor {
  if (isAnonymous(identity)) return { principal: 'anonymous', actorClass: 'anonymous' }
  const type = identityType(identity) ?? ''
  const actor = Object.hasOwn(ACTORS, type) ? ACTORS[type] : undefined
  return (actor ?? otherActor)(identity, context)
}

const ACTORS: Readonly<Record<string, (identity: Identity, context: IdentityContext) => Actor>> = {
  Root: rootActor,
  IAMUser: userActor,
  AssumedRole: roleActor,
  Role: roleActor,
  FederatedUser: federatedActor,
  WebIdentityUser: webActor,
  SAMLUser: samlActor,
  IdentityCenterUser: personActor,
  AWSAccount: accountActor,
  AWSService: serviceActor,
}

/** AWS's type, or what the ARN shows where a record was cut down. */
function identityType(identity: Identity): string | undefined {
  const type = textOf(identity['type'])
  if (type !== undefined && type !== 'Unknown') return type
  const arn = textOf(identity['arn']) ?? ''
  if (arn.includes(':assumed-role/')) return 'AssumedRole'
  if (arn.includes(':federated-user/')) return 'FederatedUser'
  if (arn.includes(':user/')) return 'IAMUser'
  if (arn.endsWith(':root')) return 'Root'
  return type
}

function isAnonymous(identity: Identity): boolean {
  return isAnonymousMark(textOf(identity['accountId'])) || isAnonymousMark(textOf(identity['principalId']))
}

function isAnonymousMark(text: string | undefined): boolean {
  return text !== undefined && text.length <= 19 && /^anonymous(?:_principal)?$/iu.test(text)
}

/** Root by password, by key, or by AssumeRoot (`sessionContext.assumedRoot`): all of them are the account itself. */
function rootActor(identity: Identity): Actor {
  const accountId = textOf(identity['accountId']) ?? accountOfArn(textOf(identity['arn']))
  return { principal: textOf(identity['arn']) ?? `arn:aws:iam::${accountId ?? ''}:root`, actorClass: 'root' }
}

/** A failed sign-in has no ARN: it is made from account and name, so that it meets the user's later calls. */
function userActor(identity: Identity, context: IdentityContext): Actor {
  const accountId = textOf(identity['accountId']) ?? accountOfArn(textOf(identity['arn']))
  const actorClass = isForeign(accountId, context) ? 'foreign-account' : 'iam-user'
  const arn = textOf(identity['arn'])
  if (arn !== undefined) return { principal: arn, actorClass }
  const name = textOf(identity['userName'])
  if (name === undefined) return { principal: textOf(identity['principalId']), actorClass }
  // AWS hides what was typed where no such user exists: it may have been a password.
  const hidden = name === 'HIDDEN_DUE_TO_SECURITY_REASONS'
  const principal = hidden
    ? `${accountId ?? ''}:unknown-user`
    : `arn:aws:iam::${accountId ?? ''}:user/${name}`
  return { principal, actorClass }
}

/** GetFederationToken: the user who issued the token acts; its free name counts only where it names a person. */
function federatedActor(identity: Identity, context: IdentityContext): Actor {
  const session = recordIn(identity, 'sessionContext')
  const issuer = recordIn(session, 'sessionIssuer')
  const arn = textOf(identity['arn'])
  const issuerArn = textOf(issuer['arn'])
  const name = arn?.slice(arn.indexOf(':federated-user/') + ':federated-user/'.length)
  const foreign = isForeign(textOf(identity['accountId']) ?? accountOfArn(arn), context)
  const ownClass: ActorClass = textOf(issuer['type']) === 'Root' ? 'root' : 'iam-user'
  const principal = issuerArn && isPersonName(name) ? `${issuerArn}/${name}` : (issuerArn ?? arn)
  return { principal, actorClass: foreign ? 'foreign-account' : ownClass }
}

/** The caller of AssumeRoleWithWebIdentity. */
function webActor(identity: Identity): Actor {
  const provider = textOf(identity['identityProvider']) ?? textOf(identity['principalId'])?.split(':', 1)[0]
  if (provider === undefined) return { principal: textOf(identity['userName']), actorClass: 'unknown' }
  if (isPublicProvider(provider)) return { principal: provider, actorClass: 'unknown' }
  const subject = textOf(identity['userName'])
  const actorClass = webIdentityClass(provider) ?? (isPersonName(subject) ? 'sso-person' : 'unknown')
  return { principal: subject ? `${provider}/${stableSubject(subject)}` : provider, actorClass }
}

/** The caller of AssumeRoleWithSAML. */
function samlActor(identity: Identity): Actor {
  const name = textOf(identity['userName'])
  const provider = textOf(identity['identityProvider'])
  const principal =
    provider && name ? `${provider}/${name}` : (textOf(identity['principalId']) ?? name ?? provider)
  return { principal, actorClass: 'sso-person' }
}

function personActor(identity: Identity): Actor {
  const behalf = recordIn(identity, 'onBehalfOf')
  const userId = textOf(behalf['userId'])
  const store = textOf(behalf['identityStoreArn'])
  const name = textOf(identity['userName'])
  const accountId = textOf(identity['accountId']) ?? ''
  if (userId !== undefined)
    return { principal: `${store ?? accountId}/user/${userId}`, actorClass: 'sso-person' }
  const named = name === undefined ? textOf(identity['principalId']) : `${accountId}:${name}`
  return { principal: named, actorClass: 'sso-person' }
}

/** Somebody from an account that is not told more about; `AROA…:session` loses its session. */
function accountActor(identity: Identity, context: IdentityContext): Actor {
  const arn = textOf(identity['arn'])
  const accountId = textOf(identity['accountId']) ?? accountOfArn(arn)
  const id = textOf(identity['principalId'])?.split(':', 1)[0]
  const principal = arn === undefined ? [accountId, id].filter(Boolean).join(':') : withoutSession(arn)
  if (isForeign(accountId, context) || accountId === undefined) {
    return { principal: textOf(principal), actorClass: 'foreign-account' }
  }
  const ownClass = id?.startsWith('AIDA') ? 'iam-user' : id?.startsWith('AROA') ? 'role' : 'unknown'
  return { principal: textOf(principal), actorClass: ownClass }
}

function withoutSession(arn: string): string {
  const parsed = parseAssumedRole(arn)
  return parsed === undefined ? arn : `arn:${parsed.partition}:iam::${parsed.accountId}:role/${parsed.role}`
}

function serviceActor(identity: Identity, context: IdentityContext): Actor {
  const name = textOf(identity['invokedBy']) ?? textOf(identity['principalId']) ?? textOf(context.eventSource)
  return { principal: name, actorClass: 'aws-service' }
}

/** No type, `Unknown`, `Directory`, or a type AWS has added since. */
function otherActor(identity: Identity, context: IdentityContext): Actor {
  if (isRecord(identity['onBehalfOf'])) return personActor(identity)
  const byService = context.eventType === 'AwsServiceEvent' || isServiceName(textOf(identity['invokedBy']))
  if (byService && textOf(identity['userName']) === undefined) return serviceActor(identity, context)
  if (PERSON_SOURCES.has(context.eventSource ?? '') || textOf(identity['type']) === 'Directory') {
    return textOf(identity['userName']) === undefined ? unnamed(identity) : personActor(identity)
  }
  return unnamed(identity)
}

function unnamed(identity: Identity): Actor {
  const principal = textOf(identity['arn']) ?? textOf(identity['userName']) ?? textOf(identity['principalId'])
  return { principal, actorClass: 'unknown' }
}

const PERSON_SOURCES: ReadonlySet<string> = new Set([
  'sso.amazonaws.com',
  'sso-directory.amazonaws.com',
  'sso-oidc.amazonaws.com',
  'identitystore.amazonaws.com',
  'signin.amazonaws.com',
])

function sessionOf(identity: Identity): string | undefined {
  const key = textOf(identity['accessKeyId'])
  if (key !== undefined) return key
  const context = recordIn(identity, 'sessionContext')
  const attributes = recordIn(context, 'attributes')
  const created = textOf(attributes['creationDate'])
  const principalId = textOf(identity['principalId'])
  if (created !== undefined && principalId !== undefined) return `${principalId}@${created}`
  return textOf(identity['credentialId'])
}
