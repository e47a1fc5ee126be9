import { asked, type Recipe, run, same, told } from '../change.ts'
import { listAt, textAt, textsAt } from '../json-values.ts'

const instancesIn = (value: unknown): readonly string[] =>
  listAt(value, 'instancesSet').flatMap((one) => textAt(one, 'instanceId') ?? [])

const several = (ids: readonly string[]): string =>
  ids.length === 1
    ? `instance ${ids[0] ?? ''}`
    : `${String(ids.length)} instances (${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ' …' : ''})`

const begun: Recipe = (change) => {
  const ids = instancesIn(change.response)
  const list = { 'instance-ids': { json: ids } }
  const known = ids.length > 0
  return {
    target: `instances ${ids.join(' ')}`,
    stage: 'stop',
    contain: {
      title: `Stop ${several(ids)} begun by the intruder`,
      why: 'They cost money and may hold a way in. Their disks are copied first: what is terminated is no evidence any more.',
      calls: known
        ? [
            ...ids.slice(0, 20).map((id) =>
              run(change, 'ec2 create-snapshots', {
                'instance-specification': { json: { InstanceId: id } },
                description: 'evidence',
              }),
            ),
            run(change, 'ec2 stop-instances', list),
          ]
        : [],
      undo: known ? [run(change, 'ec2 start-instances', list)] : [],
    },
    back: {
      title: `Terminate ${several(ids)}`,
      why: known
        ? 'Begun by the intruder. The first commands take the protection against termination off.'
        : 'Begun by the intruder; the log does not name them.',
      calls: known
        ? [
            ...ids.map((id) =>
              run(change, 'ec2 modify-instance-attribute', {
                'instance-id': id,
                'no-disable-api-termination': true,
              }),
            ),
            run(change, 'ec2 terminate-instances', list),
          ]
        : [],
    },
  }
}

const startStop =
  (started: boolean): Recipe =>
  (change) => {
    const ids = instancesIn(change.request)
    const list = { 'instance-ids': { json: ids } }
    const [stop, start] = [run(change, 'ec2 stop-instances', list), run(change, 'ec2 start-instances', list)]
    return {
      target: `started ${ids.join(' ')} ${change.eventId}`,
      back: {
        title: `${started ? 'Stop' : 'Start'} ${several(ids)} again`,
        why: `The intruder ${started ? 'started' : 'stopped'} ${ids.length === 1 ? 'it' : 'them'}. Look first that nothing was changed in between, such as the start script.`,
        calls: ids.length === 0 ? [] : [started ? stop : start],
        undo: ids.length === 0 ? [] : [started ? start : stop],
      },
    }
  }

const terminated: Recipe = (change) => ({
  target: `terminated ${change.eventId}`,
  back: {
    title: `Build ${several(instancesIn(change.request))} anew`,
    why: 'The intruder terminated them. They cannot be brought back; disks only from snapshots.',
    calls: [],
  },
})

const keyPair: Recipe = (change) => {
  const name = asked(change, 'keyName')
  return same(`key-pair ${name}`, 'persistence', {
    title: `Delete key pair ${name}`,
    why: 'Made by the intruder, who holds its private half. Instances begun with it keep it: look for them.',
    calls: [run(change, 'ec2 delete-key-pair', { 'key-name': name })],
  })
}

const made =
  (what: string, operation: string, option: string, field: string): Recipe =>
  (change) => {
    const id = told(change, field) || asked(change, field)
    return {
      target: `${what} ${id}`,
      back: {
        title: `Delete ${what} ${id}`,
        why: 'Made by the intruder. Keep it until its content has been looked at: it shows what he was after.',
        calls: [run(change, operation, { [option]: id })],
      },
    }
  }

const deletedSnapshot: Recipe = (change) => ({
  target: `snapshot ${asked(change, 'snapshotId')}`,
  ends: true,
  back: {
    title: `Look for snapshot ${asked(change, 'snapshotId')} in the recycle bin`,
    why: 'The intruder deleted it. Without a retention rule of the recycle bin it is lost.',
    calls: [run(change, 'ec2 list-snapshots-in-recycle-bin', {})],
  },
})

const sendCommand: Recipe = (change) => {
  const id = told(change, 'command', 'commandId')
  const targets = textsAt(change.request, 'instanceIds')
  return {
    target: `command ${id}`,
    stage: 'stop',
    contain: {
      title: `Cancel command ${id}`,
      why: 'Sent by the intruder; only what has not run yet is stopped. What it printed is evidence.',
      calls: [
        run(change, 'ssm list-command-invocations', { 'command-id': id, details: true }),
        run(change, 'ssm cancel-command', { 'command-id': id }),
      ],
    },
    back: {
      title: `Look through what command ${id} did${targets.length === 0 ? '' : ` on ${several(targets)}`}`,
      why: 'The intruder ran it as root. CloudTrail does not hold what was run: build these instances anew where you cannot tell.',
      calls: [],
    },
  }
}

const shell: Recipe = (change) => {
  const id = told(change, 'sessionId')
  return {
    target: `shell ${id}`,
    stage: 'stop',
    contain: {
      title: `End shell session ${id}`,
      why: 'The intruder’s, on an instance.',
      calls: [run(change, 'ssm terminate-session', { 'session-id': id })],
    },
    back: {
      title: `Look through instance ${asked(change, 'target')}`,
      why: 'The intruder had a shell on it; CloudTrail does not hold what was typed.',
      calls: [],
    },
  }
}

const quota: Recipe = (change) => ({
  target: `quota ${asked(change, 'serviceCode')} ${asked(change, 'quotaCode')}`,
  stage: 'stop',
  contain: {
    title: `Have the request for a higher quota (${asked(change, 'serviceCode')} ${asked(change, 'quotaCode')}) withdrawn`,
    why: 'Made by the intruder. No call takes it back: ask AWS Support, in the case that the command names.',
    calls: [
      run(change, 'service-quotas list-requested-service-quota-change-history', {
        'service-code': asked(change, 'serviceCode'),
      }),
    ],
  },
  back: {
    title: `Ask for the quota before (${asked(change, 'serviceCode')} ${asked(change, 'quotaCode')})`,
    why: 'The log does not hold it; only AWS Support can lower a quota.',
    calls: [],
  },
})

export const COMPUTE: Readonly<Record<string, Recipe>> = {
  'ec2:RunInstances': begun,
  'ec2:StartInstances': startStop(true),
  'ec2:StopInstances': startStop(false),
  'ec2:TerminateInstances': terminated,
  'ec2:CreateKeyPair': keyPair,
  'ec2:ImportKeyPair': keyPair,
  'ec2:CreateImage': made('image', 'ec2 deregister-image', 'image-id', 'imageId'),
  'ec2:CreateSnapshot': made('snapshot', 'ec2 delete-snapshot', 'snapshot-id', 'snapshotId'),
  'ec2:DeleteSnapshot': deletedSnapshot,
  'rds:CreateDBSnapshot': made(
    'database snapshot',
    'rds delete-db-snapshot',
    'db-snapshot-identifier',
    'dBSnapshotIdentifier',
  ),
  'ssm:SendCommand': sendCommand,
  'ssm:StartSession': shell,
  'servicequotas:RequestServiceQuotaIncrease': quota,
}
