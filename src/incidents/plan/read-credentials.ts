import { type Engine, type Fragment, numberIn, type Row, sql, textIn, textsIn } from '#store/index.ts'
import { HANDED_OUT } from '../lineage/edges-sql.ts'
import { STORY_CALLS } from '../story/story-calls-sql.ts'

/** A credential that an intruder acted with, or was handed out: one for all sessions of one role or user. */
export interface Credential {
  readonly kind: 'key' | 'root-key' | 'root' | 'user' | 'role'
  /** Key; ARN of the user or role; for root its account. */
  readonly name: string
  readonly accountId: string
  /** ARNs of the users that acted with a key, by name, at most 20: one, but where a user was renamed, or logs are made up or cut down. */
  readonly ownerArns: readonly string[]
  /** People of Identity Center, or of another directory, who share a role. */
  readonly person: Person | undefined
  /** Names of sessions, at most 20: of instances they are `i-…`. */
  readonly sessionNames: readonly string[]
  /** Whether the password was used. */
  readonly signedIn: boolean
  /** Events that handed such a session out. */
  readonly madeBy: readonly string[]
}

export interface Person {
  readonly sessionName: string
  readonly userId: string | undefined
  readonly storeArn: string | undefined
}

const MOST_OF_ONE = 500

/**
 * @param made - calls of each incident that handed a session out: used or not, it is one more to end.
 * @returns by `incident_no`.
 */
export async function readCredentials(
  engine: Engine,
  events: Fragment,
  made: readonly { readonly no: number; readonly eventId: string }[],
): Promise<ReadonlyMap<number, readonly Credential[]>> {
  const rows = await engine.rows(sql`
    with made as (select unnest(from_json(${JSON.stringify(made)}, '[{"no":"INTEGER","eventId":"VARCHAR"}]'), recursive := true)),
    acted as (
      select incident_no, time_ms, user_type, access_key, user_arn, user_account, issuer_arn, behalf_user, behalf_store, actor_class,
        event_name = 'ConsoleLogin' as signs_in, outcome, null as role_arn, null as made_by
      from ${STORY_CALLS} s
      union all
      select m.no, e.time_ms, e."userIdentity".type, e."userIdentity"."accessKeyId", e."userIdentity".arn, e."userIdentity"."accountId",
        e."userIdentity"."sessionContext"."sessionIssuer".arn, e."userIdentity"."onBehalfOf"."userId",
        e."userIdentity"."onBehalfOf"."identityStoreArn", e.actor_class, false, e.outcome,
        case when e."eventName" like 'AssumeRole%' then try(json_extract_string(e."requestParameters", '$.roleArn')) end, e."eventID"
      from made m join ${events} e on e."eventID" = m."eventId" where e."eventName" in ${HANDED_OUT}),
    named as (
      select incident_no, time_ms, signs_in, outcome, made_by,
        case when role_arn is not null then 'role'
          when user_type = 'Root' and starts_with(access_key, 'AKIA') and made_by is null then 'root-key'
          when user_type = 'Root' then 'root'
          when user_type = 'IAMUser' and starts_with(access_key, 'AKIA') and made_by is null then 'key'
          when user_type in ('IAMUser', 'FederatedUser') then 'user'
          when user_type = 'AssumedRole' then 'role' end as kind,
        case when role_arn is not null then role_arn when user_type = 'Root' and starts_with(access_key, 'AKIA') and made_by is null then access_key
          when user_type = 'Root' then user_account
          when user_type = 'IAMUser' and starts_with(access_key, 'AKIA') and made_by is null then access_key
          when user_type = 'IAMUser' then user_arn else issuer_arn end as name,
        coalesce(nullif(split_part(role_arn, ':', 5), ''), user_account) as account_id,
        case when user_type = 'IAMUser' then user_arn end as owner_arn,
        case when role_arn is null and actor_class = 'sso-person' then regexp_extract(user_arn, '[^/]*$') end as person,
        case when role_arn is null and user_type = 'AssumedRole' then regexp_extract(user_arn, '[^/]*$') end as session_name,
        case when actor_class = 'sso-person' then behalf_user end as user_id,
        case when actor_class = 'sso-person' then behalf_store end as store_arn
      from acted where actor_class not in ('service-linked-role', 'aws-service'))
    select incident_no, kind, name, account_id, person, list_slice(list(distinct owner_arn order by owner_arn), 1, 20) as owner_arns,
      max(user_id) as user_id, max(store_arn) as store_arn, bool_or(signs_in and outcome = 'ok') as signed_in,
      list_slice(list(distinct session_name order by session_name), 1, 20) as session_names,
      list_slice(list(distinct made_by order by made_by), 1, 1000) as made_by
    from named where kind is not null and name is not null and (outcome = 'ok' or kind <> 'user')
    group by 1, 2, 3, 4, 5
    qualify row_number() over (partition by incident_no order by count(*) desc, name, person, kind, account_id) <= ${MOST_OF_ONE}
    order by incident_no, min(time_ms), kind, name, person, account_id`)
  return new Map(
    [...Map.groupBy(rows, (row) => numberIn(row, 'incident_no'))].map(([no, own]) => [
      no,
      own.map(credentialOf),
    ]),
  )
}

const KINDS = ['key', 'root-key', 'root', 'user', 'role'] as const

function credentialOf(row: Row): Credential {
  const sessionName = textIn(row, 'person')
  return {
    kind: KINDS.find((kind) => kind === row['kind']) ?? 'role',
    name: textIn(row, 'name') ?? '',
    accountId: textIn(row, 'account_id') ?? '',
    ownerArns: textsIn(row, 'owner_arns'),
    person:
      sessionName === undefined
        ? undefined
        : { sessionName, userId: textIn(row, 'user_id'), storeArn: textIn(row, 'store_arn') },
    sessionNames: textsIn(row, 'session_names'),
    signedIn: row['signed_in'] === true,
    madeBy: textsIn(row, 'made_by'),
  }
}

/** Accounts whose logs are in the lake, by the table `held`: nobody else's credentials can be switched off. */
export async function ownAccounts(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = await engine.rows(sql`select distinct account from held h where account is not null`)
  return new Set(rows.flatMap((row) => textIn(row, 'account') ?? []))
}
