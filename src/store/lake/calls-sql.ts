import { type Fragment, sql } from '../sql/fragment.ts'

// What principals really did, for the question what they may do.

/** ARNs of what was acted on that are told of one call. */
export const MOST_ARNS = 50

/**
 * On what a call acted, where its permission is asked for that very resource; of S3's objects their bucket with `/*`. Access points are
 * not buckets.
 */
const ACTED_ON = sql`case
    when e.service = 's3' and e.bucket not like 'arn:%'
      then 'arn:' || split_part(e.principal, ':', 2) || ':s3:::' || e.bucket || case when e.object_key is null then '' else '/*' end
    when e.service = 'sts' and e."eventName" = 'AssumeRole'
      then try(json_extract_string(e."requestParameters", '$.roleArn'))
    when e.service in ('dynamodb', 'lambda') then try(json_extract_string(e.resources, '$[0].ARN'))
  end`

/**
 * principal, service, event_name, n, last_ms, arns (at most one more than `MOST_ARNS`), told (events that say on what): calls by users
 * and roles that were not denied.
 */
export const callsMade = (events: Fragment): Fragment =>
  sql`select principal, service, event_name, count(*) as n, max(time_ms) as last_ms,
      list_slice(list(distinct acted_on order by acted_on), 1, ${MOST_ARNS + 1}) as arns, count(acted_on) as told
    from (select e.principal, e.service, e."eventName" as event_name, e.time_ms, ${ACTED_ON} as acted_on
      from ${events} e
      where e.principal like 'arn:%' and e.outcome <> 'denied' and e.actor_class not in ('root', 'aws-service')
        and e."eventType" is distinct from 'AwsServiceEvent') made
    group by 1, 2, 3 order by 1, 2, 3`

/** account_id, first_ms, last_ms. */
export const accountSpans = (events: Fragment): Fragment =>
  sql`select account_id, min(time_ms) as first_ms, max(time_ms) as last_ms from ${events} e
    where account_id is not null group by 1`

/** account_id, service, first_ms: data events that were logged. */
export const dataEventsSince = (events: Fragment): Fragment =>
  sql`select account_id, service, min(time_ms) as first_ms from ${events} e
    where "eventCategory" = 'Data' and account_id is not null group by 1, 2`
