import { type Engine, numberIn, sql, textIn } from '#store/index.ts'
import { STORY_CALLS } from './story-calls-sql.ts'

/** How often something was used in an incident. */
export interface Use {
  readonly incident: number
  readonly principal: string
  readonly session: string | undefined
  readonly network: string | undefined
  readonly count: number
}

const MOST_ROWS = 50_000

/** Events by who made them with what from where. */
export async function readUses(engine: Engine): Promise<ReadonlyMap<number, readonly Use[]>> {
  const rows = await engine.rows(sql`
    select incident_no, principal, session, network, count(*) as n from ${STORY_CALLS} s
    group by 1, 2, 3, 4 order by n desc, incident_no, session, principal, network limit ${MOST_ROWS}`)
  const uses = rows.map((row) => ({
    incident: numberIn(row, 'incident_no'),
    principal: textIn(row, 'principal') ?? '',
    session: textIn(row, 'session'),
    network: textIn(row, 'network'),
    count: numberIn(row, 'n'),
  }))
  return Map.groupBy(uses, ({ incident }) => incident)
}
