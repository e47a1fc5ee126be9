import { type Engine, type Fragment, numberIn, type Row, sql, textIn } from '#store/index.ts'
import { EDGES } from './edges-sql.ts'

/** A credential, or a way in, that descends from somebody's doing. */
export interface Begotten {
  /** Who: a strand's id. */
  readonly of: string
  readonly kind: 'session' | 'principal' | 'way-in' | 'sign-in'
  /** Access key, ARN of user or role. */
  readonly child: string
  /** For `sign-in`: only from this network. */
  readonly network: string | undefined
  readonly sinceMs: number
  /** Call that begot it, and its place. */
  readonly call: string
  readonly eventId: string
  /** Access key of the parent, where it had one. */
  readonly parentSession: string | undefined
  readonly parentPrincipal: string | undefined
  /** Steps from the strand: 1 for what it begot itself. */
  readonly depth: number
}

const MOST_STEPS = 20
const MOST_BEGOTTEN = 20_000
/** The shortest way; of two as short the first. One id may stand in the logs of two accounts. */
const NEAREST = sql`(depth, made_ms, event_id, call, parent_principal, parent_session)`

/**
 * All that descends from each strand, through any number of steps and accounts. Cycles end: nothing is told twice of one strand.
 *
 * @param seeds - relation with `strand` and `event_id`: the calls of each strand that are its own doing.
 */
export async function readBegotten(engine: Engine, seeds: Fragment): Promise<readonly Begotten[]> {
  const rows = await engine.rows(sql`
    with recursive begotten as (
      select s.strand, g.child_kind, g.child, case when g.child_kind = 'sign-in' then g.network end as network, g.made_ms, g.call, g.event_id,
        g.parent_session, g.parent_principal, 1 as depth
      from (${seeds}) s join ${EDGES} g on g.event_id = s.event_id
      union
      select b.strand, g.child_kind, g.child, case when g.child_kind = 'sign-in' then g.network end, g.made_ms, g.call, g.event_id,
        g.parent_session, g.parent_principal, b.depth + 1
      from begotten b join ${EDGES} g on g.made_ms >= b.made_ms and g.event_id <> b.event_id and b.depth < ${MOST_STEPS} and (
        (b.child_kind = 'session' and g.parent_session = b.child)
        or (b.child_kind = 'principal' and g.parent_principal = b.child)
        or (b.child_kind = 'sign-in' and g.parent_principal = b.child and g.network is not distinct from b.network)
        or (b.child_kind = 'way-in' and g.role = b.child and g.child_kind = 'session' and g.first_through_ms >= b.made_ms and g.actor_class in ('foreign-account', 'ci', 'anonymous', 'unknown'))))
    select strand, child_kind, child, network, min(made_ms) as made_ms, arg_min(call, ${NEAREST}) as call,
      arg_min(event_id, ${NEAREST}) as event_id, arg_min(parent_session, ${NEAREST}) as parent_session,
      arg_min(parent_principal, ${NEAREST}) as parent_principal, min(depth) as depth
    from begotten group by 1, 2, 3, 4 order by strand, made_ms, child, child_kind, network limit ${MOST_BEGOTTEN}`)
  return rows.map(begottenOf)
}

const KINDS = ['session', 'principal', 'way-in', 'sign-in'] as const

const begottenOf = (row: Row): Begotten => ({
  of: textIn(row, 'strand') ?? '',
  kind: KINDS.find((kind) => kind === row['child_kind']) ?? 'session',
  child: textIn(row, 'child') ?? '',
  network: textIn(row, 'network'),
  sinceMs: numberIn(row, 'made_ms'),
  call: textIn(row, 'call') ?? '',
  eventId: textIn(row, 'event_id') ?? '',
  parentSession: textIn(row, 'parent_session'),
  parentPrincipal: textIn(row, 'parent_principal'),
  depth: numberIn(row, 'depth'),
})
