import type { CallDetails } from '../kit/call.ts'
import type { Caller } from '../kit/caller.ts'
import { denied } from '../kit/denied.ts'
import { stableHex } from '../kit/ids.ts'
import type { Turn } from '../kit/turn.ts'
import { type Account, bucketResources } from '../organisation.ts'
import type { World } from '../world.ts'
import { requestFor } from './requests.ts'

export interface Command {
  readonly caller: Caller
  readonly account: Account
  readonly timeMs: number
  readonly name: string
  readonly world: World
}

/** One call as a person or script would make it, with what such a call carries. */
export function runCommand(turn: Turn, command: Command): void {
  const { caller, account, timeMs, name } = command
  const make = DETAILS[name]
  const details =
    make === undefined ? { request: requestFor(name, account, turn.random) } : make(turn, command)
  const refused = turn.random.chance(0.012) && !name.startsWith('sts:') && !name.startsWith('s3:Put')
  if (!refused) return void turn.call(caller, timeMs, name, details)
  const { additional: _, ...rest } = details
  turn.call(caller, timeMs, name, { ...rest, response: null, error: denied(caller, name, '*') })
}

type DetailsMaker = (turn: Turn, command: Command) => CallDetails

const APPS = ['checkout', 'orders', 'billing', 'mailer', 'catalog'] as const

const DETAILS: Readonly<Record<string, DetailsMaker>> = {
  'athena:StartQueryExecution': (turn, { account }) => ({
    request: {
      queryString: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      clientRequestToken: turn.random.uuid(),
      resultConfiguration: { outputLocation: `s3://example-athena-results-${account.id}/` },
      workGroup: 'primary',
    },
    response: { queryExecutionId: turn.random.uuid() },
  }),
  'athena:GetQueryExecution': (turn) => ({ request: { queryExecutionId: turn.random.uuid() } }),
  'athena:GetQueryResults': (turn) => ({
    request: { queryExecutionId: turn.random.uuid(), maxResults: 1000 },
  }),
  'dynamodb:DescribeTable': (turn) => ({
    request: { tableName: turn.random.pick(['orders', 'sessions', 'carts']) },
  }),
  'ecs:UpdateService': (turn) => {
    const service = turn.random.pick(APPS)
    return {
      request: { cluster: 'main', service, forceNewDeployment: true },
      response: { service: { serviceName: service, status: 'ACTIVE', desiredCount: 2 } },
    }
  },
  'glue:StartJobRun': (turn) => ({
    request: { jobName: 'daily-rollup', arguments: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    response: { jobRunId: `jr_${turn.random.hex(64)}` },
  }),
  'glue:GetJobRun': (turn) => ({
    request: { jobName: 'daily-rollup', runId: `jr_${turn.random.hex(64)}`, predecessorsIncluded: false },
  }),
  'lambda:UpdateFunctionCode20150331v2': (turn, { account, caller }) => functionUpdate(turn, account, caller),
  'logs:FilterLogEvents': (turn, { account, timeMs }) => ({
    request: {
      logGroupName: `/aws/lambda/${account.kind === 'development' ? 'dev' : 'prod'}-${turn.random.pick(APPS)}-handler`,
      startTime: Math.round(timeMs) - 3_600_000,
      interleaved: true,
    },
  }),
  's3:GetObject': (turn, { world }) => objectCall(turn, world.organisation.buckets.invoices, 'get'),
  's3:PutObject': (turn, { world }) => objectCall(turn, world.organisation.buckets.backups, 'put'),
  's3:ListObjects': (_, { world }) => listing(world.organisation.buckets.invoices),
  'secretsmanager:GetSecretValue': (turn, { account }) => secretRequest(account, turn.random.pick(APPS)),
  'sqs:GetQueueAttributes': (turn, { account }) => queue(turn, account),
  'sqs:PurgeQueue': (turn, { account }) => queue(turn, account),
  'ssm:GetParameter': (turn) => ({
    request: { name: `/dev/${turn.random.pick(APPS)}/flags`, withDecryption: true },
  }),
  'ssm:GetParametersByPath': (turn) => ({
    request: { path: `/dev/${turn.random.pick(APPS)}/`, recursive: true, withDecryption: true },
  }),
  'ssm:TerminateSession': (turn, { caller }) => {
    const sessionId = `${caller.identity.arn?.split('/').at(-1)}-${turn.random.hex(17)}`
    return { request: { sessionId }, response: { sessionId } }
  },
  'ssm:StartSession': (turn, { account, caller }) => ({
    request: { target: turn.random.pick(account.instances).id },
    response: {
      sessionId: `${caller.identity.arn?.split('/').at(-1)}-${turn.random.hex(17)}`,
      tokenValue: 'Value hidden due to security reasons.',
      streamUrl: `wss://ssmmessages.${account.region}.amazonaws.com/v1/data-channel/`,
    },
  }),
}

export function secretRequest(account: Account, app: string): CallDetails {
  return {
    request: {
      secretId: `arn:aws:secretsmanager:${account.region}:${account.id}:secret:prod/${app}/db-${stableHex(app, 6)}`,
    },
  }
}

export function functionUpdate(turn: Turn, account: Account, caller: Caller): CallDetails {
  const name = `dev-${turn.random.pick(APPS)}-handler`
  return {
    request: { functionName: name, dryRun: false, publish: false },
    response: {
      functionName: name,
      functionArn: `arn:aws:lambda:${account.region}:${account.id}:function:${name}`,
      runtime: 'nodejs22.x',
      role: `arn:aws:iam::${account.id}:role/${name.replace('handler', 'function')}`,
      codeSize: turn.random.between(20_000, 900_000),
      codeSha256: `${turn.random.alphanumeric(43)}=`,
      lastModified: caller.expiresMs === undefined ? '' : new Date(caller.expiresMs).toISOString(),
      state: 'Active',
      lastUpdateStatus: 'InProgress',
      packageType: 'Zip',
    },
  }
}

function queue(turn: Turn, account: Account): CallDetails {
  return {
    request: {
      queueUrl: `https://sqs.${account.region}.amazonaws.com/${account.id}/${turn.random.pick(APPS)}`,
    },
  }
}

export interface BucketLike {
  readonly name: string
  readonly account: string
  readonly logged: boolean
  readonly sensitive: boolean
}

/** An object read or written, with its bytes. */
export function objectCall(
  turn: Turn,
  bucket: BucketLike,
  way: 'get' | 'put',
  object: { key?: string; bytes?: number } = {},
): CallDetails {
  const key = object.key ?? `exports/${turn.random.hex(2)}/${turn.random.hex(16)}.csv.gz`
  const bytes = object.bytes ?? Math.round(50_000 + turn.random.exponential(3_000_000))
  return {
    data: true,
    request: { bucketName: bucket.name, key, Host: `${bucket.name}.s3.eu-central-1.amazonaws.com` },
    response: way === 'get' ? null : { 'x-amz-server-side-encryption': 'AES256' },
    resources: bucketResources(bucket, key),
    additional:
      way === 'get'
        ? { bytesTransferredOut: bytes }
        : { bytesTransferredIn: bytes, SSEApplied: 'Default_SSE_S3' },
    host: `${bucket.name}.s3.*.amazonaws.com`,
  }
}

export function listing(bucket: BucketLike, prefix = ''): CallDetails {
  return {
    data: true,
    request: {
      'list-type': '2',
      bucketName: bucket.name,
      prefix,
      'encoding-type': 'url',
      Host: `${bucket.name}.s3.eu-central-1.amazonaws.com`,
    },
    resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket.name}/` }, ...bucketResources(bucket)],
    additional: { bytesTransferredOut: 24_000 },
    host: `${bucket.name}.s3.*.amazonaws.com`,
  }
}
