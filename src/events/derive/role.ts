import { textOf } from '#kernel/index.ts'
import {
  type Actor,
  type ActorClass,
  type AssumedRoleArn,
  accountOfArn,
  type IdentityContext,
  isForeign,
  isPersonName,
  parseAssumedRole,
  recordIn,
} from './actor.ts'
import { webIdentityClass } from './web-identity.ts'

type Identity = Readonly<Record<string, unknown>>

interface RoleSession {
  /** ARN of the role, with its path where the record has it. */
  readonly roleArn: string | undefined
  readonly role: string
  readonly path: string | undefined
  readonly session: string | undefined
  readonly accountId: string | undefined
  readonly federatedProvider: string | undefined
  readonly byInstance: boolean
}

/**
 * Who acts through an assumed role: the role, and the session's name only where it names a person.
 *
 * A session's name is chosen by whoever assumes the role. It decides between classes of machines, never makes a
 * principal of its own unless it is an Identity Center session or an e-mail address.
 */
export function roleActor(identity: Identity, context: IdentityContext): Actor {
  const role = roleSession(identity)
  const actorClass = isForeign(role.accountId, context) ? 'foreign-account' : roleClass(role, context)
  const person =
    actorClass === 'sso-person' || (actorClass === 'foreign-account' && isPersonName(role.session))
  const base = role.roleArn ?? textOf(identity['principalId'])?.split(':', 1)[0]
  const principal = person && base && role.session ? `${base}/${role.session}` : base
  return { principal, actorClass }
}

function roleSession(identity: Identity): RoleSession {
  const context = recordIn(identity, 'sessionContext')
  const issuer = recordIn(context, 'sessionIssuer')
  const parsed = parseAssumedRole(textOf(identity['arn']) ?? '')
  const full = roleArnOf(issuer)
  return {
    roleArn: full ?? madeRoleArn(parsed),
    role: textOf(issuer['userName']) ?? parsed?.role ?? '',
    path: full && pathOf(full),
    session: parsed?.session ?? sessionInId(textOf(identity['principalId'])),
    accountId: textOf(identity['accountId']) ?? accountOfArn(full) ?? parsed?.accountId,
    federatedProvider: textOf(recordIn(context, 'webIdFederationData')['federatedProvider']),
    byInstance: textOf(context['ec2RoleDelivery']) !== undefined,
  }
}

function roleArnOf(issuer: Identity): string | undefined {
  const arn = textOf(issuer['arn'])
  return arn?.includes(':role/') ? arn : undefined
}

function pathOf(roleArn: string): string {
  return roleArn.slice(roleArn.indexOf(':role/') + ':role'.length, roleArn.lastIndexOf('/') + 1)
}

/** `AROAEXAMPLE:session`. */
function sessionInId(principalId: string | undefined): string | undefined {
  const colon = principalId?.indexOf(':') ?? -1
  return colon < 0 ? undefined : textOf(principalId?.slice(colon + 1))
}

/** Without its issuer a session does not tell the role's path, so this ARN lacks it. */
function madeRoleArn(parsed: AssumedRoleArn | undefined): string | undefined {
  return parsed && `arn:${parsed.partition}:iam::${parsed.accountId}:role/${parsed.role}`
}

function roleClass(role: RoleSession, context: IdentityContext): ActorClass {
  if (isServiceLinked(role)) return 'service-linked-role'
  if (isIdentityCenter(role)) return 'sso-person'
  const federated = webIdentityClass(role.federatedProvider)
  if (federated !== undefined) return federated
  if (role.byInstance || isInstance(role)) return 'instance-role'
  if (isFunction(role)) return 'function-role'
  if (isBuild(role)) return 'ci'
  if (isPersonName(role.session)) return 'sso-person'
  return isIac(role, context) ? 'iac' : 'role'
}

function isServiceLinked(role: RoleSession): boolean {
  if (role.path !== undefined) return role.path.startsWith('/aws-service-role/')
  return role.role.startsWith('AWSServiceRoleFor')
}

function isIdentityCenter(role: RoleSession): boolean {
  if (role.path !== undefined) return role.path.startsWith('/aws-reserved/sso.amazonaws.com/')
  return role.role.startsWith('AWSReservedSSO_')
}

function isInstance({ role, session }: RoleSession): boolean {
  if (role === 'aws:ec2-instance') return true
  return session !== undefined && /^m?i-[0-9a-f]{8,17}$/u.test(session)
}

/** Lambda names a session after its function, ECS by the task's id, EKS Pod Identity `eks-CLUSTER-POD-UUID`. */
function isFunction(role: RoleSession): boolean {
  const { session } = role
  if (session === undefined) return false
  if (/^[0-9a-f]{32}$/u.test(session) || UUID.test(session)) return true
  if (session.startsWith('eks-') && UUID_END.test(session)) return true
  return session.startsWith('awslambda_') || session === 'SageMaker' || isLambda(role, session)
}

/** Names only: the console's, CloudFormation's and the habit of calling a role Lambda's; not an SDK's own session. */
function isLambda({ role, path }: RoleSession, session: string): boolean {
  if (role.length > session.length && role.startsWith(`${session}-role-`)) return true
  if (MADE_FUNCTION.test(session) && MADE_ROLE.test(role) && session.slice(0, 12) === role.slice(0, 12))
    return true
  if (SDK_SESSION.test(session) || session.includes('@')) return false
  return /lambda/iu.test(role) || path === '/service-role/lambda/'
}

/** `STACK-LOGICALNAME-RANDOM`, as CloudFormation names a function and its role. */
const MADE_FUNCTION = /^[A-Za-z].*-[A-Za-z0-9]{12}$/u
const MADE_ROLE = /-[A-Za-z0-9]{12,13}$/u
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u
const UUID_END = /-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u
const SDK_SESSION = /^(?:botocore-session-|aws-go-sdk-|aws-sdk-|AWSCLI-Session|\d+$)/u

function isBuild({ role, session }: RoleSession): boolean {
  if (session === undefined) return false
  return (
    /^(?:AWSCodeBuild-|GitHubActions$|github-?actions|gitlab|circleci|bitbucket|buildkite|jenkins)/iu.test(
      session,
    ) || /(?:^|[-_/])(?:codebuild|github-?actions|gitlab-ci|gitlab-runner|jenkins)(?:$|[-_])/iu.test(role)
  )
}

function isIac({ role, session = '' }: RoleSession, context: IdentityContext): boolean {
  if (IAC_CLIENTS.has(context.clientFamily ?? '')) return true
  return (
    /^(?:terraform|tf-|pulumi|aws-cdk|cdk-|AWSCloudFormation|spacelift|atlantis)/iu.test(session) ||
    /^cdk-[a-z0-9]+-(?:deploy|cfn-exec|file-publishing|image-publishing|lookup)-role-/u.test(role)
  )
}

const IAC_CLIENTS: ReadonlySet<string> = new Set([
  'terraform',
  'cloudformation',
  'pulumi',
  'cdk',
  'iac-other',
])
