import type { Finding } from '#findings/index.ts'
import { type Engine, type Fragment, numberIn, type Row, sql, textIn } from '#store/index.ts'

/** One event that one finding names, with who made it and from where. */
export interface Mark {
  /** Place of the finding in the list that was asked for. */
  readonly finding: number
  readonly eventId: string
  readonly timeMs: number
  /** Of an event without a principal: account and address. */
  readonly principal: string
  readonly session: string | undefined
  readonly network: string | undefined
  readonly networkKind: string | undefined
  readonly address: string | undefined
}

export interface IncidentRelations {
  /** The relation `events`: the whole lake. */
  readonly events: Fragment
  /** The relation `addresses`. */
  readonly addresses: Fragment
  /** The relation `profiles`. */
  readonly profiles: Fragment
  /** Which events may be told of. */
  readonly scope: Fragment
  /** Whether the table `held` tells of all events already, and need not be made for it. */
  readonly isHeldOfAll?: boolean
}

/** Marks in all; with many findings each names fewer. */
const MOST_MARKS = 200_000
const LEAST_OF_EACH = 20

/** Who an event's actor is, where AWS does not say either. */
export const ACTOR = sql`coalesce(e.principal, coalesce(e.account_id, '') || '/' || coalesce(e."sourceIPAddress", ''))`

/** The events that findings name, oldest first. */
export async function collectMarks(
  engine: Engine,
  findings: readonly Finding[],
  { events, addresses, scope }: IncidentRelations,
): Promise<readonly Mark[]> {
  const most = Math.max(LEAST_OF_EACH, Math.floor(MOST_MARKS / Math.max(1, findings.length)))
  const named = findings.flatMap(({ eventIds }, n) => spread(eventIds, most).map((e) => ({ n, e })))
  if (named.length === 0) return []
  const rows = await engine.rows(sql`
    with named as (select unnest(from_json(${JSON.stringify(named)}, '[{"n":"INTEGER","e":"VARCHAR"}]'), recursive := true))
    select n.n as finding, e."eventID" as event_id, e.time_ms, ${ACTOR} as principal, e.session,
      e."sourceIPAddress" as address, a.network, a.kind
    from named n join ${events} e on e."eventID" = n.e left join ${addresses} a on a.address = e."sourceIPAddress"
    where ${scope} order by e.time_ms, e."eventID", n.n, principal, e.session, address`)
  return rows.map(markOf)
}

/** So many of a list, from its beginning to its end. */
function spread<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list
  return Array.from(
    { length: most },
    (_, i) => list[Math.floor((i * (list.length - 1)) / (most - 1))],
  ).filter((one) => one !== undefined)
}

const markOf = (row: Row): Mark => ({
  finding: numberIn(row, 'finding'),
  eventId: textIn(row, 'event_id') ?? '',
  timeMs: numberIn(row, 'time_ms'),
  principal: textIn(row, 'principal') ?? '',
  session: textIn(row, 'session'),
  network: textIn(row, 'network'),
  networkKind: textIn(row, 'kind'),
  address: textIn(row, 'address'),
})
