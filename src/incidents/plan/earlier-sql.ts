import { column, type Fragment, joined, sql } from '#store/index.ts'

/** Calls that set or remove one and the same thing, told by these names in their requests. */
interface Family {
  readonly calls: readonly string[]
  readonly names: readonly string[]
}

const FAMILIES: readonly Family[] = [
  { calls: ['CreateRole', 'UpdateAssumeRolePolicy'], names: ['roleName'] },
  { calls: ['PutRolePolicy', 'DeleteRolePolicy'], names: ['roleName', 'policyName'] },
  { calls: ['PutUserPolicy', 'DeleteUserPolicy'], names: ['userName', 'policyName'] },
  { calls: ['PutGroupPolicy', 'DeleteGroupPolicy'], names: ['groupName', 'policyName'] },
  { calls: ['PutUserPermissionsBoundary', 'DeleteUserPermissionsBoundary'], names: ['userName'] },
  { calls: ['PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary'], names: ['roleName'] },
  { calls: ['UpdateAccountPasswordPolicy', 'DeleteAccountPasswordPolicy'], names: [] },
  { calls: ['PutBucketPolicy', 'DeleteBucketPolicy'], names: ['bucketName'] },
  { calls: ['PutBucketReplication', 'DeleteBucketReplication'], names: ['bucketName'] },
  {
    calls: ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle'],
    names: ['bucketName'],
  },
  { calls: ['PutBucketVersioning'], names: ['bucketName'] },
  { calls: ['PutBucketAccelerateConfiguration'], names: ['bucketName'] },
  { calls: ['PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock'], names: ['bucketName'] },
  { calls: ['PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock'], names: [] },
  { calls: ['PutKeyPolicy'], names: ['keyId'] },
  { calls: ['PutResourcePolicy', 'DeleteResourcePolicy'], names: ['secretId'] },
  { calls: ['SetQueueAttributes'], names: ['queueUrl'] },
  { calls: ['CreateTrail', 'UpdateTrail', 'DeleteTrail'], names: ['name'] },
  { calls: ['PutEventSelectors'], names: ['trailName'] },
  { calls: ['PutDeliveryChannel', 'DeleteDeliveryChannel'], names: [] },
  { calls: ['ModifyInstanceAttribute'], names: ['instanceId'] },
  { calls: ['CreateDBInstance', 'ModifyDBInstance'], names: ['dBInstanceIdentifier'] },
  { calls: ['CreateFunction', 'UpdateFunctionCode'], names: ['functionName'] },
  { calls: ['UpdateFunctionConfiguration'], names: ['functionName'] },
]

/** The name of a policy is its ARN, which the call that makes it has only in its answer. */
const POLICY_VERSIONS = ['CreatePolicy', 'CreatePolicyVersion', 'SetDefaultPolicyVersion']

/** Lambda puts the date of an API version behind its names. */
export const CALL = sql`regexp_replace(e."eventName", '[0-9]{8}(v[0-9]+)?$', '')`

const textIn = (field: string, path: string): Fragment =>
  sql`coalesce(try(json_extract_string(e.${column(field)}, ${path})), '')`

const amongCalls = (calls: readonly string[]): Fragment =>
  sql`e.call in (${joined(
    calls.map((call) => sql`${call}`),
    sql`, `,
  )})`

/** What a call sets, as one text; null for calls that set nothing of which an earlier value is looked for. Reads columns of `e`, `call` among them. */
export const SUBJECT_OF_CALL: Fragment = sql`case ${joined(
  FAMILIES.map(
    ({ calls, names }) =>
      sql`when ${amongCalls(calls)} then ${joined(
        [sql`${calls[0] ?? ''}`, ...names.map((name) => textIn('requestParameters', `$.${name}`))],
        sql` || chr(10) || `,
      )}`,
  ),
  sql` `,
)} when ${amongCalls(POLICY_VERSIONS)} then 'policy' || chr(10) || coalesce(nullif(${textIn('requestParameters', '$.policyArn')}, ''), ${textIn('responseElements', '$.policy.arn')}) end`

export const CALLS_WITH_SUBJECT: readonly string[] = [
  ...FAMILIES.flatMap(({ calls }) => calls),
  ...POLICY_VERSIONS,
]
