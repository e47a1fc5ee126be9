import { HOUR_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import { addressIn } from '../kit/addresses.ts'
import type { CallDetails } from '../kit/call.ts'
import type { Caller } from '../kit/caller.ts'
import { accessKeyId, stableHex } from '../kit/ids.ts'
import { type Role, role, roleIdentity } from '../kit/principals.ts'
import type { Identity } from '../kit/record.ts'
import { isWeekend } from '../kit/rhythm.ts'
import { sessionResponse } from '../kit/sessions.ts'
import type { Actor, Turn } from '../kit/turn.ts'
import type { Account } from '../organisation.ts'
import type { World } from '../world.ts'
import { requestFor } from './requests.ts'

const PROVIDER = 'token.actions.githubusercontent.com'

/** CI by GitHub's OIDC: deploys and Terraform, always other addresses of a large cloud. */
export function delivery(world: World): Actor[] {
  const { production, development } = world.organisation
  const { scale } = world.organisation
  const runs = scale < 1 ? scale : Math.sqrt(scale)
  return [
    ciActor('deploy development', { account: development, runsPerDay: 12 * runs, work: deploy }),
    ciActor('deploy production', { account: production, runsPerDay: 5 * runs, work: deploy }),
    ciActor('terraform development', {
      account: development,
      runsPerDay: 4 * runs,
      work: (turn, session, job) => terraform(turn, session, { ...job, applies: turn.random.chance(0.4) }),
    }),
    ciActor('terraform production', {
      account: production,
      runsPerDay: 3 * runs,
      work: (turn, session, job) => terraform(turn, session, { ...job, applies: turn.random.chance(0.25) }),
    }),
  ]
}

export interface Job {
  readonly account: Account
  readonly timeMs: number
}

interface CiPlan {
  readonly account: Account
  readonly runsPerDay: number
  readonly work: (turn: Turn, session: Caller, job: Job) => void
}

function ciActor(name: string, plan: CiPlan): Actor {
  const terraforms = name.startsWith('terraform')
  const runs = role(plan.account.id, terraforms ? 'github-terraform' : 'github-deploy')
  return {
    name,
    every: 'day',
    act(turn) {
      const count = turn.random.poisson(plan.runsPerDay * (isWeekend(turn.fromMs) ? 0.1 : 1))
      for (let run = 0; run < count; run++) {
        const timeMs = turn.fromMs + Math.min(23, Math.max(5, turn.random.normal(12, 3))) * HOUR_MS
        const repository = terraforms
          ? 'infrastructure'
          : turn.random.pick(['checkout', 'catalog', 'orders', 'billing'])
        const session = webIdentity(turn, {
          role: runs,
          timeMs,
          repository,
          agent: terraforms ? AGENTS.terraform : AGENTS.cdk,
        })
        plan.work(turn, session, { account: plan.account, timeMs: timeMs + 3000 })
      }
    },
  }
}

export interface WebIdentityRun {
  readonly role: Role
  readonly timeMs: number
  readonly repository: string
  readonly agent: string
  readonly address?: string
}

/** AssumeRoleWithWebIdentity with GitHub's token. */
export function webIdentity(turn: Turn, run: WebIdentityRun): Caller {
  const { account } = run.role
  const subject = `repo:example-org/${run.repository}:ref:refs/heads/main`
  const provider = `arn:aws:iam::${account}:oidc-provider/${PROVIDER}`
  const identity: Identity = {
    type: 'WebIdentityUser',
    principalId: `${provider}:sts.amazonaws.com:${subject}`,
    userName: subject,
    identityProvider: provider,
  }
  const key = accessKeyId('ASIA', account, turn.random)
  const address = run.address ?? addressIn('github-actions', turn.random)
  const from: Caller = { account, region: 'eu-central-1', identity, address, agent: AGENTS.githubAction }
  const session = 'GitHubActions'
  turn.call(from, run.timeMs, 'sts:AssumeRoleWithWebIdentity', {
    request: { roleArn: run.role.arn, roleSessionName: session, durationSeconds: 3600 },
    response: {
      subjectFromWebIdentityToken: subject,
      ...sessionResponse({ role: run.role, session }, key, run.timeMs + HOUR_MS),
      provider,
      audience: 'sts.amazonaws.com',
    },
    resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: run.role.arn }],
  })
  const made = roleIdentity({
    role: run.role,
    session,
    accessKeyId: key,
    sinceMs: run.timeMs,
    webIdentity: { provider, subject },
  })
  return {
    account,
    region: 'eu-central-1',
    identity: made,
    address,
    agent: run.agent,
    expiresMs: run.timeMs + HOUR_MS,
  }
}

function deploy(turn: Turn, session: Caller, job: Job): void {
  const app = turn.random.pick(job.account.apps)
  let timeMs = job.timeMs
  const next = (name: string, details?: CallDetails): void => {
    timeMs += 400 + turn.random.int(4000)
    turn.call(session, timeMs, name, details)
  }
  next('sts:GetCallerIdentity')
  next('ecr:GetAuthorizationToken')
  for (const layer of ['a', 'b', 'c'])
    next('ecr:InitiateLayerUpload', {
      request: { repositoryName: app },
      response: { uploadId: `${layer}${turn.random.uuid()}`, partSize: 20_971_520 },
    })
  next('ecr:PutImage', {
    request: { repositoryName: app, imageTag: turn.random.hex(7), imageManifest: '{"schemaVersion":2}' },
    response: { image: { repositoryName: app, imageId: { imageDigest: `sha256:${turn.random.hex(64)}` } } },
  })
  next('ecs:DescribeServices', { request: { cluster: 'main', services: [app] } })
  next('ecs:RegisterTaskDefinition', {
    request: {
      family: app,
      networkMode: 'awsvpc',
      cpu: '512',
      memory: '1024',
      containerDefinitions: [
        {
          name: app,
          image: `${session.account}.dkr.ecr.eu-central-1.amazonaws.com/${app}:${turn.random.hex(7)}`,
        },
      ],
    },
    response: { taskDefinition: { family: app, revision: turn.random.between(100, 400), status: 'ACTIVE' } },
  })
  next('ecs:UpdateService', {
    request: { cluster: 'main', service: app, taskDefinition: app },
    response: { service: { serviceName: app, status: 'ACTIVE' } },
  })
  for (let polls = turn.random.between(3, 12); polls > 0; polls--)
    next('ecs:DescribeServices', { request: { cluster: 'main', services: [app] } })
  if (turn.random.chance(0.4))
    next('lambda:UpdateFunctionCode20150331v2', {
      request: {
        functionName: `prod-${app}-handler`,
        s3Bucket: 'example-build-artifacts',
        s3Key: `${app}/${turn.random.hex(7)}.zip`,
        publish: true,
        dryRun: false,
      },
      response: { functionName: `prod-${app}-handler`, codeSha256: `${turn.random.alphanumeric(43)}=` },
    })
}

const PLAN_READS = [
  'ec2:DescribeVpcs',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeRouteTables',
  'ec2:DescribeInstances',
  'ec2:DescribeNatGateways',
  'iam:GetRole',
  'iam:ListRolePolicies',
  'iam:ListAttachedRolePolicies',
  'iam:GetRolePolicy',
  's3:GetBucketPolicy',
  's3:GetBucketAcl',
  's3:GetBucketVersioning',
  's3:GetBucketEncryption',
  's3:GetBucketLifecycle',
  's3:GetBucketReplication',
  's3:GetBucketLogging',
  's3:GetAccelerateConfiguration',
  'lambda:GetFunction20150331v2',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'rds:DescribeDBInstances',
  'dynamodb:DescribeTable',
  'dynamodb:DescribeContinuousBackups',
  'sns:GetTopicAttributes',
  'ecs:DescribeServices',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTargetGroups',
  'logs:DescribeLogGroups',
  'secretsmanager:DescribeSecret',
] as const

function terraform(turn: Turn, session: Caller, job: Job & { readonly applies: boolean }): void {
  let timeMs = job.timeMs
  const reads = turn.random.between(50, 130)
  for (let index = 0; index < reads; index++) {
    timeMs += turn.random.int(160)
    const name = turn.random.pick(PLAN_READS)
    turn.call(session, timeMs, name, { request: requestFor(name, job.account, turn.random) })
  }
  if (!job.applies) return
  for (let writes = turn.random.between(1, 6); writes > 0; writes--) {
    timeMs += 900 + turn.random.int(5000)
    turn.call(session, timeMs, ...change(turn, job.account))
  }
}

interface Target {
  readonly account: Account
  readonly group: string
  readonly role: string
}

type Change = (turn: Turn, target: Target) => readonly [name: string, details: CallDetails]

const READ_ASSETS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::example-prod-web-assets/*' },
  ],
})

const CHANGES: readonly Change[] = [
  (turn, { account, group }) => [
    'ec2:AuthorizeSecurityGroupIngress',
    groupRule(turn, { group, account, cidr: '10.20.0.0/16', port: 443 }),
  ],
  (_, target) => [
    'iam:PutRolePolicy',
    { request: { roleName: target.role, policyName: 'inline', policyDocument: READ_ASSETS } },
  ],
  (turn, { account, role: name }) => [
    'ssm:PutParameter',
    {
      request: {
        name: `/${account.name}/${name}/flag`,
        type: 'String',
        value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        overwrite: true,
      },
      response: { version: turn.random.between(2, 40), tier: 'Standard' },
    },
  ],
  (turn, { group }) => [
    'ec2:CreateTags',
    {
      request: {
        resourcesSet: { items: [{ resourceId: group }] },
        tagSet: { items: [{ key: 'team', value: 'platform' }] },
      },
      response: { requestId: turn.random.uuid(), _return: true },
    },
  ],
  (_, target) => [
    'monitoring:PutMetricAlarm',
    {
      request: {
        alarmName: `${target.role}-errors`,
        metricName: 'Errors',
        namespace: 'AWS/ECS',
        threshold: 5,
        evaluationPeriods: 3,
        period: 60,
        comparisonOperator: 'GreaterThanThreshold',
      },
    },
  ],
  (_, target) => [
    'logs:PutRetentionPolicy',
    { request: { logGroupName: `/ecs/${target.role}`, retentionInDays: 30 } },
  ],
]

/** One change as Terraform makes it. */
function change(turn: Turn, account: Account): readonly [name: string, details: CallDetails] {
  const group = `sg-0${stableHex(`${account.id} group ${turn.random.int(14)}`, 16)}`
  const name = `${account.kind === 'development' ? 'dev' : 'prod'}-${turn.random.pick(account.apps)}-task`
  return turn.random.pick(CHANGES)(turn, { account, group, role: name })
}

export interface GroupRule {
  readonly group: string
  readonly account: Account
  readonly cidr: string
  readonly port: number
}

/** AuthorizeSecurityGroupIngress of one port to one network, as EC2 records it. */
export function groupRule(turn: Turn, { group, account, cidr, port }: GroupRule): CallDetails {
  const requestId = turn.random.uuid()
  return {
    request: {
      groupId: group,
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: port,
            toPort: port,
            groups: {},
            ipRanges: { items: [{ cidrIp: cidr }] },
            ipv6Ranges: {},
            prefixListIds: {},
          },
        ],
      },
    },
    response: {
      requestId,
      _return: true,
      securityGroupRuleSet: {
        items: [
          {
            groupOwnerId: account.id,
            groupId: group,
            securityGroupRuleId: `sgr-0${turn.random.hex(16)}`,
            isEgress: false,
            ipProtocol: 'tcp',
            fromPort: port,
            toPort: port,
            cidrIpv4: cidr,
          },
        ],
      },
    },
  }
}
