import { MINUTE_MS } from '#kernel/index.ts'
import { addressIn } from '../kit/addresses.ts'
import { stableHex } from '../kit/ids.ts'
import { objectCall } from '../life/commands.ts'
import { snapshotCreation } from '../life/nightly.ts'
import { bucketResources } from '../organisation.ts'
import type { Story } from '../story.ts'
import { OTHER_THIEF_ACCOUNT, pace, stolenKey, THIEF_ACCOUNT } from './pace.ts'

export const SHARING_ATTACKS: readonly Story[] = [
  {
    id: 'snapshot-shared',
    rows: ['3.4'],
    name: 'A disk’s snapshot made, shared with a foreign account, copied there, the share taken back',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'snapshots',
        network: 'm247-de',
        agent: 'cliLinux',
      })
      const snapshot = `snap-0${turn.random.hex(16)}`
      const volume = `vol-0${stableHex('orders-db', 16)}`
      const run = pace(turn, by, startMs, 20_000)
      run.look(account, ['ec2:DescribeVolumes', 'ec2:DescribeInstances', 'ec2:DescribeSnapshots'])
      run.do('ec2:CreateSnapshot', snapshotCreation(volume, snapshot, account))
      run.wait(8 * MINUTE_MS)
      const share = (way: 'add' | 'remove') => ({
        request: {
          snapshotId: snapshot,
          createVolumePermission: { [way]: { items: [{ userId: THIEF_ACCOUNT }] } },
          attributeType: 'CREATE_VOLUME_PERMISSION',
        },
        response: { requestId: turn.random.uuid(), _return: true },
      })
      run.do('ec2:ModifySnapshotAttribute', share('add'))
      run.wait(6 * MINUTE_MS)
      const copier = {
        type: 'AWSAccount',
        principalId: `AIDA${turn.random.base32(17)}`,
        accountId: THIEF_ACCOUNT,
      }
      turn.call(
        { ...by, identity: copier, address: addressIn('aws-us-west-2', turn.random) },
        run.timeMs(),
        'ec2:SharedSnapshotCopyInitiated',
        { account: account.id, eventType: 'AwsServiceEvent', serviceEventDetails: { snapshotId: snapshot } },
      )
      run.wait(25 * MINUTE_MS).do('ec2:ModifySnapshotAttribute', share('remove'))
      run.do('ec2:DeleteSnapshot', {
        request: { snapshotId: snapshot },
        response: { requestId: turn.random.uuid(), _return: true },
      })
    },
  },
  {
    id: 'image-shared',
    rows: ['3.4'],
    name: 'An image made of a running server and shared with a foreign account',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'terraformOld',
        network: 'azure-eu',
        agent: 'cliLinux',
      })
      const [instance] = account.instances
      const image = `ami-0${turn.random.hex(16)}`
      const run = pace(turn, by, startMs, 15_000)
      run.look(account, ['ec2:DescribeInstances'])
      run.do('ec2:CreateImage', {
        request: { instanceId: instance?.id ?? '', name: 'web-golden-copy', noReboot: true },
        response: { requestId: turn.random.uuid(), imageId: image },
      })
      run.wait(9 * MINUTE_MS)
      run.do('ec2:ModifyImageAttribute', {
        request: {
          imageId: image,
          launchPermission: { add: { items: [{ userId: OTHER_THIEF_ACCOUNT }] } },
          attributeType: 'launchPermission',
        },
        response: { requestId: turn.random.uuid(), _return: true },
      })
    },
  },
  {
    id: 'database-snapshot-shared',
    rows: ['3.4'],
    name: 'A database’s snapshot made, shared with a foreign account, and exported as files',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'patel',
        network: 'proton',
        agent: 'cliMac',
      })
      const name = 'orders-before-migration'
      const run = pace(turn, by, startMs, 20_000)
      run.look(account, ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'])
      run.do('rds:CreateDBSnapshot', {
        request: { dBInstanceIdentifier: 'orders', dBSnapshotIdentifier: name },
        response: {
          dBSnapshotIdentifier: name,
          dBInstanceIdentifier: 'orders',
          engine: 'postgres',
          status: 'creating',
          encrypted: false,
          allocatedStorage: 500,
        },
      })
      run.wait(14 * MINUTE_MS)
      run.do('rds:ModifyDBSnapshotAttribute', {
        request: { dBSnapshotIdentifier: name, attributeName: 'restore', valuesToAdd: [THIEF_ACCOUNT] },
        response: {
          dBSnapshotIdentifier: name,
          dBSnapshotAttributes: [{ attributeName: 'restore', attributeValues: [THIEF_ACCOUNT] }],
        },
      })
      run.do('rds:StartExportTask', {
        request: {
          exportTaskIdentifier: 'monthly',
          sourceArn: `arn:aws:rds:${account.region}:${account.id}:snapshot:${name}`,
          s3BucketName: 'reports-exchange-eu',
          iamRoleArn: `arn:aws:iam::${account.id}:role/service-role/rds-export`,
          kmsKeyId: account.kmsKey,
        },
        response: { exportTaskIdentifier: 'monthly', status: 'STARTING', s3Bucket: 'reports-exchange-eu' },
      })
    },
  },
  {
    id: 'table-exported',
    rows: ['3.4'],
    name: 'A table exported to a bucket of a foreign account',
    stealth: 4,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'retool',
        network: 'aws-us-west-2',
        agent: 'boto3Linux',
      })
      const table = `arn:aws:dynamodb:${account.region}:${account.id}:table/orders`
      const run = pace(turn, by, startMs, 25_000)
      run.look(account, ['dynamodb:ListTables', 'dynamodb:DescribeContinuousBackups'])
      run.do('dynamodb:ExportTableToPointInTime', {
        request: {
          tableArn: table,
          s3Bucket: 'partner-feed-7781',
          s3BucketOwner: THIEF_ACCOUNT,
          exportFormat: 'DYNAMODB_JSON',
        },
        response: {
          exportDescription: {
            exportArn: `${table}/export/01767600000000-${turn.random.hex(8)}`,
            exportStatus: 'IN_PROGRESS',
            tableArn: table,
            s3Bucket: 'partner-feed-7781',
          },
        },
      })
    },
  },
  {
    id: 'datasync-foreign',
    rows: ['3.5', '3.4'],
    name: 'DataSync set up, from the lake to a bucket of a foreign account, and run',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'romero',
        network: 'linode',
        agent: 'powershell',
      })
      const arn = (kind: string): string =>
        `arn:aws:datasync:${account.region}:${account.id}:${kind}-0${turn.random.hex(16)}`
      const [source, target, task] = [arn('location/loc'), arn('location/loc'), arn('task/task')]
      const run = pace(turn, by, startMs, 12_000)
      for (const [bucket, location] of [
        [world.organisation.buckets.lake.name, source],
        ['mirror-store-eu-19', target],
      ]) {
        run.do('datasync:CreateLocationS3', {
          request: {
            s3BucketArn: `arn:aws:s3:::${bucket}`,
            s3Config: { bucketAccessRoleArn: `arn:aws:iam::${account.id}:role/service-role/datasync-s3` },
          },
          response: { locationArn: location ?? '' },
        })
      }
      run.do('datasync:CreateTask', {
        request: { sourceLocationArn: source, destinationLocationArn: target, name: 'mirror' },
        response: { taskArn: task },
      })
      run.do('datasync:StartTaskExecution', {
        request: { taskArn: task },
        response: { taskExecutionArn: `${task}/execution/exec-0${turn.random.hex(16)}` },
      })
    },
  },
  {
    id: 'transfer-acceleration',
    rows: ['3.5', '3.2'],
    name: 'Transfer Acceleration switched on for a bucket, which is then fetched from far away',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by } = stolenKey(world, turn, {
        user: 'crm',
        network: 'chinatelecom-cn',
        agent: 'boto3Script',
      })
      const bucket = world.organisation.buckets.backups
      const run = pace(turn, by, startMs, 9000)
      run.do('s3:PutBucketAccelerateConfiguration', {
        request: {
          bucketName: bucket.name,
          accelerate: '',
          AccelerateConfiguration: { Status: 'Enabled', xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
          Host: `${bucket.name}.s3.amazonaws.com`,
        },
        resources: bucketResources(bucket),
      })
      run.wait(20 * MINUTE_MS)
      for (let object = 0; object < 15; object++)
        run.do('s3:GetObject', {
          ...objectCall(turn, bucket, 'get', { bytes: 900_000_000 }),
          host: `${bucket.name}.s3-accelerate.amazonaws.com`,
        })
    },
  },
  {
    id: 'replication-foreign',
    rows: ['3.6'],
    name: 'Replication of a bucket set up to a foreign account',
    stealth: 4,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'moreau',
        network: 'm247-de',
        agent: 'cliMac',
      })
      const bucket = world.organisation.buckets.customers
      const run = pace(turn, by, startMs, 16_000)
      run.look(account, ['s3:ListBuckets', 's3:GetBucketVersioning'])
      run.do('s3:PutBucketVersioning', {
        request: {
          bucketName: bucket.name,
          versioning: '',
          VersioningConfiguration: { Status: 'Enabled' },
          Host: `${bucket.name}.s3.amazonaws.com`,
        },
        resources: bucketResources(bucket),
      })
      run.do('s3:PutBucketReplication', {
        request: {
          bucketName: bucket.name,
          replication: '',
          ReplicationConfiguration: {
            Role: `arn:aws:iam::${account.id}:role/service-role/s3-replication`,
            Rule: {
              ID: 'dr',
              Status: 'Enabled',
              Priority: 1,
              Filter: '',
              DeleteMarkerReplication: { Status: 'Disabled' },
              Destination: {
                Bucket: 'arn:aws:s3:::dr-copy-3391',
                Account: OTHER_THIEF_ACCOUNT,
                AccessControlTranslation: { Owner: 'Destination' },
              },
            },
          },
          Host: `${bucket.name}.s3.amazonaws.com`,
        },
        resources: bucketResources(bucket),
      })
    },
  },
  {
    id: 'bucket-policy-foreign',
    rows: ['3.4', '3.3'],
    name: 'A bucket’s policy opened to a foreign account',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by } = stolenKey(world, turn, {
        user: 'metabase',
        network: 'contabo',
        agent: 'cliLinux',
      })
      const bucket = world.organisation.buckets.invoices
      const policy = {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Sync',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${THIEF_ACCOUNT}:root` },
            Action: ['s3:GetObject', 's3:ListBucket'],
            Resource: [`arn:aws:s3:::${bucket.name}`, `arn:aws:s3:::${bucket.name}/*`],
          },
        ],
      }
      const run = pace(turn, by, startMs, 10_000)
      run.do('s3:GetBucketPolicy', {
        request: { bucketName: bucket.name, policy: '', Host: `${bucket.name}.s3.amazonaws.com` },
        resources: bucketResources(bucket),
      })
      run.do('s3:PutBucketPolicy', {
        request: {
          bucketName: bucket.name,
          policy: '',
          bucketPolicy: policy,
          Host: `${bucket.name}.s3.amazonaws.com`,
        },
        resources: bucketResources(bucket),
      })
    },
  },
]
