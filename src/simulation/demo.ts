import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import { createKey } from './attacks/keys.ts'
import { pace, stolenKey, THIEF_ACCOUNT } from './attacks/pace.ts'
import { AGENTS } from './data/agents.ts'
import { stableHex } from './kit/ids.ts'
import { iamUser } from './kit/principals.ts'
import { listing, objectCall } from './life/commands.ts'
import { snapshotCreation } from './life/nightly.ts'
import { runSimulation, type Simulation } from './simulate.ts'
import type { Story } from './story.ts'
import { type Written, writeLogs } from './write-logs.ts'

/** One theft from beginning to end, for somebody who sees the tool for the first time. */
const DEMO_STORY: Story = {
  id: 'demo',
  rows: ['1.1', '1.2', '2.1', '2.2', '3.2', '3.3', '3.4', '5.6'],
  name: 'A leaked key looks around, makes a key for another user, empties a bucket, shares a snapshot and tries to stop the trail',
  stealth: 2,
  steps(world, turn, startMs) {
    const { thief: by, account } = stolenKey(world, turn, {
      user: 'devTom',
      network: 'digitalocean',
      agent: 'boto3Script',
    })
    const run = pace(turn, by, startMs, 1500)
    run.look(
      account,
      [
        'sts:GetCallerIdentity',
        's3:ListBuckets',
        'iam:ListUsers',
        'iam:ListRoles',
        'ec2:DescribeInstances',
        'ec2:DescribeSnapshots',
        'rds:DescribeDBInstances',
        'lambda:ListFunctions20150331',
        'secretsmanager:ListSecrets',
        'dynamodb:ListTables',
        'kms:ListKeys',
        'ssm:DescribeParameters',
        'cloudtrail:DescribeTrails',
        'guardduty:ListDetectors',
      ],
      0.15,
    )
    run.refused('iam:CreateUser', `arn:aws:iam::${account.id}:user/support`)
    run.wait(4 * MINUTE_MS)
    const made = createKey(turn, run, iamUser(account.id, 'backup-sync'))
    const next = run.as({ ...made, agent: AGENTS.cliLinux }).wait(3 * MINUTE_MS)
    next.do('sts:GetCallerIdentity')
    for (let part = 0; part < 3; part++)
      next.do('s3:ListObjects', listing(world.organisation.buckets.customers))
    for (let object = 0; object < 140; object++)
      next.do(
        's3:GetObject',
        objectCall(turn, world.organisation.buckets.customers, 'get', {
          bytes: turn.random.between(3_000_000, 30_000_000),
        }),
      )
    next.wait(12 * MINUTE_MS)
    const snapshot = `snap-0${turn.random.hex(16)}`
    next.do('ec2:CreateSnapshot', snapshotCreation(`vol-0${stableHex('orders-db', 16)}`, snapshot, account))
    next.wait(6 * MINUTE_MS).do('ec2:ModifySnapshotAttribute', {
      request: {
        snapshotId: snapshot,
        createVolumePermission: { add: { items: [{ userId: THIEF_ACCOUNT }] } },
        attributeType: 'CREATE_VOLUME_PERMISSION',
      },
      response: { requestId: turn.random.uuid(), _return: true },
    })
    const trail = `arn:aws:cloudtrail:${account.region}:${world.organisation.management.id}:trail/org-trail`
    next.wait(5 * MINUTE_MS).refused('cloudtrail:StopLogging', trail)
  },
}

const DEMO_DAYS = 4
const DEMO_SCALE = 0.09
const DEMO_START_MS = Date.UTC(2026, 2, 2)

/** The sample's simulation: four days of a small organisation, the theft on the last of them. */
export function demoSimulation(): Simulation {
  return runSimulation(
    {
      seed: 7,
      days: DEMO_DAYS,
      startMs: DEMO_START_MS,
      accounts: 3,
      scale: DEMO_SCALE,
      attacks: 'none',
      ordinary: false,
    },
    [{ story: DEMO_STORY, startMs: DEMO_START_MS + (DEMO_DAYS - 1) * DAY_MS + 2 * HOUR_MS + 17 * MINUTE_MS }],
  )
}

/** Writes the sample that `trailhound demo` investigates: always the same, in about a second. */
export function writeDemoLogs(folder: string): Written {
  return writeLogs(demoSimulation().events(), folder, { seed: 7, fileMinutes: 60 })
}
