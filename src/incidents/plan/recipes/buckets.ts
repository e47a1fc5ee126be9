import { asked, type Change, type Recipe, run, same, told } from '../change.ts'
import { at, documentOf, textAt } from '../json-values.ts'

const bucketOf = (change: Change): string => asked(change, 'bucketName')
const inBucket = (
  change: Change,
  operation: string,
  options: Readonly<Record<string, string | { json: unknown }>> = {},
) => run(change, `s3api ${operation}`, { bucket: bucketOf(change), ...options })

const policyBefore = ({ before }: Change) =>
  before === undefined
    ? undefined
    : before.call.startsWith('Delete')
      ? 'none'
      : (documentOf(at(before.request, 'bucketPolicy')) ?? documentOf(at(before.request, 'policy')))

const policy =
  (written: boolean): Recipe =>
  (change) => {
    const bucket = bucketOf(change)
    const before = policyBefore(change)
    const target = `bucket policy ${bucket}`
    if (before !== undefined && before !== 'none') {
      return same(target, written ? 'persistence' : 'defences', {
        title: `Give bucket ${bucket} its policy back`,
        why: `The intruder ${written ? 'rewrote' : 'deleted'} it; the policy before stands in event ${change.before?.eventId ?? ''}.`,
        calls: [inBucket(change, 'put-bucket-policy', { policy: { json: before } })],
      })
    }
    if (!written) {
      return {
        target,
        back: {
          title: `Write the policy of bucket ${bucket} anew`,
          why: 'The intruder deleted it, and these logs do not hold what it was.',
          calls: [],
        },
      }
    }
    return same(target, 'persistence', {
      title: `Take the policy that the intruder wrote off bucket ${bucket}`,
      why: `${before === 'none' ? 'The log shows that there was none before' : 'These logs do not hold the policy before: write that anew'}. The first command prints the intruder’s as evidence.`,
      calls: [inBucket(change, 'get-bucket-policy'), inBucket(change, 'delete-bucket-policy')],
      breaks:
        before === 'none'
          ? []
          : [`What the policy of ${bucket} allowed or forbade before, until it is written anew.`],
    })
  }

const replication: Recipe = (change) => {
  const to = textAt(change.request, 'ReplicationConfiguration', 'Rule', 'Destination', 'Bucket')
  const bucket = bucketOf(change)
  const rules =
    change.before === undefined
      ? ''
      : ` An earlier setting stands in event ${change.before.eventId}: write it back by hand.`
  return same(`replication ${bucket}`, 'persistence', {
    title: `Stop the replication of bucket ${bucket}${to === undefined ? '' : ` to ${to}`}`,
    why: `The intruder set it up: each new object is copied there. The first command prints it as evidence.${rules}`,
    calls: [inBucket(change, 'get-bucket-replication'), inBucket(change, 'delete-bucket-replication')],
    breaks: [
      `Every replication of ${bucket}, an ordinary one too: these logs do not always hold what was set before.`,
    ],
  })
}

const lifecycle: Recipe = (change) => {
  const bucket = bucketOf(change)
  const rules =
    change.before === undefined
      ? ' What was set before is not in these logs.'
      : ` What was set before stands in event ${change.before.eventId}: write it back by hand.`
  return same(`lifecycle ${bucket}`, 'persistence', {
    title: `Take the expiry that the intruder set off bucket ${bucket}`,
    why: `It deletes objects as they age, without a call in any log. The first command prints it as evidence.${rules}`,
    calls: [
      inBucket(change, 'get-bucket-lifecycle-configuration'),
      inBucket(change, 'delete-bucket-lifecycle'),
    ],
  })
}

/** A setting of one word: the one before where the log holds it. */
const setting =
  (what: string, field: string, operation: string, option: string): Recipe =>
  (change) => {
    const bucket = bucketOf(change)
    const [now, old] = [
      textAt(change.request, field, 'Status'),
      textAt(change.before?.request, field, 'Status'),
    ]
    const target = `${what} ${bucket}`
    // Suspended is the only way back from Enabled, whether there was a setting before or not.
    const back = old ?? (now === 'Enabled' ? 'Suspended' : undefined)
    if (back === undefined || back === now) {
      return {
        target,
        back: {
          title: `Look at ${what} of bucket ${bucket}`,
          why: `The intruder set it to ${now ?? 'what the log does not say'}; what it was before is not in these logs.`,
          calls: [],
        },
      }
    }
    return same(target, 'persistence', {
      title: `Set ${what} of bucket ${bucket} to ${back}`,
      why: `The intruder set it to ${now ?? 'something else'}${old === undefined ? '; what it was before is not in these logs' : `; before it was ${old} (event ${change.before?.eventId ?? ''})`}.`,
      calls: [inBucket(change, operation, { [option]: { json: { Status: back } } })],
    })
  }

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}

const publicAccess =
  (whole: boolean): Recipe =>
  (change) => {
    const name = whole ? `account ${change.accountId}` : `bucket ${bucketOf(change)}`
    const json = { 'public-access-block-configuration': { json: ALL_BLOCKED } }
    const known = at(change.before?.request, 'PublicAccessBlockConfiguration') !== undefined
    return same(`public access ${name}`, 'defences', {
      title: `Block public access to ${name} again`,
      why: `The intruder lifted the block. ${known ? `What was set before stands in event ${change.before?.eventId ?? ''}` : 'What was set before is not in these logs'}: the command blocks everything, as AWS does by default.`,
      calls: [
        whole
          ? run(change, 's3control put-public-access-block', { 'account-id': change.accountId, ...json })
          : inBucket(change, 'put-public-access-block', json),
      ],
      breaks: ['What was public on purpose.'],
    })
  }

const acl: Recipe = (change) => ({
  ...same(`acl ${bucketOf(change)}`, 'persistence', {
    title: `Make the access list of bucket ${bucketOf(change)} private again`,
    why: 'The intruder rewrote it. What it was before is not looked for here: the first command prints it as evidence.',
    calls: [inBucket(change, 'get-bucket-acl'), inBucket(change, 'put-bucket-acl', { acl: 'private' })],
    breaks: ['Others whom the access list named on purpose.'],
  }),
})

const task: Recipe = (change) => {
  const arn = told(change, 'taskArn')
  return same(`datasync ${arn}`, 'stop', {
    title: `Delete DataSync task ${arn}`,
    why: 'Made by the intruder to carry data away. The first command prints it as evidence.',
    calls: [
      run(change, 'datasync describe-task', { 'task-arn': arn }),
      run(change, 'datasync delete-task', { 'task-arn': arn }),
    ],
  })
}

const execution: Recipe = (change) => {
  const arn = told(change, 'taskExecutionArn')
  return {
    target: `datasync run ${arn}`,
    stage: 'stop',
    contain: {
      title: `Stop DataSync run ${arn}`,
      why: 'Begun by the intruder. What is out is out.',
      calls: [run(change, 'datasync cancel-task-execution', { 'task-execution-arn': arn })],
    },
    back: {
      title: `Find out what DataSync run ${arn} carried away`,
      why: 'What left cannot be taken back.',
      calls: [],
    },
  }
}

const location: Recipe = (change) => {
  const arn = told(change, 'locationArn')
  return {
    target: `location ${arn}`,
    back: {
      title: `Delete DataSync location ${arn}`,
      why: 'Made by the intruder.',
      calls: [run(change, 'datasync delete-location', { 'location-arn': arn })],
    },
  }
}

export const BUCKETS: Readonly<Record<string, Recipe>> = {
  's3:PutBucketPolicy': policy(true),
  's3:DeleteBucketPolicy': policy(false),
  's3:PutBucketAcl': acl,
  's3:PutBucketReplication': replication,
  's3:PutBucketLifecycle': lifecycle,
  's3:PutBucketLifecycleConfiguration': lifecycle,
  's3:PutBucketVersioning': setting(
    'versioning',
    'VersioningConfiguration',
    'put-bucket-versioning',
    'versioning-configuration',
  ),
  's3:PutBucketAccelerateConfiguration': setting(
    'acceleration',
    'AccelerateConfiguration',
    'put-bucket-accelerate-configuration',
    'accelerate-configuration',
  ),
  's3:DeleteBucketPublicAccessBlock': publicAccess(false),
  's3:PutBucketPublicAccessBlock': publicAccess(false),
  's3:DeleteAccountPublicAccessBlock': publicAccess(true),
  's3:PutAccountPublicAccessBlock': publicAccess(true),
  'datasync:CreateTask': task,
  'datasync:StartTaskExecution': execution,
  'datasync:CreateLocationS3': location,
}
