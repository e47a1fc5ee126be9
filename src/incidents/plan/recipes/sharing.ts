import { asked, type Change, type Recipe, run, same, told } from '../change.ts'
import { at, listAt, textAt, textsAt } from '../json-values.ts'

/** Who was given it: accounts, and `all` for everybody. */
const givenTo = (change: Change, field: string): readonly string[] =>
  listAt(change.request, field, 'add').flatMap((one) => textAt(one, 'userId') ?? textAt(one, 'group') ?? [])

const volumes =
  (kind: 'snapshot' | 'image'): Recipe =>
  (change) => {
    const id = asked(change, `${kind}Id`)
    const attribute = kind === 'snapshot' ? 'createVolumePermission' : 'launchPermission'
    const added = listAt(change.request, attribute, 'add').map(permissionOf)
    const option = kind === 'snapshot' ? 'create-volume-permission' : 'launch-permission'
    const write = (how: 'Add' | 'Remove') =>
      run(change, `ec2 modify-${kind}-attribute`, {
        [`${kind}-id`]: id,
        [option]: { json: { [how]: added } },
      })
    const removed = listAt(change.request, attribute, 'remove').map(permissionOf)
    const target = `share ${id} ${JSON.stringify(added.length > 0 ? added : removed)}`
    if (removed.length > 0 && added.length === 0) {
      return {
        target,
        ends: true,
        back: {
          title: `Share ${kind} ${id} again with whom it was shared`,
          why: 'The intruder took it from them.',
          calls: [
            run(change, `ec2 modify-${kind}-attribute`, {
              [`${kind}-id`]: id,
              [option]: { json: { Add: removed } },
            }),
          ],
        },
      }
    }
    if (added.length === 0) {
      return {
        target,
        back: {
          title: `Look through the settings of ${kind} ${id}`,
          why: 'The intruder changed them; the log does not hold what they were before.',
          calls: [],
        },
      }
    }
    return same(target, 'persistence', {
      title: `Take ${kind} ${id} back from ${givenTo(change, attribute).join(', ') || 'others'}`,
      why: 'The intruder shared it. Copies that were made meanwhile stay with whoever made them.',
      calls: [write('Remove')],
      undo: [write('Add')],
    })
  }

const permissionOf = (one: unknown): Record<string, string> => {
  const [user, group] = [textAt(one, 'userId'), textAt(one, 'group')]
  if (user !== undefined) return { UserId: user }
  return group === undefined ? {} : { Group: group }
}

const database =
  (kind: 'db-snapshot' | 'db-cluster-snapshot'): Recipe =>
  (change) => {
    const id = asked(change, kind === 'db-snapshot' ? 'dBSnapshotIdentifier' : 'dBClusterSnapshotIdentifier')
    const added = textsAt(change.request, 'valuesToAdd')
    const write = (how: 'add' | 'remove') =>
      run(change, `rds modify-${kind}-attribute`, {
        [`${kind}-identifier`]: id,
        'attribute-name': 'restore',
        [`values-to-${how}`]: { json: added },
      })
    return same(`share ${id} ${added.join(' ')}`, 'persistence', {
      title: `Take database snapshot ${id} back from ${added.join(', ') || 'others'}`,
      why: 'The intruder shared it. Copies that were made meanwhile stay with whoever made them.',
      calls: added.length === 0 ? [] : [write('remove')],
      undo: added.length === 0 ? [] : [write('add')],
    })
  }

const grant: Recipe = (change) => {
  const [key, id] = [asked(change, 'keyId'), told(change, 'grantId')]
  return same(`grant ${id}`, 'persistence', {
    title: `Revoke grant ${id} on KMS key ${key}`,
    why: `The intruder gave the key to ${asked(change, 'granteePrincipal') || 'others'}.`,
    calls: [run(change, 'kms revoke-grant', { 'key-id': key, 'grant-id': id })],
  })
}

const resourceShare: Recipe = (change) => {
  const arn = told(change, 'resourceShare', 'resourceShareArn')
  return same(`resource share ${arn}`, 'persistence', {
    title: `Delete resource share ${arn}`,
    why: 'Made by the intruder.',
    calls: [run(change, 'ram delete-resource-share', { 'resource-share-arn': arn })],
  })
}

const newDatabase: Recipe = (change) => {
  const id = asked(change, 'dBInstanceIdentifier')
  const isPublic = at(change.request, 'publiclyAccessible') === true
  return {
    target: `database ${id}`,
    stage: 'stop',
    contain: {
      title: `${isPublic ? 'Close' : 'Look at'} database ${id}, made by the intruder`,
      why: 'A copy of your data that others reach. Keep it until it has been looked at.',
      calls: [
        isPublic
          ? run(change, 'rds modify-db-instance', {
              'db-instance-identifier': id,
              'no-publicly-accessible': true,
              'apply-immediately': true,
            })
          : run(change, 'rds describe-db-instances', { 'db-instance-identifier': id }),
      ],
    },
    back: {
      title: `Delete database ${id}`,
      why: 'A copy, made by the intruder.',
      calls: [
        run(change, 'rds delete-db-instance', { 'db-instance-identifier': id, 'skip-final-snapshot': true }),
      ],
    },
  }
}

const databaseSettings: Recipe = (change) => {
  const id = asked(change, 'dBInstanceIdentifier')
  const opened = at(change.request, 'publiclyAccessible') === true
  const groups = textsAt(change.before?.request, 'vpcSecurityGroupIds')
  const groupsChanged = textsAt(change.request, 'vpcSecurityGroupIds').length > 0
  const rest =
    groupsChanged && groups.length === 0
      ? ' Its security groups before are not in these logs: look at them.'
      : ''
  const options = {
    'db-instance-identifier': id,
    ...(opened ? { 'no-publicly-accessible': true as const } : {}),
    ...(groupsChanged && groups.length > 0 ? { 'vpc-security-group-ids': { json: groups } } : {}),
  }
  const target = `database settings ${id}`
  if (Object.keys(options).length === 1) {
    const secret =
      at(change.request, 'masterUserPassword') === undefined
        ? ''
        : ' The master password was changed: give a new one.'
    return {
      target,
      back: {
        title: `Look through the settings of database ${id}`,
        why: `The intruder changed them; these logs do not hold what they were before.${secret}`,
        calls: [run(change, 'rds describe-db-instances', options)],
      },
    }
  }
  return same(target, 'persistence', {
    title: `Close database ${id} again`,
    why: `The intruder ${opened ? 'made it public' : 'changed its security groups'}.${rest}`,
    calls: [run(change, 'rds modify-db-instance', { ...options, 'apply-immediately': true })],
  })
}

const exportTask: Recipe = (change) => {
  const id = asked(change, 'exportTaskIdentifier')
  const to = asked(change, 's3BucketName')
  return {
    target: `export ${id}`,
    stage: 'stop',
    contain: {
      title: `Cancel export ${id} to ${to}`,
      why: 'Begun by the intruder. What is out is out.',
      calls: [run(change, 'rds cancel-export-task', { 'export-task-identifier': id })],
    },
    back: {
      title: `Find out what export ${id} brought to ${to}`,
      why: 'What left cannot be taken back.',
      calls: [],
    },
  }
}

export const SHARING: Readonly<Record<string, Recipe>> = {
  'ec2:ModifySnapshotAttribute': volumes('snapshot'),
  'ec2:ModifyImageAttribute': volumes('image'),
  'rds:ModifyDBSnapshotAttribute': database('db-snapshot'),
  'rds:ModifyDBClusterSnapshotAttribute': database('db-cluster-snapshot'),
  'rds:CreateDBInstanceReadReplica': newDatabase,
  'rds:RestoreDBInstanceFromDBSnapshot': newDatabase,
  'rds:ModifyDBInstance': databaseSettings,
  'rds:StartExportTask': exportTask,
  'kms:CreateGrant': grant,
  'ram:CreateResourceShare': resourceShare,
}
