import { type Engine, numberIn, type Row, sql, textIn } from '#store/index.ts'
import { duringIncidents, INCIDENT_EVENTS } from '../build/incident-table.ts'
import type { IncidentRelations } from '../build/marks.ts'
import { descendantsOf, wantedOfBegotten } from '../story/descendants.ts'
import { readCalls } from '../story/read-calls.ts'
import { readChanges } from '../story/read-changes.ts'
import { readUses } from '../story/read-uses.ts'
import type { Descendant } from '../story/story.ts'
import { makeStoryCalls } from '../story/story-calls-sql.ts'
import { type Ancestor, readAncestors } from './ancestors.ts'
import { type Begotten, readBegotten } from './begotten.ts'
import { EDGES, makeEdges } from './edges-sql.ts'

/** What came before a credential, and what came of it. */
export interface Lineage {
  readonly credential: string
  /** Whose it is, as far as it acted; null where it never did in these logs. */
  readonly principal: string | null
  readonly actorClass: string | null
  /** Its own events; times are null where there are none. */
  readonly eventCount: number
  readonly firstMs: number | null
  readonly lastMs: number | null
  /** The nearest first. */
  readonly ancestors: readonly Ancestor[]
  /** Parents before children. */
  readonly descendants: readonly Descendant[]
  /** The last event of the logs: states are as of then. */
  readonly asOfMs: number
}

/** Of several who acted with one key (a user was renamed, or logs are made up) the last. */
const LAST = sql`(time_ms, principal, actor_class)`

/** @param credential - access key id of a key or session, console session, or ARN of a user or role. */
export async function readLineage(
  engine: Engine,
  relations: IncidentRelations,
  credential: string,
): Promise<Lineage> {
  const { events, addresses } = relations
  await engine.rows(makeEdges(events, addresses))
  const [own = {}] = await engine.rows(sql`
    select arg_max(principal, ${LAST}) as principal, arg_max(actor_class, ${LAST}) as actor_class, count(*) as n, min(time_ms) as first_ms, max(time_ms) as last_ms
    from ${events} e where e.session = ${credential} or e.principal = ${credential}`)
  const ancestors = await readAncestors(engine, events, { credential, principal: textIn(own, 'principal') })
  const begotten = await readBegotten(
    engine,
    sql`(select 'asked' as strand, g.event_id from ${EDGES} g where g.parent_session = ${credential} or g.parent_principal = ${credential})`,
  )
  await engine.rows(collectEvents(relations, credential, begotten))
  await engine.rows(makeStoryCalls(relations, await duringIncidents(engine)))
  const changes = await readChanges(engine, relations, begotten.flatMap(wantedOfBegotten))
  const [last = {}] = await engine.rows(sql`select max(time_ms) as last_ms from ${events} e`)
  const asOfMs = numberIn(last, 'last_ms')
  return {
    credential,
    principal: textIn(own, 'principal') ?? null,
    actorClass: textIn(own, 'actor_class') ?? null,
    eventCount: numberIn(own, 'n'),
    firstMs: msIn(own, 'first_ms'),
    lastMs: msIn(own, 'last_ms'),
    ancestors,
    descendants: descendantsOf({
      begotten,
      calls: (await readCalls(engine, 1)).get(0) ?? [],
      uses: (await readUses(engine)).get(0) ?? [],
      changes,
      lastMs: asOfMs,
    }),
    asOfMs,
  }
}

const msIn = (row: Row, name: string): number | null =>
  row[name] === null || row[name] === undefined ? null : numberIn(row, name)

/** As the events of an incident are kept, so that the same questions can be asked: what descendants did, and the calls that begot them. */
const collectEvents = ({ events }: IncidentRelations, credential: string, begotten: readonly Begotten[]) => {
  const names = JSON.stringify([credential, ...begotten.map(({ child }) => child)])
  const calls = JSON.stringify(begotten.map(({ eventId }) => eventId))
  return sql`create or replace temp table ${INCIDENT_EVENTS} as
    with names as (select unnest(from_json(${names}, '["VARCHAR"]')) as name),
    calls as (select unnest(from_json(${calls}, '["VARCHAR"]')) as id)
    select 0 as incident_no, e.row_id, e.time_ms from ${events} e
    where e.session in (select name from names) or e.principal in (select name from names) or e."eventID" in (select id from calls)`
}
