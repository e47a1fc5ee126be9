import { DAY_MS, HOUR_MS } from '#kernel/index.ts'
import { addressIn, neighbourOf } from '../kit/addresses.ts'
import { stableHex } from '../kit/ids.ts'
import { serviceCaller } from '../kit/sessions.ts'
import { listing, objectCall, secretRequest } from '../life/commands.ts'
import { legacyUser } from '../life/legacy-users.ts'
import { bucketResources } from '../organisation.ts'
import type { Story } from '../story.ts'
import { pace, stolenKey, thief } from './pace.ts'

export const DATA_ATTACKS: readonly Story[] = [
  {
    id: 'bulk-download-night',
    rows: ['3.1', '3.2', '3.3', '3.4'],
    name: 'The customers’ bucket copied in an hour at night, from a hosting provider',
    stealth: 2,
    steps(world, turn, startMs) {
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
    steps(world, turn, startMs) {
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
    steps(world, turn, startMs) {
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
    id: 'secrets-sweep',
    rows: ['1.1', '2.6'],
    name: 'Every secret and parameter read, one after the other',
    stealth: 2,
    steps(world, turn, startMs) {
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
                encryptionContext: {
                  SecretARN: `arn:aws:secretsmanager:${account.region}:${account.id}:secret:prod/${app}/db-${stableHex(app, 6)}`,
                },
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
    steps(world, turn, startMs) {
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
