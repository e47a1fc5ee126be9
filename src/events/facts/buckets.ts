import type { Call, Draft, Readers } from './facts.ts'
import { grantsOf } from './policy.ts'
import { accountIn, at, foreignAccounts, get, records, text, texts } from './values.ts'

/** S3: policies, access lists, replication, and what becomes of a bucket's own logs and versions. */
export const BUCKET_READERS: Readers = {
  's3:PutBucketPolicy': (call) => ({
    ...grantsOf(firstOf(call, ['bucketPolicy', 'policyDocument', 'policy']), call.accountId),
    ...bucket(call),
  }),
  's3:DeleteBucketPolicy': bucket,
  's3:PutAccessPointPolicy': (call) => ({
    ...grantsOf(
      firstOf(call, ['PutAccessPointPolicyRequest.Policy', 'policy', 'accessPointPolicy']),
      call.accountId,
    ),
    target: text(call.request, 'name', 'accessPointName', 'bucketName'),
    target_kind: 'access-point',
  }),
  's3:PutMultiRegionAccessPointPolicy': (call) => ({
    ...grantsOf(
      firstOf(call, ['PutMultiRegionAccessPointPolicyRequest.Details.Policy', 'policy']),
      call.accountId,
    ),
    target: text(call.request, 'PutMultiRegionAccessPointPolicyRequest.Details.Name', 'name'),
    target_kind: 'access-point',
  }),
  's3:PutBucketAcl': acl,
  's3:PutObjectAcl': acl,
  's3:CreateBucket': acl,
  's3:PutBucketReplication': replication,
  's3:DeleteBucketReplication': bucket,
  's3:PutBucketPublicAccessBlock': bucket,
  's3:DeleteBucketPublicAccessBlock': bucket,
  's3:PutPublicAccessBlock': bucket,
  's3:DeletePublicAccessBlock': bucket,
  's3:PutBucketAccelerateConfiguration': bucket,
  's3:PutAccelerateConfiguration': bucket,
  's3:PutBucketLogging': (call) => {
    const destination = text(call.request, 'BucketLoggingStatus.LoggingEnabled.TargetBucket')
    const said = get(call.request, 'BucketLoggingStatus') !== undefined
    return { ...bucket(call), destination, narrowed: said && destination === undefined }
  },
  's3:PutBucketVersioning': (call) => {
    const status = text(call.request, 'VersioningConfiguration.Status')
    const mfa = text(call.request, 'VersioningConfiguration.MfaDelete')
    return { ...bucket(call), narrowed: status === 'Suspended' || mfa === 'Disabled' }
  },
  's3:PutBucketLifecycle': lifecycle,
  's3:PutBucketLifecycleConfiguration': lifecycle,
  's3:PutBucketEncryption': (call) => {
    const rule = records(at(call.request, 'ServerSideEncryptionConfiguration.Rule'))[0] ?? {}
    const key = text(rule, 'ApplyServerSideEncryptionByDefault.KMSMasterKeyID')
    return { ...bucket(call), destination: key, accounts: foreignAccounts([key], call.accountId) }
  },
  's3:CopyObject': objectWrite,
  's3:UploadPartCopy': objectWrite,
  's3:PutObject': objectWrite,
  's3:PutBucketNotification': notification,
  's3:PutBucketNotificationConfiguration': notification,
  's3:PutBucketInventoryConfiguration': (call) => {
    const path = 'InventoryConfiguration.Destination.S3BucketDestination'
    const destination = text(call.request, `${path}.Bucket`)
    const account = text(call.request, `${path}.AccountId`)
    return { ...bucket(call), destination, accounts: foreignAccounts([account], call.accountId) }
  },
}

function bucket(call: Call): Draft {
  return { target: text(call.request, 'bucketName'), target_kind: 'bucket' }
}

function firstOf(call: Call, paths: readonly string[]): unknown {
  return paths
    .map((path) => at(call.request, path))
    .find((value) => value !== undefined && value !== '' && !isBlankList(value))
}

/** CloudTrail shows the query `?policy` of the request as `policy: [""]`. */
function isBlankList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => item === '')
}

const PUBLIC_GROUPS = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)/u
const PUBLIC_ACLS: ReadonlySet<string> = new Set(['public-read', 'public-read-write', 'authenticated-read'])

/** Grants in the body, in `x-amz-grant-…` headers, or a canned ACL. */
function acl(call: Call): Draft {
  const grants = records(at(call.request, 'AccessControlPolicy.AccessControlList.Grant'))
  const granted = grants.map(
    (grant) => text(grant, 'Grantee.URI', 'Grantee.ID', 'Grantee.EmailAddress') ?? '',
  )
  const headers = grantHeaders(call)
  const canned = text(call.request, 'x-amz-acl', 'x_amz_acl')
  const principals = [...granted, ...headers].filter((grantee) => grantee !== '')
  const isPublic = principals.some((grantee) => PUBLIC_GROUPS.test(grantee)) || PUBLIC_ACLS.has(canned ?? '')
  const named = principals.map((grantee) => grantee.slice(0, 512))
  const key = text(call.request, 'key')
  if (key === undefined) return { ...bucket(call), principals: named, public: isPublic }
  return {
    target: `${text(call.request, 'bucketName') ?? ''}/${key}`,
    target_kind: 'object',
    principals: named,
    public: isPublic,
  }
}

function grantHeaders(call: Call): readonly string[] {
  const inner = records(get(call.request, 'accessControlList'))
  return [call.request, ...inner].flatMap((holder) =>
    Object.entries(holder)
      .slice(0, 100)
      .filter(([key]) => /^x[-_]amz[-_]grant[-_]/iu.test(key))
      .flatMap(([, value]) => texts(value)),
  )
}

function replication(call: Call): Draft {
  const rules = records(at(call.request, 'ReplicationConfiguration.Rule'))
  const accounts = rules.map((rule) => text(rule, 'Destination.Account'))
  const keys = rules.map((rule) => text(rule, 'Destination.EncryptionConfiguration.ReplicaKmsKeyID'))
  return {
    ...bucket(call),
    destination: rules.map((rule) => text(rule, 'Destination.Bucket')).find((name) => name !== undefined),
    accounts: foreignAccounts([...accounts, ...keys], call.accountId),
  }
}

/** Written under the key of another account, or into a bucket that another account owns. */
function objectWrite(call: Call): Draft {
  const key = text(call.request, 'x-amz-server-side-encryption-aws-kms-key-id')
  const target = text(call.request, 'bucketName')
  const owner = call.resources
    .filter((resource) => text(resource, 'ARN') === `arn:aws:s3:::${target ?? ''}`)
    .map((resource) => text(resource, 'accountId'))
  return {
    target: `${target ?? ''}/${text(call.request, 'key') ?? ''}`,
    target_kind: 'object',
    destination: target,
    accounts: foreignAccounts([key, ...owner], call.accountId),
  }
}

const LOG_BUCKET = /trail|log|audit|config|guardduty|flow|siem|security/iu
/** Whoever keeps logs keeps them for longer than this. */
const SHORTEST_LOG_DAYS = 30

/** Logs that are deleted soon after they were written; only where the bucket's name says that it holds logs. */
function lifecycle(call: Call): Draft {
  const rules = records(at(call.request, 'LifecycleConfiguration.Rule'))
  const isShort = rules.some((rule) => {
    const days = Number(text(rule, 'Expiration.Days') ?? 'NaN')
    return text(rule, 'Status') === 'Enabled' && days <= SHORTEST_LOG_DAYS
  })
  return { ...bucket(call), narrowed: isShort && LOG_BUCKET.test(text(call.request, 'bucketName') ?? '') }
}

function notification(call: Call): Draft {
  const configuration = records(get(call.request, 'NotificationConfiguration'))[0] ?? {}
  const targets = [
    'TopicConfiguration',
    'QueueConfiguration',
    'CloudFunctionConfiguration',
    'LambdaFunctionConfiguration',
  ]
    .flatMap((key) => records(get(configuration, key)))
    .map((entry) => text(entry, 'Topic', 'Queue', 'CloudFunction', 'LambdaFunctionArn'))
  return {
    ...bucket(call),
    destination: targets.find((arn) => accountIn(arn) !== call.accountId) ?? targets[0],
    accounts: foreignAccounts(targets, call.accountId),
  }
}
