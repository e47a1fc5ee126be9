import { MINUTE_MS } from '#kernel/index.ts'
import { SERVICE_HABITS, type ServiceHabit } from '../data/service-habits.ts'
import { serviceLinkedRole } from '../kit/principals.ts'
import { serviceAssumes, serviceCaller } from '../kit/sessions.ts'
import type { Actor, Turn } from '../kit/turn.ts'
import { type Account, bucketResources, type Organisation } from '../organisation.ts'
import { requestFor } from './requests.ts'

/** What AWS's own services do in each account, people or no people. */
export function awsServices(organisation: Organisation): Actor[] {
  return organisation.accounts.flatMap((account) => [
    ...SERVICE_HABITS.map((habit) => serviceHabit(account, habit, organisation.scale)),
    trailDelivery(organisation, account),
  ])
}

function serviceHabit(account: Account, habit: ServiceHabit, scale: number): Actor {
  const role = serviceLinkedRole(account.id, habit.service, habit.role)
  const size = { management: 0.5, production: 1, development: 0.7 }[account.kind] * scale
  return {
    name: `${habit.service} ${account.id}`,
    every: 'hour',
    act(turn) {
      const bursts = turn.random.poisson((habit.burstsPerDay / 24) * size)
      for (let burst = 0; burst < bursts; burst++) {
        let timeMs = turn.someTime()
        const caller = serviceAssumes(turn, habit.service, { role, session: habit.session, timeMs })
        const calls = Math.max(1, turn.random.poisson(habit.callsPerBurst))
        for (let call = 0; call < calls; call++) {
          timeMs += turn.random.int(1500)
          const name = turn.random.pick(habit.calls)
          turn.call(caller, timeMs, name, { request: requestFor(name, account, turn.random) })
        }
      }
    },
  }
}

/** CloudTrail writes its own files: a look at the bucket, a data key for each file. */
function trailDelivery(organisation: Organisation, account: Account): Actor {
  const { trail } = organisation.buckets
  const { management } = organisation
  const gapMs = (organisation.scale < 1 ? 30 : 5) * MINUTE_MS
  return {
    name: `cloudtrail delivery ${account.id}`,
    every: 'hour',
    act(turn) {
      const caller = serviceCaller('cloudtrail.amazonaws.com', management.id, account.region)
      for (let timeMs = turn.fromMs + turn.random.int(gapMs); timeMs < turn.toMs; timeMs += gapMs) {
        deliver(turn, { timeMs, organisation, account })
      }
      if (turn.random.chance(0.5)) {
        turn.call(caller, turn.someTime(), 's3:GetBucketAcl', {
          request: {
            bucketName: trail.name,
            Host: `${trail.name}.s3.${account.region}.amazonaws.com`,
            acl: '',
          },
          resources: bucketResources(trail),
          sharedEventID: turn.random.uuid(),
        })
      }
    },
  }
}

function deliver(turn: Turn, file: { timeMs: number; organisation: Organisation; account: Account }): void {
  const { management, buckets } = file.organisation
  const { account } = file
  const caller = serviceCaller('cloudtrail.amazonaws.com', management.id, account.region)
  const [day, clock] = new Date(file.timeMs).toISOString().split('T')
  const stamp = `${day?.replaceAll('-', '')}T${clock?.slice(0, 5).replace(':', '')}Z`
  const name = `${account.id}_CloudTrail_${account.region}_${stamp}_${turn.random.alphanumeric(16)}.json.gz`
  const path = `AWSLogs/o-exampleorg01/${account.id}/CloudTrail/${account.region}/${day?.replaceAll('-', '/')}/${name}`
  turn.call(caller, file.timeMs, 'kms:GenerateDataKey', {
    request: {
      keyId: management.kmsKey,
      keySpec: 'AES_256',
      encryptionContext: {
        'aws:cloudtrail:arn': `arn:aws:cloudtrail:${account.region}:${management.id}:trail/org-trail`,
        'aws:s3:arn': `arn:aws:s3:::${buckets.trail.name}/${path}`,
      },
    },
    resources: [{ accountId: management.id, type: 'AWS::KMS::Key', ARN: management.kmsKey }],
    sharedEventID: turn.random.uuid(),
  })
}
