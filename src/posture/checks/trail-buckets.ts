import { isRecord } from '#kernel/index.ts'
import { call } from '../calls.ts'
import {
  type AccountCheck,
  failed,
  notApplicable,
  notKnown,
  type Outcome,
  type Place,
  passed,
  whenKnown,
} from '../check.ts'
import type { Known } from '../snapshot/known.ts'
import type { TrailBucket } from '../snapshot/trails.ts'
import { BLOCK_ALL, openBlocks } from './account.ts'

/** Logs that are gone sooner cannot tell of a theft that is noticed late. */
const LEAST_DAYS = 365

const FACTS = { rows: ['5.4', '5.6'], scope: 'account' } as const

/** Each bucket that a trail writes to and that belongs to what was looked at. */
function eachBucket<T>(
  { account }: Place,
  part: (bucket: TrailBucket) => Known<T>,
  leavesOpen: string,
  look: (bucket: TrailBucket, value: T) => Outcome,
): readonly Outcome[] {
  return whenKnown(account.trails, { resource: account.accountId, leavesOpen }, (trails) => {
    const names = [...new Set(trails.map(({ S3BucketName }) => S3BucketName))]
    if (names.length === 0) return [notApplicable(account.accountId, 'The account has no trail.')]
    return names.flatMap((name) => {
      const resource = `arn:${account.partition}:s3:::${name}`
      const bucket = account.trailBuckets.find(({ Name }) => Name === name)
      if (bucket === undefined)
        return [
          notKnown(
            resource,
            { action: 's3:GetBucketPolicy', error: 'NotCollected', message: '' },
            leavesOpen,
          ),
        ]
      return whenKnown(part(bucket), { resource, leavesOpen }, (value) => [look(bucket, value)])
    })
  })
}

const arnOf = ({ Name }: TrailBucket, { account }: Place): string => `arn:${account.partition}:s3:::${Name}`

const bucketPublic: AccountCheck = {
  ...FACTS,
  id: 'trail-bucket-public',
  title: 'The bucket with the logs is public',
  level: 'critical',
  why: 'Everybody can read who does what with which roles and keys, and maybe delete it.',
  cis: [],
  controls: ['CloudTrail.6'],
  look: (place) =>
    eachBucket(
      place,
      ({ isPublic }) => isPublic,
      'Whether the logs are public.',
      (bucket, isPublic) =>
        isPublic
          ? failed(arnOf(bucket, place), `${bucket.Name} is public by its policy.`, {
              fix: [
                call('s3api', 'put-public-access-block', {
                  bucket: bucket.Name,
                  'public-access-block-configuration': BLOCK_ALL,
                }),
              ],
            })
          : passed(arnOf(bucket, place), `${bucket.Name} is not public by its policy.`),
    ),
}

const bucketBlockOff: AccountCheck = {
  ...FACTS,
  id: 'trail-bucket-public-access',
  title: 'The bucket with the logs can be made public',
  level: 'medium',
  why: 'One changed policy or ACL is enough, and nothing stops it.',
  cis: ['2.1.4'],
  controls: ['CloudTrail.6', 'S3.8'],
  look: (place) =>
    eachBucket(
      place,
      ({ publicAccessBlock }) => publicAccessBlock,
      'Whether the logs can be made public.',
      (bucket, block) => {
        const open = openBlocks(block)
        return open.length === 0
          ? passed(arnOf(bucket, place), `All four public access blocks of ${bucket.Name} are on.`)
          : failed(arnOf(bucket, place), `Off for ${bucket.Name}: ${open.join(', ')}.`, {
              fix: [
                call('s3api', 'put-public-access-block', {
                  bucket: bucket.Name,
                  'public-access-block-configuration': BLOCK_ALL,
                }),
              ],
            })
      },
    ),
}

const notVersioned: AccountCheck = {
  ...FACTS,
  id: 'trail-bucket-not-versioned',
  title: 'Logs that are deleted or overwritten are gone',
  level: 'medium',
  why: 'With versions, deleted evidence can be brought back.',
  cis: [],
  controls: ['S3.14'],
  look: (place) =>
    eachBucket(
      place,
      ({ versioning }) => versioning,
      'Whether deleted logs can be brought back.',
      (bucket, { Status }) =>
        Status === 'Enabled'
          ? passed(arnOf(bucket, place), `${bucket.Name} keeps versions.`)
          : failed(arnOf(bucket, place), `${bucket.Name} keeps no versions.`, {
              fix: [
                call('s3api', 'put-bucket-versioning', {
                  bucket: bucket.Name,
                  'versioning-configuration': 'Status=Enabled',
                }),
              ],
            }),
    ),
}

const noMfaDelete: AccountCheck = {
  ...FACTS,
  id: 'trail-bucket-without-mfa-delete',
  title: 'Versions of logs can be deleted without MFA',
  level: 'low',
  why: 'A thief with rights enough deletes the versions, too; MFA of root, or Object Lock, stops that.',
  cis: ['2.1.2'],
  controls: ['S3.20'],
  look: (place) =>
    eachBucket(
      place,
      ({ versioning }) => versioning,
      'Whether versions are protected by MFA.',
      (bucket, { MFADelete }) =>
        MFADelete === 'Enabled'
          ? passed(arnOf(bucket, place), `${bucket.Name} asks for MFA before versions are deleted.`)
          : failed(arnOf(bucket, place), `${bucket.Name} has no MFA Delete.`, {
              fix: [
                'Only root can, with a device of its own: s3api put-bucket-versioning with --mfa and Status=Enabled,MFADelete=Enabled. S3 Object Lock is the other way.',
              ],
            }),
    ),
}

const logsExpire: AccountCheck = {
  ...FACTS,
  id: 'trail-bucket-expires-soon',
  title: `Logs are deleted before ${String(LEAST_DAYS)} days are over`,
  level: 'medium',
  why: 'A lifecycle rule eats the evidence, by thrift or on purpose; thefts are often noticed after months.',
  cis: [],
  controls: [],
  look: (place) =>
    eachBucket(
      place,
      ({ lifecycle }) => lifecycle,
      'How long logs are kept.',
      (bucket, rules) => {
        const soon = rules.filter(
          ({ Status, Expiration }) =>
            Status === 'Enabled' &&
            Expiration !== undefined &&
            (Expiration.Days ?? 0) < LEAST_DAYS &&
            (Expiration.Days !== undefined || Expiration.Date !== undefined),
        )
        return soon.length === 0
          ? passed(arnOf(bucket, place), `${bucket.Name} keeps logs for ${String(LEAST_DAYS)} days at least.`)
          : failed(
              arnOf(bucket, place),
              `${bucket.Name} deletes: ${soon.map(({ ID, Expiration }) => `rule ${ID} ${Expiration?.Days === undefined ? `on ${String(Expiration?.Date)}` : `after ${String(Expiration.Days)} days`}`).join(', ')}.`,
              {
                fix: [
                  'Write the rules anew, with longer times, and put them back (put-bucket-lifecycle-configuration):',
                  call('s3api', 'get-bucket-lifecycle-configuration', { bucket: bucket.Name }),
                ],
              },
            )
      },
    ),
}

const notLogged: AccountCheck = {
  ...FACTS,
  id: 'trail-bucket-not-logged',
  title: 'Nobody records who reads the logs',
  level: 'low',
  why: 'Whoever reads or deletes log files leaves no trace but by data events or access logs of the bucket.',
  cis: ['3.4'],
  controls: ['CloudTrail.7'],
  look: (place) =>
    eachBucket(
      place,
      ({ logging }) => logging,
      'Whether access to the logs is recorded.',
      (bucket, logging) =>
        logging === null
          ? failed(arnOf(bucket, place), `${bucket.Name} has no access logs.`, {
              fix: [
                'To another bucket that lets logging.s3.amazonaws.com write:',
                call('s3api', 'put-bucket-logging', {
                  bucket: bucket.Name,
                  'bucket-logging-status': {
                    json: {
                      LoggingEnabled: { TargetBucket: 'OTHER_BUCKET', TargetPrefix: `${bucket.Name}/` },
                    },
                  },
                }),
              ],
            })
          : passed(arnOf(bucket, place), `${bucket.Name} writes access logs to ${logging.TargetBucket}.`),
    ),
}

const foreignAccess: AccountCheck = {
  ...FACTS,
  id: 'trail-bucket-shared',
  title: 'Another account may read or change the logs',
  level: 'medium',
  why: 'The other account sees all that happens here, and its thief becomes yours. It may be your own account for logs: then suppress this with that reason.',
  cis: [],
  controls: ['S3.6'],
  look: (place) =>
    eachBucket(
      place,
      ({ policy }) => policy,
      'Who else may read the logs.',
      (bucket, policy) => {
        const statements = policy === null ? [] : statementsOf(policy)
        if (statements === undefined)
          return notKnown(
            arnOf(bucket, place),
            { action: 's3:GetBucketPolicy', error: 'Unreadable', message: 'The policy is no JSON.' },
            'Who else may read the logs.',
          )
        const others = foreignAccounts(statements, place.account.accountId)
        return others.length === 0
          ? passed(arnOf(bucket, place), `The policy of ${bucket.Name} names no other account.`)
          : failed(arnOf(bucket, place), `The policy of ${bucket.Name} lets in ${others.join(', ')}.`, {
              fix: [
                'Take the statement out of the policy, unless it is meant:',
                call('s3api', 'get-bucket-policy', { bucket: bucket.Name }),
              ],
            })
      },
    ),
}

/** Accounts, or `*`, that an Allow statement names as AWS principals. */
function foreignAccounts(
  statements: readonly Readonly<Record<string, unknown>>[],
  own: string,
): readonly string[] {
  const named = statements.flatMap((statement) => {
    if (statement['Effect'] !== 'Allow') return []
    const principal = isRecord(statement['Principal'])
      ? statement['Principal']['AWS']
      : statement['Principal']
    return (Array.isArray(principal) ? principal : [principal]).filter((one) => typeof one === 'string')
  })
  const accounts = named.map((one) => /^(?:arn:[\w-]+:\w+::)?(\d{12})(?:$|:)/u.exec(one)?.[1] ?? one)
  return [...new Set(accounts)].filter((one) => one !== own)
}

/** Undefined where the policy cannot be read. */
function statementsOf(text: string): readonly Readonly<Record<string, unknown>>[] | undefined {
  try {
    const policy: unknown = JSON.parse(text)
    const list = isRecord(policy) ? policy['Statement'] : []
    return (Array.isArray(list) ? list : [list]).filter(isRecord)
  } catch {
    return undefined
  }
}

export const TRAIL_BUCKET_CHECKS: readonly AccountCheck[] = [
  bucketPublic,
  bucketBlockOff,
  foreignAccess,
  notVersioned,
  logsExpire,
  noMfaDelete,
  notLogged,
]
