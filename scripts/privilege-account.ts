import type { AuthorizationDetails } from '../src/posture/privilege/principals.ts'
import type { History } from '../src/posture/privilege/privilege-of.ts'
import type { UsedCall } from '../src/posture/privilege/used.ts'
import { iamActionNames, iamPrefixNames } from '../src/reference/access-levels.ts'

export const ACCOUNT = '123456789012'
const SERVICES = ['ec2', 'lambda', 'ecs-tasks', 'glue', 'states', 'codebuild']
const EVERYTHING = [{ Effect: 'Allow', Action: '*', Resource: '*' }]

/** A made-up account: 300 managed policies, 40 groups, an inline policy of its own for every principal. The same each time. */
export function largeAccount(users: number, roles: number): AuthorizationDetails {
  const make = createMaker(7)
  const managed = Array.from({ length: 300 }, (_, at) => ({
    PolicyName: `managed-${String(at)}`,
    Arn: at === 0 ? 'arn:aws:iam::aws:policy/AdministratorAccess' : arnOf('policy', `managed-${String(at)}`),
    DefaultVersionId: 'v1',
    PolicyVersionList: [
      {
        VersionId: 'v1',
        IsDefaultVersion: true,
        Document: documentOf(at === 0 ? EVERYTHING : make.statements(60, at)),
      },
    ],
  }))
  const attached = () =>
    Array.from({ length: Math.floor(make.random() * 5) }, () => {
      const { Arn = '', PolicyName = '' } = managed[Math.floor(make.random() ** 2 * managed.length)] ?? {}
      return { PolicyName, PolicyArn: Arn }
    })
  const inline = (at: number) => [{ PolicyName: 'own', PolicyDocument: documentOf(make.statements(15, at)) }]
  return {
    UserDetailList: Array.from({ length: users }, (_, at) => ({
      UserName: `user-${String(at)}`,
      Arn: arnOf('user', `user-${String(at)}`),
      GroupList: [`group-${String(at % 40)}`],
      UserPolicyList: inline(at),
      AttachedManagedPolicies: attached(),
      Tags: [{ Key: 'team', Value: at % 2 === 0 ? 'blue' : 'red' }],
    })),
    GroupDetailList: Array.from({ length: 40 }, (_, at) => ({
      GroupName: `group-${String(at)}`,
      Arn: arnOf('group', `group-${String(at)}`),
      GroupPolicyList: inline(at),
      AttachedManagedPolicies: attached(),
    })),
    RoleDetailList: Array.from({ length: roles }, (_, at) => ({
      RoleName: `app-${String(at)}`,
      Arn: arnOf('role', `app-${String(at)}`),
      AssumeRolePolicyDocument: documentOf([make.trust(at)]),
      RolePolicyList: inline(at + users),
      AttachedManagedPolicies: attached(),
      Tags: [],
    })),
    Policies: managed,
  }
}

/** Forty kinds of calls by each. */
export function largeHistory(details: AuthorizationDetails): History {
  const make = createMaker(11)
  const arns = [...details.UserDetailList, ...details.RoleDetailList].map(({ Arn }) => Arn)
  const calls = new Map(arns.map((arn) => [arn, make.actions(40).map(callOf)]))
  return { calls, days: 90, dataEvents: new Set() }
}

function callOf(action: string): UsedCall {
  const [service = '', eventName = ''] = action.split(':')
  return { service, eventName, events: 3, lastMs: 0, resources: [], everyResource: false }
}

const documentOf = (statements: readonly unknown[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
const arnOf = (kind: string, name: string): string => `arn:aws:iam::${ACCOUNT}:${kind}/${name}`

function createMaker(seed: number) {
  const random = randomNumbers(seed)
  const prefixes = iamPrefixNames()
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const action = (): string => {
    const prefix = pick(prefixes) ?? 's3'
    const name = pick(iamActionNames(prefix)) ?? 'GetObject'
    const dice = random()
    return dice < 0.1 ? `${prefix}:*` : dice < 0.4 ? `${prefix}:${name.slice(0, 4)}*` : `${prefix}:${name}`
  }
  const actions = (count: number): readonly string[] => Array.from({ length: count }, action)
  return {
    random,
    actions,
    statements: (count: number, at: number): readonly unknown[] => [
      {
        Effect: 'Allow',
        Action: actions(count),
        Resource: random() < 0.5 ? '*' : `arn:aws:s3:::b-${String(at)}/*`,
      },
      ...(random() < 0.2 ? [HANDS_OVER(at)] : []),
      ...(random() < 0.2 ? [BLUE_ONLY] : []),
    ],
    trust: (at: number): unknown => ({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal:
        at % 3 === 0
          ? { AWS: `arn:aws:iam::${ACCOUNT}:root` }
          : { Service: `${pick(SERVICES) ?? 'ec2'}.amazonaws.com` },
    }),
  }
}

const HANDS_OVER = (at: number) => ({
  Effect: 'Allow',
  Action: ['iam:PassRole', 'sts:AssumeRole'],
  Resource: arnOf('role', `app-${String(at % 97)}*`),
})
const BLUE_ONLY = {
  Effect: 'Deny',
  NotAction: ['iam:*', 's3:*'],
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'blue' } },
}

/** Lehmer's numbers: the same account each time. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
