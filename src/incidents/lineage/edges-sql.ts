import { column, type Fragment, isAmong, joined, sql, value } from '#store/index.ts'

/** Temp table: one row for each credential that one call handed out, or way in that it opened. */
export const EDGES = column('credential_edges')

const SESSION_CALLS = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'GetSessionToken',
  'GetFederationToken',
] as const
const OPENING_CALLS = [
  'CreateAccessKey',
  'CreateUser',
  'CreateLoginProfile',
  'UpdateLoginProfile',
  'CreateRole',
  'UpdateAssumeRolePolicy',
] as const

/** Calls whose answer holds a session. */
export const HANDED_OUT = sql`(${joined(SESSION_CALLS.map(value), sql`, `)})`
/** Calls whose answer holds a credential, or whose request opens a way in for one: asked of each event before more of it is read. */
const BEGETTING = isAmong(
  sql`e."eventName"`,
  [...SESSION_CALLS, ...OPENING_CALLS, 'GetSigninToken'].map(value),
)

const inAnswer = (path: string): Fragment => sql`try(json_extract_string(e."responseElements", ${path}))`
const inRequest = (path: string): Fragment => sql`try(json_extract_string(e."requestParameters", ${path}))`
const arnIn = (kind: string, name: Fragment): Fragment =>
  sql`'arn:' || coalesce(nullif(split_part(e."userIdentity".arn, ':', 2), ''), 'aws') || ':iam::' || e.account_id || ':' || ${kind} || '/' || ${name}`

/**
 * Makes it. `child_kind` says what `child` is:
 *
 * - `session`: an access key, long-term or temporary: all that it does descends from the call;
 * - `principal`: a user or role that was made: all that it does;
 * - `way-in`: a role whose trust was written: what others than its account's own take on through it, who never did before
 *   (`first_through_ms`: when the caller first took on the role);
 * - `sign-in`: a principal that may sign in to the console from now on: what it does from the same network.
 *
 * @param events - the relation `events`.
 * @param addresses - the relation `addresses`.
 */
export const makeEdges = (events: Fragment, addresses: Fragment): Fragment => sql`
create or replace temp table ${EDGES} as
with calls as (
  select e.time_ms as made_ms, e."eventID" as event_id, e."eventName" as call, e.account_id, e.actor_class,
    e.principal as parent_principal, e.session as parent_session, e."sourceIPAddress" as address, a.network,
    case when e."eventName" in ${HANDED_OUT} then ${inAnswer('$.credentials.accessKeyId')}
      when e."eventName" = 'CreateAccessKey' then ${inAnswer('$.accessKey.accessKeyId')} end as session,
    case when e."eventName" = 'CreateUser' then ${inAnswer('$.user.arn')}
      when e."eventName" = 'CreateRole' then ${inAnswer('$.role.arn')} end as made,
    case when e."eventName" = 'CreateRole' then ${inAnswer('$.role.arn')}
      when e."eventName" = 'UpdateAssumeRolePolicy' then ${arnIn('role', inRequest('$.roleName'))} end as opened,
    case when e."eventName" = 'GetSigninToken' then e.principal
      when e."eventName" in ('CreateLoginProfile', 'UpdateLoginProfile') then ${arnIn('user', inRequest('$.userName'))} end as may_sign_in,
    case when e."eventName" like 'AssumeRole%' then ${inRequest('$.roleArn')} end as role
  from ${events} e left join ${addresses} a on a.address = e."sourceIPAddress"
  where e.outcome = 'ok' and ${BEGETTING}
    and e.actor_class not in ('aws-service', 'service-linked-role'))
select * from (
  select made_ms, event_id, call, account_id, actor_class, parent_principal, parent_session, address, network, role,
    min(made_ms) over (partition by role, parent_principal) as first_through_ms,
    unnest(['session', 'principal', 'way-in', 'sign-in']) as child_kind, unnest([session, made, opened, may_sign_in]) as child
  from calls) c where child is not null`
