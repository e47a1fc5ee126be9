import { type Engine, type Fragment, numberIn, type Row, sql, textIn } from '#store/index.ts'
import { EDGES } from './edges-sql.ts'

/** A call that handed a credential out, or opened the way in to it. */
export interface Ancestor {
  /** What was made: access key, ARN of user or role. */
  readonly credential: string
  /** `sts:AssumeRole` */
  readonly call: string
  readonly eventId: string
  readonly madeMs: number
  /** Credential that made the call; null for what has none, as a sign-in by web identity. */
  readonly parent: string | null
  readonly principal: string | null
  readonly actorClass: string | null
  readonly address: string | null
  readonly network: string | null
  /** Steps up from the credential that was asked about: 1 for the call that made it. */
  readonly depth: number
}

const MOST_STEPS = 20
const MOST_ANCESTORS = 200
/** One id may stand in the logs of two accounts. */
const FIRST = sql`(made_ms, call, parent_principal, parent_session, address)`

/**
 * Where a credential came from, the nearest first: through sessions to the key, the user, and whoever made those. Cycles end. The table
 * `credential_edges` must be made.
 */
export async function readAncestors(
  engine: Engine,
  events: Fragment,
  { credential, principal }: Asked,
): Promise<readonly Ancestor[]> {
  const made = await above(engine, credential)
  if (made.length > 0 || principal === undefined || principal === credential) return made
  const byService = credential.startsWith('ASIA') ? await engine.rows(madeByService(events, credential)) : []
  return byService.length > 0 ? byService.map(ancestorOf) : await above(engine, principal)
}

interface Asked {
  readonly credential: string
  /** Whose it is: who made the user, or its password, is told where nothing handed the credential itself out. */
  readonly principal: string | undefined
}

async function above(engine: Engine, credential: string): Promise<readonly Ancestor[]> {
  const rows = await engine.rows(sql`
    with recursive up as (
      select g.*, 1 as depth from ${EDGES} g where g.child = ${credential} and g.child_kind <> 'way-in'
      union
      select g.*, u.depth + 1 from up u join ${EDGES} g on g.made_ms <= u.made_ms and g.event_id <> u.event_id and g.child_kind in ('session', 'principal')
        and (g.child = u.parent_session or g.child = u.parent_principal) where u.depth < ${MOST_STEPS})
    select child, arg_min(call, ${FIRST}) as call, event_id, min(made_ms) as made_ms, arg_min(parent_session, ${FIRST}) as parent_session,
      arg_min(parent_principal, ${FIRST}) as parent_principal, arg_min(actor_class, ${FIRST}) as actor_class, arg_min(address, ${FIRST}) as address,
      arg_min(network, ${FIRST}) as network, min(depth) as depth
    from up group by child, event_id order by depth, made_ms, event_id, child limit ${MOST_ANCESTORS}`)
  return rows.map(ancestorOf)
}

/** Services take roles on for instances, tasks and functions: no edge of anybody's, and the answer to the question all the same. */
const madeByService = (events: Fragment, credential: string): Fragment => sql`
  select ${credential} as child, e."eventName" as call, e."eventID" as event_id, e.time_ms as made_ms, e.session as parent_session,
    e.principal as parent_principal, e.actor_class, e."sourceIPAddress" as address, null as network, 1 as depth
  from ${events} e where e."eventName" like 'AssumeRole%' and e.outcome = 'ok'
    and try(json_extract_string(e."responseElements", '$.credentials.accessKeyId')) = ${credential}
  order by e.time_ms, e."eventID", e.account_id, e.principal limit 1`

const ancestorOf = (row: Row): Ancestor => {
  const call = textIn(row, 'call') ?? ''
  return {
    credential: textIn(row, 'child') ?? '',
    call: `${/^(Create|Update)/u.test(call) ? 'iam' : call === 'GetSigninToken' ? 'signin' : 'sts'}:${call}`,
    eventId: textIn(row, 'event_id') ?? '',
    madeMs: numberIn(row, 'made_ms'),
    parent: textIn(row, 'parent_session') ?? textIn(row, 'parent_principal') ?? null,
    principal: textIn(row, 'parent_principal') ?? null,
    actorClass: textIn(row, 'actor_class') ?? null,
    address: textIn(row, 'address') ?? null,
    network: textIn(row, 'network') ?? null,
    depth: numberIn(row, 'depth'),
  }
}
