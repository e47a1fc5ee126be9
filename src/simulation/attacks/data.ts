import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import { addressIn, neighbourOf } from '../kit/addresses.ts'
import { stableHex } from '../kit/ids.ts'
import { serviceCaller } from '../kit/sessions.ts'
import { listing, objectCall, secretRequest } from '../life/commands.ts'
import { legacyUser } from '../life/legacy-users.ts'
import { snapshotCreation } from '../life/nightly.ts'
import { bucketResources } from '../organisation.ts'
import type { Story } from '../story.ts'
import { pace, stolenKey, thief } from './pace.ts'
import { OTHER_THIEF_ACCOUNT, THIEF_ACCOUNT } from './sessions.ts'

export const DATA_ATTACKS: readonly Story[] = [
  {
    id: 'bulk-download-night',
    rows: ['3.1', '3.2', '3.3', '3.4'],
    name: 'The customers’ bucket copied in an hour at night, from a hosting provider',
    stealth: 2,
    *steps(world, turn, startMs) {
      const { thief: by } = stolenKey(world, turn, { user: 'fivetran', network: 'vultr', agent: 'rclone' })
      const nightMs = Math.floor(startMs / DAY_MS) * DAY_MS + DAY_MS + 2 * HOUR_MS
      const run = pace(turn, by, nightMs + turn.random.int(HOUR_MS), 2500)
      run.do('s3:ListBuckets')
      for (let part = 0; part < 5; part++)
        run.do('s3:ListObjects', listing(world.organisation.buckets.customers))
      for (let object = 0; object < 600; object++)
        run.do(
          's3:GetObject',
          objectCall(turn, world.organisation.buckets.customers, 'get', {
            bytes: turn.random.between(4_000_000, 40_000_000),
          }),
        )
    },
  },
  {
    id: 'slow-download',
    rows: ['3.2', '3.4', '1.2'],
    name: 'A bucket taken in small parts over six days, by the operator that the key’s owner uses too',
    stealth: 5,
    *steps(world, turn, startMs) {
      const { caller } = legacyUser(world, 'sftp')
      for (let day = 0; day < 6; day++) {
        const address =
          day % 2 === 0
            ? addressIn('hetzner', turn.random)
            : neighbourOf(addressIn('ovh', turn.random), turn.random)
        const run = pace(
          turn,
          thief(caller, { address, agent: caller.agent }),
          startMs + day * DAY_MS + turn.random.int(6 * HOUR_MS),
          60_000,
        )
        run.do('s3:ListObjects', listing(world.organisation.buckets.invoices, `20${20 + day}/`))
        for (let object = 0; object < 45; object++)
          run.do(
            's3:GetObject',
            objectCall(turn, world.organisation.buckets.invoices, 'get', {
              key: `20${20 + day}/${turn.random.hex(10)}.pdf.gz`,
              bytes: 5_000_000,
            }),
          )
      }
    },
  },
  {
    id: 'sensitive-tried',
    rows: ['3.3', '3.1'],
    name: 'One bucket after the other tried, all of the sensitive ones refused',
    stealth: 2,
    *steps(world, turn, startMs) {
      const { thief: by } = stolenKey(world, turn, {
        user: 'zapier',
        network: 'digitalocean',
        agent: 's3browser',
      })
      const run = pace(turn, by, startMs, 3500)
      run.do('s3:ListBuckets')
      for (const bucket of Object.values(world.organisation.buckets)) {
        if (!bucket.logged) run.refused('s3:GetBucketAcl', `arn:aws:s3:::${bucket.name}`)
        else
          turn.call(by, run.wait(2000).timeMs(), 's3:ListObjects', {
            ...listing(bucket),
            error: [
              'AccessDenied',
              `User: ${by.identity.arn} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::${bucket.name}" because no identity-based policy allows the s3:ListBucket action`,
            ],
          })
      }
    },
  },
  {
    id: 'snapshot-shared',
    rows: ['3.4'],
    name: 'A disk’s snapshot made, shared with a foreign account, copied there, the share taken back',
    stealth: 3,
    *steps(world, turn, startMs) {
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
    *steps(world, turn, startMs) {
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
    *steps(world, turn, startMs) {
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
    *steps(world, turn, startMs) {
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
    *steps(world, turn, startMs) {
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
    *steps(world, turn, startMs) {
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
    *steps(world, turn, startMs) {
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
    *steps(world, turn, startMs) {
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
  {
    id: 'secrets-sweep',
    rows: ['1.1', '2.6'],
    name: 'Every secret and parameter read, one after the other',
    stealth: 2,
    *steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'jenkins',
        network: 'hetzner',
        agent: 'boto3Script',
      })
      const run = pace(turn, by, startMs, 1500)
      run.look(account, ['secretsmanager:ListSecrets', 'ssm:DescribeParameters'])
      for (let round = 0; round < 3; round++) {
        for (const app of account.apps) {
          run.do(
            'secretsmanager:GetSecretValue',
            secretRequest(account, round === 0 ? app : `${app}-${round}`),
          )
          turn.call(
            {
              ...serviceCaller('secretsmanager.amazonaws.com', account.id, account.region),
              identity: { ...by.identity, invokedBy: 'secretsmanager.amazonaws.com' },
            },
            run.timeMs() + 20,
            'kms:Decrypt',
            {
              request: {
                encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
                encryptionContext: { SecretARN: String(secretRequest(account, app).request?.['secretId']) },
              },
              resources: [{ accountId: account.id, type: 'AWS::KMS::Key', ARN: account.kmsKey }],
            },
          )
        }
      }
      for (let part = 0; part < 8; part++)
        run.do('ssm:GetParameters', {
          request: {
            names: Array.from({ length: 10 }, (_, index) => `/production/${part}/${index}`),
            withDecryption: true,
          },
        })
    },
  },
  {
    id: 'ransom-bucket',
    rows: ['3.1', '3.2'],
    name: 'The objects of a bucket rewritten with the thief’s own key, the rest set to expire',
    stealth: 1,
    *steps(world, turn, startMs) {
      const { thief: by } = stolenKey(world, turn, {
        user: 'grafana',
        network: 'beeline-ru',
        agent: 'boto3Script',
      })
      const bucket = world.organisation.buckets.invoices
      const run = pace(turn, by, startMs, 900)
      run.do('s3:ListObjects', listing(bucket))
      for (let object = 0; object < 180; object++) {
        const key = `2025/${turn.random.hex(10)}.pdf.gz`
        run.do('s3:CopyObject', {
          ...objectCall(turn, bucket, 'put', { key, bytes: 0 }),
          request: {
            bucketName: bucket.name,
            key,
            'x-amz-copy-source': `${bucket.name}/${key}`,
            'x-amz-server-side-encryption-customer-algorithm': 'AES256',
            Host: `${bucket.name}.s3.eu-central-1.amazonaws.com`,
          },
          response: { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
        })
      }
      run.do('s3:PutBucketLifecycle', {
        request: {
          bucketName: bucket.name,
          lifecycle: '',
          LifecycleConfiguration: {
            Rule: { ID: 'x', Status: 'Enabled', Expiration: { Days: 7 }, Filter: { Prefix: '' } },
          },
          Host: `${bucket.name}.s3.amazonaws.com`,
        },
        resources: bucketResources(bucket),
      })
      run.do('s3:PutObject', objectCall(turn, bucket, 'put', { key: 'README-TO-RECOVER.txt', bytes: 900 }))
    },
  },
]
