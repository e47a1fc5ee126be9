import { column, type Fragment, sql } from '#store/index.ts'
import { INCIDENT_EVENTS } from '../build/incident-table.ts'
import { ACTOR, type IncidentRelations } from '../build/marks.ts'

/** Temp table: every event of every incident, with what stories ask of it. Made by one pass over the lake. */
export const STORY_CALLS = column('story_calls')

/**
 * The order of its rows: CloudTrail's times tell seconds only, and one id may stand in the logs of two accounts. Row numbers tell nothing:
 * they hang on how the logs were read.
 */
export const IN_ORDER = sql`time_ms, event_id, account_id, principal, call`

/** Reading calls whose request says what was read. */
const TELLING_READS = sql`('GetSecretValue', 'BatchGetSecretValue', 'GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory',
  'GetItem', 'BatchGetItem', 'Query', 'Scan', 'ExecuteStatement', 'Decrypt', 'GetQueryResults', 'GetLogEvents', 'FilterLogEvents', 'StartQuery',
  'DescribeInstanceAttribute', 'GetSnapshotBlock', 'ListSnapshotBlocks', 'BatchGetImage', 'GetDownloadUrlForLayer', 'GetTemplate',
  'GetAccountAuthorizationDetails', 'GetCredentialReport', 'GetFunction', 'InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream')`

/** Whether the request and the answer of a call are read; calls on objects are summed by bucket instead. */
const TELLING = sql`(e.object_key is null and (e.danger is not null or e.facts is not null or e.access_level is null
  or e.access_level not in ('read', 'list') or regexp_replace(e."eventName", '[0-9]{8}(v[0-9]+)?$', '') in ${TELLING_READS}))`

/** A request or answer beyond this is left out: it is not worth the memory of thousands. */
const MOST_JSON = 16_384
const bounded = (text: Fragment): Fragment =>
  sql`case when ${TELLING} and length(${text}) <= ${MOST_JSON} then ${text} end`

/** Where a request names what it is about, the most telling first. */
const THING = sql`coalesce(e.object_key, try(json_extract_string(e.facts, '$.target')), case when length(e."requestParameters") <= ${MOST_JSON} then
  list_filter(try(json_extract_string(e."requestParameters", ['$.secretId', '$.name', '$.roleArn', '$.roleName', '$.accessKeyId', '$.userName',
    '$.policyArn', '$.functionName', '$.instanceId', '$.instancesSet.items[0].instanceId', '$.snapshotId', '$.imageId', '$.volumeId', '$.groupId',
    '$.tableName', '$.tableArn', '$.dBInstanceIdentifier', '$.keyId', '$.modelId', '$.documentName', '$.trailName', '$.names[0]', '$.path'])),
    lambda x: x is not null)[1] end)`

/**
 * The events, each once for every incident that it is part of. The suffix that Lambda's API puts behind a name is left out.
 *
 * @param during - a condition on events that all of them meet.
 */
export const makeStoryCalls = ({ events, addresses }: IncidentRelations, during: Fragment): Fragment => sql`
create or replace temp table ${STORY_CALLS} as
select i.incident_no, e.row_id, e.time_ms, e.day, e."eventID" as event_id, e.service, regexp_replace(e."eventName", '[0-9]{8}(v[0-9]+)?$', '') as call,
  e."awsRegion" as region, e.account_id, ${ACTOR} as principal, e.session, e."userIdentity"."accessKeyId" as access_key,
  e."userIdentity".type as user_type, e."userIdentity".arn as user_arn, e."userIdentity"."accountId" as user_account,
  e."userIdentity"."sessionContext"."sessionIssuer".arn as issuer_arn, e."userIdentity"."onBehalfOf"."userId" as behalf_user,
  e."userIdentity"."onBehalfOf"."identityStoreArn" as behalf_store, e.actor_class, e."eventName" as event_name,
  e."sourceIPAddress" as address, e."userAgent" as agent, a.network, a."operator", a.country, a.kind,
  e.outcome, e.access_level, e.danger, e.bucket, e.object_key, e.bytes_out, e.facts, ${THING} as thing,
  ${bounded(sql`e."requestParameters"`)} as request, ${bounded(sql`e."responseElements"`)} as answer, ${TELLING} as is_telling
from ${INCIDENT_EVENTS} i join ${events} e on e.row_id = i.row_id left join ${addresses} a on a.address = e."sourceIPAddress"
where ${during}`
