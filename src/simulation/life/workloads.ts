import { HOUR_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import type { Caller } from '../kit/caller.ts'
import { stableHex, stableNumber } from '../kit/ids.ts'
import { type Role, role } from '../kit/principals.ts'
import { trafficAt } from '../kit/rhythm.ts'
import { serviceAssumes } from '../kit/sessions.ts'
import type { Actor, Turn } from '../kit/turn.ts'
import { type Account, bucketResources, type Organisation } from '../organisation.ts'
import type { Registry } from '../registry.ts'

/** Container tasks and functions: short-lived sessions that do the same few calls, always. */
export function workloads(organisation: Organisation, registry: Registry): Actor[] {
  return organisation.accounts.flatMap((account) =>
    account.apps.map((app, index) =>
      (index % 2 === 0 ? taskActor : functionActor)({ organisation, account, app, registry }),
    ),
  )
}

function appRole(account: Account, app: string, kind: string): Role {
  return role(account.id, `${account.kind === 'development' ? 'dev' : 'prod'}-${app}-${kind}`)
}

/** A service of two tasks; each lives for about a day and renews its session every few hours. */
function taskActor({ organisation, account, app, registry }: AppPlace): Actor {
  const share = Math.min(1, organisation.scale * 2)
  const runs = appRole(account, app, 'task')
  const agent = stableNumber(app, 2) === 0 ? AGENTS.javaTask : AGENTS.goTask
  const address = account.nat[stableNumber(app, account.nat.length)] ?? ''
  let session: Caller | undefined
  let taskId = ''
  return {
    name: `task ${account.id} ${app}`,
    every: 'hour',
    act(turn) {
      const hour = Math.floor(turn.fromMs / HOUR_MS)
      if (session === undefined || hour % 6 === stableNumber(app, 6)) {
        if (taskId === '' || turn.random.chance(0.2)) taskId = turn.random.hex(32)
        const timeMs = turn.fromMs + turn.random.int(2000)
        session = serviceAssumes(turn, 'ecs-tasks.amazonaws.com', {
          role: runs,
          session: taskId,
          timeMs,
          durationMs: 6.5 * HOUR_MS,
          address,
          agent,
        })
        registry.set(`task:${account.name}:${app}`, session)
        readSettings(turn, session, app, timeMs + 2000)
      }
      const count = turn.random.poisson(6 * share * trafficAt(turn.fromMs))
      for (let index = 0; index < count; index++) taskCall(turn, session, app)
    },
  }
}

function readSettings(turn: Turn, session: Caller, app: string, timeMs: number): void {
  const secret = `arn:aws:secretsmanager:${session.region}:${session.account}:secret:prod/${app}/db-${stableHex(app, 6)}`
  turn.call(session, timeMs, 'secretsmanager:GetSecretValue', { request: { secretId: secret } })
  turn.call(session, timeMs + 30, 'kms:Decrypt', {
    request: {
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      encryptionContext: { SecretARN: secret, SecretVersionId: stableUuid(app) },
    },
    resources: [
      {
        accountId: session.account,
        type: 'AWS::KMS::Key',
        ARN: `arn:aws:kms:${session.region}:${session.account}:key/${stableUuid(session.account)}`,
      },
    ],
  })
}

function stableUuid(name: string): string {
  const hex = stableHex(name, 32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

function taskCall(turn: Turn, session: Caller, app: string): void {
  const timeMs = turn.someTime() + 5000
  const queue = `https://sqs.${session.region}.amazonaws.com/${session.account}/${app}`
  const name = turn.random.pick([
    'sqs:GetQueueAttributes',
    'dynamodb:DescribeTable',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'sqs:GetQueueUrl',
  ])
  if (name === 'sqs:GetQueueAttributes')
    turn.call(session, timeMs, name, {
      request: { queueUrl: queue, attributeNames: ['ApproximateNumberOfMessages'] },
    })
  else if (name === 'dynamodb:DescribeTable')
    turn.call(session, timeMs, name, { request: { tableName: app } })
  else if (name.startsWith('kms:')) {
    turn.call(session, timeMs, name, {
      request: {
        ...(name === 'kms:Decrypt'
          ? { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
          : { keySpec: 'AES_256', keyId: `alias/${app}` }),
        encryptionContext: { app, table: app },
      },
      resources: [
        {
          accountId: session.account,
          type: 'AWS::KMS::Key',
          ARN: `arn:aws:kms:${session.region}:${session.account}:key/${stableUuid(session.account)}`,
        },
      ],
    })
  } else turn.call(session, timeMs, 'sqs:GetQueueUrl', { request: { queueName: app } })
}

interface AppPlace {
  readonly organisation: Organisation
  readonly account: Account
  readonly app: string
  readonly registry: Registry
}

/** A function on events: its session is named after it; it writes logs and touches a bucket with data events. */
function functionActor({ organisation, account, app, registry }: AppPlace): Actor {
  const runs = appRole(account, app, 'function')
  const name = `${account.kind === 'development' ? 'dev' : 'prod'}-${app}-handler`
  const agent = stableNumber(app, 2) === 0 ? AGENTS.nodeFunction : AGENTS.pythonFunction
  const bucket =
    app === 'billing' || app === 'ledger' ? organisation.buckets.invoices : organisation.buckets.lake
  let session: Caller | undefined
  return {
    name: `function ${account.id} ${app}`,
    every: 'hour',
    act(turn) {
      if (session === undefined || turn.random.chance(0.5)) {
        const timeMs = turn.fromMs + turn.random.int(2000)
        session = serviceAssumes(turn, 'lambda.amazonaws.com', {
          role: runs,
          session: name,
          timeMs,
          durationMs: 12 * HOUR_MS,
          address: lambdaAddress(turn),
          agent,
        })
        registry.set(`function:${account.name}:${app}`, session)
        const stream = `${new Date(timeMs).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${turn.random.hex(32)}`
        turn.call(session, timeMs + 900, 'logs:CreateLogStream', {
          request: { logGroupName: `/aws/lambda/${name}`, logStreamName: stream },
        })
      }
      if (account.id !== bucket.account) return
      const count = turn.random.poisson(9 * trafficAt(turn.fromMs))
      for (let index = 0; index < count; index++) functionWork(turn, session, bucket)
    },
  }
}

/** Functions outside a VPC call from AWS's own addresses, seldom the same. */
function lambdaAddress(turn: Turn): string {
  return `3.7${turn.random.int(9)}.${turn.random.int(256)}.${turn.random.between(1, 254)}`
}

function functionWork(turn: Turn, session: Caller, bucket: Organisation['buckets']['lake']): void {
  const timeMs = turn.someTime() + 5000
  const key = `incoming/${new Date(timeMs).toISOString().slice(0, 13).replace('T', '/')}/${turn.random.uuid()}.json`
  const reads = turn.random.chance(0.5)
  const size = Math.round(500 + turn.random.exponential(60_000))
  turn.call(session, timeMs, reads ? 's3:GetObject' : 's3:PutObject', {
    data: true,
    request: { bucketName: bucket.name, key, Host: `${bucket.name}.s3.${session.region}.amazonaws.com` },
    response: reads ? null : { 'x-amz-server-side-encryption': 'AES256' },
    resources: bucketResources(bucket, key),
    additional: reads
      ? { bytesTransferredOut: size }
      : { bytesTransferredIn: size, SSEApplied: 'Default_SSE_S3' },
    host: `${bucket.name}.s3.*.amazonaws.com`,
  })
}
