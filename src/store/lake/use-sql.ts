import { type Fragment, sql } from '../sql/fragment.ts'

// Who and what is used, over the whole lake: what an audit weighs settings by.

/** Networks of one key that are told. */
const MOST_NETWORKS = 50

/** One row: first_ms, last_ms, days. */
export const heldSpan = (events: Fragment): Fragment =>
  sql`select min(time_ms) as first_ms, max(time_ms) as last_ms, count(distinct day) as days from ${events} e`

/** account_id, region, n, writes (changes, not by AWS itself), last_ms. */
export const regionUse = (events: Fragment): Fragment =>
  sql`select account_id, "awsRegion" as region, count(*) as n, max(time_ms) as last_ms,
      count(*) filter (access_level in ('write', 'permissions') and outcome = 'ok'
        and actor_class not in ('aws-service', 'service-linked-role')) as writes
    from ${events} e where account_id is not null and "awsRegion" is not null group by 1, 2`

/** access_key, network, kind, operator, country, n, first_ms, last_ms; long-term keys, the busiest networks first. */
export const keyUse = (events: Fragment, addresses: Fragment): Fragment =>
  sql`with used as (
      select e."userIdentity"."accessKeyId" as access_key, coalesce(a.network, '') as network,
        any_value(a.kind) as kind, any_value(a."operator") as operator, any_value(a.country) as country,
        count(*) as n, min(e.time_ms) as first_ms, max(e.time_ms) as last_ms
      from ${events} e left join ${addresses} a on a.address = e."sourceIPAddress"
      where e."userIdentity"."accessKeyId" like 'AKIA%' group by 1, 2)
    select * from used
    qualify row_number() over (partition by access_key order by n desc, network) <= ${MOST_NETWORKS}
    order by access_key, n desc, network`

/** principal, with_mfa, without_mfa, last_ms, last_without_ms: console sign-ins of users and root that succeeded. */
export const signInUse = (events: Fragment): Fragment =>
  sql`with signed as (
      select principal, time_ms, try(json_extract_string("additionalEventData", '$.MFAUsed')) as mfa
      from ${events} e
      where "eventName" = 'ConsoleLogin' and outcome = 'ok' and actor_class in ('root', 'iam-user'))
    select principal, count(*) filter (mfa = 'Yes') as with_mfa, count(*) filter (mfa = 'No') as without_mfa,
      max(time_ms) as last_ms, max(time_ms) filter (mfa = 'No') as last_without_ms
    from signed where principal is not null group by 1`
