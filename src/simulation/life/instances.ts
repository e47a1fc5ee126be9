import { HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import type { Caller } from '../kit/caller.ts'
import { stableNumber } from '../kit/ids.ts'
import { trafficAt } from '../kit/rhythm.ts'
import { serviceAssumes } from '../kit/sessions.ts'
import type { Actor, Turn } from '../kit/turn.ts'
import { type Account, bucketResources, type Instance, type Organisation } from '../organisation.ts'
import type { Registry } from '../registry.ts'

/** Instances: their role's session, renewed about every six hours, used by agents and by what runs on them. */
export function instances(organisation: Organisation, registry: Registry): Actor[] {
  return organisation.accounts.flatMap((account) =>
    account.instances.map((instance) => instanceActor({ organisation, registry, account, instance })),
  )
}

interface Place {
  readonly organisation: Organisation
  readonly registry: Registry
  readonly account: Account
  readonly instance: Instance
}

function instanceActor(place: Place): Actor {
  const { account, instance, registry } = place
  const phase = stableNumber(instance.id, 6)
  let session: Caller | undefined
  return {
    name: `instance ${instance.id}`,
    every: 'hour',
    act(turn) {
      const hour = Math.floor(turn.fromMs / HOUR_MS)
      if (session === undefined || hour % 6 === phase) {
        session = renew(turn, account, instance)
        registry.set(`instance:${account.name}:${instance.name}`, session)
      }
      runAgents(turn, session, place)
      if (instance.name.startsWith('worker')) readAndWrite(turn, session, place)
      if (instance.name.startsWith('web')) serve(turn, session, account)
    },
  }
}

function renew(turn: Turn, account: Account, instance: Instance): Caller {
  return serviceAssumes(turn, 'ec2.amazonaws.com', {
    role: instance.role,
    session: instance.id,
    timeMs: turn.fromMs + turn.random.int(3000),
    durationMs: 6.5 * HOUR_MS,
    region: account.region,
    instance: true,
    address: instance.address,
    agent: AGENTS.boto3Linux,
  })
}

function runAgents(turn: Turn, session: Caller, { instance, organisation }: Place): void {
  const gapMs = (organisation.scale < 1 ? 60 : 20) * MINUTE_MS
  const agent = { ...session, agent: AGENTS.ssmAgent }
  const firstMs = turn.fromMs + 4000 + turn.random.int(gapMs / 2)
  for (let timeMs = firstMs; timeMs < turn.toMs; timeMs += gapMs) {
    turn.call(agent, timeMs, 'ssm:UpdateInstanceInformation', {
      request: {
        instanceId: instance.id,
        agentVersion: '3.3.3050.0',
        agentStatus: 'Active',
        platformType: 'Linux',
        platformName: 'Amazon Linux',
        platformVersion: '2023',
        iPAddress: '10.20.3.17',
        computerName: `ip-10-20-3-17.${session.region}.compute.internal`,
        agentName: 'amazon-ssm-agent',
      },
    })
  }
  if (turn.random.chance(0.25))
    turn.call(agent, turn.someTime() + 5000, 'ssm:ListInstanceAssociations', {
      request: { instanceId: instance.id, maxResults: 20 },
    })
}

/** A worker takes files from the lake and writes results. */
function readAndWrite(turn: Turn, session: Caller, { organisation }: Place): void {
  const bucket = organisation.buckets.lake
  if (session.account !== bucket.account) return
  const count = turn.random.poisson(10 * Math.sqrt(organisation.scale) * trafficAt(turn.fromMs))
  for (let index = 0; index < count; index++) {
    const timeMs = turn.someTime() + 5000
    const key = `events/dt=${new Date(timeMs).toISOString().slice(0, 10)}/part-${turn.random.hex(12)}.parquet`
    const reads = turn.random.chance(0.6)
    const size = Math.round(2_000_000 + turn.random.exponential(8_000_000))
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
}

/** A web server asks for its settings and reports. */
function serve(turn: Turn, session: Caller, account: Account): void {
  const count = turn.random.poisson(2 * trafficAt(turn.fromMs))
  for (let index = 0; index < count; index++) {
    const timeMs = turn.someTime() + 5000
    turn.call(session, timeMs, 'ssm:GetParametersByPath', {
      request: { path: `/${account.name}/web/`, recursive: true, withDecryption: true },
    })
    turn.call(session, timeMs + 40, 'kms:Decrypt', {
      request: {
        encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        encryptionContext: {
          PARAMETER_ARN: `arn:aws:ssm:${account.region}:${account.id}:parameter/${account.name}/web/db`,
        },
      },
      resources: [{ accountId: account.id, type: 'AWS::KMS::Key', ARN: account.kmsKey }],
    })
  }
}
