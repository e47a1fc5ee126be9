import { HOUR_MS } from '#kernel/index.ts'
import { AGENTS } from '../data/agents.ts'
import type { CallDetails } from '../kit/call.ts'
import type { Caller } from '../kit/caller.ts'
import { denied } from '../kit/denied.ts'
import { stableHex } from '../kit/ids.ts'
import { role } from '../kit/principals.ts'
import { trafficAt } from '../kit/rhythm.ts'
import { serviceAssumes, serviceCaller } from '../kit/sessions.ts'
import type { Actor, Turn } from '../kit/turn.ts'
import { type Account, DR_REGION } from '../organisation.ts'
import type { World } from '../world.ts'
import { objectCall } from './commands.ts'

/** What runs by the clock: backups with copies to the second region, the data pipeline, and an app that is refused. */
export function nightly(world: World): Actor[] {
  const { production, development, scale } = world.organisation
  const share = Math.min(1, scale)
  return [
    backups(production),
    backups(development),
    pipeline(world),
    refusedApp(production, share),
    refusedApp(development, share),
  ]
}

function backups(account: Account): Actor {
  const runs = role(account.id, 'AWSBackupDefaultServiceRole', '/service-role/')
  return {
    name: `backup ${account.id}`,
    every: 'day',
    act(turn) {
      let timeMs = turn.fromMs + 3 * HOUR_MS + turn.random.int(HOUR_MS / 2)
      for (const instance of account.instances.slice(0, 6)) {
        const session = serviceAssumes(turn, 'backup.amazonaws.com', {
          role: runs,
          session: `AWSBackup-${instance.id}`,
          timeMs,
          agent: 'backup.amazonaws.com',
        })
        timeMs = backUp(turn, { session, account, timeMs, instanceId: instance.id }) + turn.random.int(60_000)
      }
    },
  }
}

interface Backup {
  readonly session: Caller
  readonly account: Account
  readonly timeMs: number
  readonly instanceId: string
}

function backUp(turn: Turn, made: Backup): number {
  const { session, account, instanceId } = made
  const snapshot = `snap-0${turn.random.hex(16)}`
  const volume = `vol-0${stableHex(instanceId, 16)}`
  let timeMs = made.timeMs + 2000
  turn.call(session, timeMs, 'ec2:DescribeVolumes', {
    request: { volumeSet: { items: [{ volumeId: volume }] }, filterSet: {} },
  })
  turn.call(session, (timeMs += 1500), 'ec2:CreateSnapshot', snapshotCreation(volume, snapshot, account))
  turn.call(session, (timeMs += 90_000), 'ec2:DescribeSnapshots', {
    request: { snapshotSet: { items: [{ snapshotId: snapshot }] }, ownersSet: {}, filterSet: {} },
  })
  if (account.kind === 'production') {
    turn.call(session, (timeMs += 4000), 'ec2:CopySnapshot', {
      region: DR_REGION,
      request: {
        sourceRegion: account.region,
        sourceSnapshotId: snapshot,
        description: 'Copied for recovery',
        encrypted: true,
      },
      response: { requestId: turn.random.uuid(), snapshotId: `snap-0${turn.random.hex(16)}` },
    })
  }
  turn.call(
    serviceCaller('backup.amazonaws.com', account.id, account.region),
    (timeMs += 3000),
    'backup:BackupJobCompleted',
    {
      eventType: 'AwsServiceEvent',
      serviceEventDetails: {
        backupJobId: turn.random.uuid(),
        backupVaultArn: `arn:aws:backup:${account.region}:${account.id}:backup-vault:Default`,
        resourceArn: `arn:aws:ec2:${account.region}:${account.id}:instance/${instanceId}`,
        state: 'COMPLETED',
        percentDone: 100,
      },
    },
  )
  return timeMs
}

export function snapshotCreation(volume: string, snapshot: string, account: Account): CallDetails {
  return {
    request: { volumeId: volume, description: 'This snapshot is created by the AWS Backup service.' },
    response: {
      requestId: stableHex(snapshot, 32),
      snapshotId: snapshot,
      volumeId: volume,
      status: 'pending',
      ownerId: account.id,
      volumeSize: '100',
      encrypted: true,
    },
  }
}

/** The nightly job reads the lake's day and writes a summary: large, regular, and at night. */
function pipeline(world: World): Actor {
  const { production, buckets, scale } = world.organisation
  const runs = role(production.id, 'glue-etl', '/service-role/')
  return {
    name: 'pipeline',
    every: 'day',
    act(turn) {
      let timeMs = turn.fromMs + HOUR_MS + turn.random.int(HOUR_MS / 3)
      const address = production.nat[0] ?? ''
      const session = serviceAssumes(turn, 'glue.amazonaws.com', {
        role: runs,
        session: 'GlueJobRunnerSession',
        timeMs,
        address,
        agent: AGENTS.glue,
      })
      world.registry.set('pipeline', session)
      turn.call(session, (timeMs += 5000), 'glue:GetDatabases')
      const parts = turn.random.poisson(220 * scale ** (scale < 1 ? 1 : 0.3))
      for (let part = 0; part < parts; part++) {
        timeMs += 200 + turn.random.int(5000)
        const key = `events/dt=${new Date(turn.fromMs - 1).toISOString().slice(0, 10)}/part-${String(part).padStart(5, '0')}.parquet`
        turn.call(
          session,
          timeMs,
          's3:GetObject',
          objectCall(turn, buckets.lake, 'get', { key, bytes: turn.random.between(20_000_000, 60_000_000) }),
        )
        if (part % 8 !== 0) continue
        turn.call(
          session,
          timeMs + 900,
          's3:PutObject',
          objectCall(turn, buckets.customers, 'put', { key: key.replace('events', 'rollup') }),
        )
      }
    },
  }
}

/** Nobody gave it the permission, nobody looks at its log: refused all day, for months. */
function refusedApp(account: Account, share: number): Actor {
  const runs = role(account.id, `${account.kind === 'development' ? 'dev' : 'prod'}-metrics-shipper`)
  let session: Caller | undefined
  return {
    name: `refused ${account.id}`,
    every: 'hour',
    act(turn) {
      if (session === undefined || turn.random.chance(0.2)) {
        session = serviceAssumes(turn, 'lambda.amazonaws.com', {
          role: runs,
          session: 'metrics-shipper',
          timeMs: turn.fromMs + 100,
          address: account.nat[0] ?? '',
          agent: AGENTS.pythonFunction,
        })
      }
      for (let count = turn.random.poisson(share * 4 * trafficAt(turn.fromMs)); count > 0; count--) {
        const name = turn.random.pick([
          'monitoring:PutMetricAlarm',
          'ec2:DescribeInstances',
          'sqs:GetQueueAttributes',
        ])
        turn.call(session, turn.someTime() + 1000, name, {
          error: denied(session, name, `arn:aws:${account.region}:${account.id}:*`),
        })
      }
    },
  }
}
