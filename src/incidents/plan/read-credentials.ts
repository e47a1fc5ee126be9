import { type Engine, type Fragment, numberIn, type Row, sql, textIn, textsIn } from '#store/index.ts'
import { INCIDENT_EVENTS } from '../build/incident-events.ts'

/** A credential that an intruder acted with, or was handed out: one for all sessions of one role or user. */
export interface Credential {
  readonly kind: 'key' | 'root-key' | 'root' | 'user' | 'role'
  /** Key; ARN of the user or role; for root its account. */
  readonly name: string
  readonly accountId: string
  /** ARN of the user that a key belongs to. */
  readonly ownerArn: string | undefined
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
      select i.incident_no, e.time_ms, e."userIdentity" as u, e.actor_class, e.principal, e."eventName" = 'ConsoleLogin' as signs_in,
        e.outcome, null as role_arn, null as made_by
      from ${INCIDENT_EVENTS} i join ${events} e on e.row_id = i.row_id
      union all
      select m.no, e.time_ms, e."userIdentity", e.actor_class, e.principal, false, e.outcome,
        case when e."eventName" like 'AssumeRole%' then try(json_extract_string(e."requestParameters", '$.roleArn')) end, e."eventID"
      from made m join ${events} e on e."eventID" = m."eventId"),
    named as (
      select incident_no, time_ms, signs_in, outcome, made_by, actor_class,
        case when role_arn is not null then 'role'
          when u.type = 'Root' and starts_with(u."accessKeyId", 'AKIA') and made_by is null then 'root-key'
          when u.type = 'Root' then 'root'
          when u.type = 'IAMUser' and starts_with(u."accessKeyId", 'AKIA') and made_by is null then 'key'
          when u.type in ('IAMUser', 'FederatedUser') then 'user'
          when u.type = 'AssumedRole' then 'role' end as kind,
        case when role_arn is not null then role_arn when u.type = 'Root' and starts_with(u."accessKeyId", 'AKIA') and made_by is null then u."accessKeyId"
          when u.type = 'Root' then u."accountId"
          when u.type = 'IAMUser' and starts_with(u."accessKeyId", 'AKIA') and made_by is null then u."accessKeyId"
          when u.type = 'IAMUser' then u.arn else u."sessionContext"."sessionIssuer".arn end as name,
        coalesce(nullif(split_part(role_arn, ':', 5), ''), u."accountId") as account_id,
        case when u.type = 'IAMUser' then u.arn end as owner_arn,
        case when role_arn is null and actor_class = 'sso-person' then regexp_extract(u.arn, '[^/]*$') end as person,
        case when role_arn is null and u.type = 'AssumedRole' then regexp_extract(u.arn, '[^/]*$') end as session_name,
        case when actor_class = 'sso-person' then u."onBehalfOf"."userId" end as user_id,
        case when actor_class = 'sso-person' then u."onBehalfOf"."identityStoreArn" end as store_arn
      from acted where actor_class not in ('service-linked-role', 'aws-service'))
    select incident_no, kind, name, account_id, person, any_value(owner_arn) as owner_arn, max(user_id) as user_id, max(store_arn) as store_arn,
      bool_or(signs_in and outcome = 'ok') as signed_in, list_slice(list(distinct session_name order by session_name), 1, 20) as session_names,
      list_slice(list(distinct made_by order by made_by), 1, 1000) as made_by
    from named where kind is not null and name is not null and (outcome = 'ok' or kind <> 'user')
    group by 1, 2, 3, 4, 5
    qualify row_number() over (partition by incident_no order by count(*) desc, name, person) <= ${MOST_OF_ONE}
    order by incident_no, min(time_ms), kind, name, person`)
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
    ownerArn: textIn(row, 'owner_arn'),
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
