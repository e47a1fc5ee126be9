import { DEFAULT_REQUESTS } from '../data/requests.ts'
import { stableHex } from '../kit/ids.ts'
import type { Random } from '../kit/random.ts'
import type { JsonObject } from '../kit/record.ts'
import type { Account } from '../organisation.ts'

type RequestMaker = (account: Account, random: Random) => JsonObject

const bucketName = (account: Account, random: Random): string =>
  `example-${account.name}-${random.pick(['data-lake', 'web-assets', 'logs', 'db-backups', 'uploads', 'exports'])}`

const roleName = (account: Account, random: Random): string =>
  `${account.kind === 'development' ? 'dev' : 'prod'}-${random.pick(['checkout', 'catalog', 'orders', 'web', 'worker', 'reports', 'deploy'])}-role`

const userName = (_: Account, random: Random): string =>
  random.pick(['backup-sync', 'legacy-reporting', 'contractor-jlee', 'm.keller', 'old-deployer', 'ses-smtp'])

/** A question about one S3 bucket names it, and its host, and the sub-resource. */
const ofBucket =
  (resource: string): RequestMaker =>
  (account, random) => {
    const bucket = bucketName(account, random)
    return { bucketName: bucket, Host: `${bucket}.s3.${account.region}.amazonaws.com`, [resource]: '' }
  }

const MAKERS: Readonly<Record<string, RequestMaker>> = {
  's3:GetBucketAcl': ofBucket('acl'),
  's3:GetBucketPolicy': ofBucket('policy'),
  's3:GetBucketPolicyStatus': ofBucket('policyStatus'),
  's3:GetBucketEncryption': ofBucket('encryption'),
  's3:GetBucketVersioning': ofBucket('versioning'),
  's3:GetBucketReplication': ofBucket('replication'),
  's3:GetBucketLifecycle': ofBucket('lifecycle'),
  's3:GetBucketTagging': ofBucket('tagging'),
  's3:GetBucketLogging': ofBucket('logging'),
  's3:GetBucketLocation': ofBucket('location'),
  's3:GetBucketOwnershipControls': ofBucket('ownershipControls'),
  's3:GetBucketPublicAccessBlock': ofBucket('publicAccessBlock'),
  's3:GetAccelerateConfiguration': ofBucket('accelerate'),
  'iam:ListAttachedRolePolicies': (account, random) => ({ roleName: roleName(account, random) }),
  'iam:GetRole': (account, random) => ({ roleName: roleName(account, random) }),
  'iam:ListRolePolicies': (account, random) => ({ roleName: roleName(account, random) }),
  'iam:GetRolePolicy': (account, random) => ({ roleName: roleName(account, random), policyName: 'inline' }),
  'iam:GetPolicyVersion': (account, random) => ({
    policyArn: `arn:aws:iam::${account.id}:policy/${roleName(account, random)}`,
    versionId: `v${random.between(1, 5)}`,
  }),
  'iam:ListAccessKeys': (account, random) => ({ userName: userName(account, random) }),
  'iam:ListMFADevices': (account, random) => ({ userName: userName(account, random) }),
  'iam:GetLoginProfile': (account, random) => ({ userName: userName(account, random) }),
  'iam:GetUser': (account, random) => ({ userName: userName(account, random) }),
  'iam:ListUserPolicies': (account, random) => ({ userName: userName(account, random) }),
  'iam:ListAttachedUserPolicies': (account, random) => ({ userName: userName(account, random) }),
  'iam:ListGroupsForUser': (account, random) => ({ userName: userName(account, random) }),
  'iam:GetAccessKeyLastUsed': (_, random) => ({
    accessKeyId: `AKIA${stableHex(String(random.int(6)), 16).toUpperCase()}`,
  }),
  'kms:GetKeyRotationStatus': (account) => ({ keyId: account.kmsKey }),
  'kms:DescribeKey': (account) => ({ keyId: account.kmsKey }),
  'kms:GetKeyPolicy': (account) => ({ keyId: account.kmsKey, policyName: 'default' }),
  'lambda:GetPolicy20150331v2': (account, random) => ({
    functionName: `arn:aws:lambda:${account.region}:${account.id}:function:${random.pick(account.apps.length > 0 ? account.apps : ['audit'])}`,
  }),
  'lambda:GetFunction20150331v2': (account, random) => ({
    functionName: random.pick(account.apps.length > 0 ? account.apps : ['audit']),
  }),
  'dynamodb:DescribeTable': (_, random) => ({
    tableName: random.pick(['orders', 'sessions', 'catalog', 'carts']),
  }),
  'dynamodb:DescribeContinuousBackups': (_, random) => ({
    tableName: random.pick(['orders', 'sessions', 'catalog', 'carts']),
  }),
  'sns:GetTopicAttributes': (account) => ({ topicArn: `arn:aws:sns:${account.region}:${account.id}:alerts` }),
  'secretsmanager:DescribeSecret': (account, random) => ({
    secretId: `arn:aws:secretsmanager:${account.region}:${account.id}:secret:prod/${random.pick(['checkout', 'orders', 'ledger', 'mailer'])}/db-A1b2C3`,
  }),
  'elasticloadbalancing:DescribeTargetHealth': (account, random) => ({
    targetGroupArn: `arn:aws:elasticloadbalancing:${account.region}:${account.id}:targetgroup/${random.pick(['checkout', 'catalog', 'orders'])}/6d0ecf831eec9f09`,
  }),
  'cloudtrail:GetTrailStatus': (account) => ({
    name: `arn:aws:cloudtrail:${account.region}:111122223333:trail/org-trail`,
  }),
  'cloudtrail:GetEventSelectors': (account) => ({
    trailName: `arn:aws:cloudtrail:${account.region}:111122223333:trail/org-trail`,
  }),
  'guardduty:GetDetector': (account) => ({ detectorId: stableHex(`detector ${account.id}`, 32) }),
  'ec2:DescribeSnapshotAttribute': (account, random) => ({
    snapshotId: `snap-0${stableHex(`${account.id} ${random.int(12)}`, 16)}`,
    attributeType: 'CREATE_VOLUME_PERMISSION',
  }),
  'ce:GetCostAndUsage': () => ({
    Granularity: 'DAILY',
    Metrics: ['UnblendedCost', 'UsageQuantity'],
    GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
  }),
  'ec2:DescribeInstanceAttribute': (account, random) => ({
    instanceId: random.pick(account.instances).id,
    attribute: 'instanceType',
  }),
}

/** What a caller who looks around usually sends with this call; null where AWS writes none. */
export function requestFor(name: string, account: Account, random: Random): JsonObject | null {
  const make = MAKERS[name]
  return make === undefined ? (DEFAULT_REQUESTS[name] ?? null) : make(account, random)
}
