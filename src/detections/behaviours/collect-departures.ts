import { createHash } from 'node:crypto'
import type { Finding, Level } from '#findings/index.ts'
import {
  and,
  column,
  DIMENSIONS,
  dimensionColumn,
  dimensionedEvents,
  type Engine,
  type Fragment,
  isIn,
  joined,
  not,
  numberIn,
  or,
  type Row,
  sql,
  textsIn,
  value,
} from '#store/index.ts'
import { nameOf, tacticsOf, techniquesOf } from '../run/finding-of.ts'
import { summaries, summaryOf } from '../run/finding-summary.ts'
import { filtered } from '../sigma/filter.ts'
import { termSql } from '../sigma/sql/term-sql.ts'
import type { CompiledBehaviour, Departure } from './behaviour.ts'

/** A departure with the behaviour that it departs from. */
export interface FoundDeparture {
  readonly behaviour: CompiledBehaviour
  readonly departure: Departure
  readonly level: Level
}

export interface DepartureScope {
  /** The relation `events`. */
  readonly events: Fragment
  /** The relation `addresses`. */
  readonly addresses: Fragment
  /** Which events may be told of. */
  readonly scope: Fragment
}

/** Departures as findings, with the events that show them; those without an event in scope are left out. */
export async function collectDepartures(
  engine: Engine,
  found: readonly FoundDeparture[],
  { events, addresses, scope }: DepartureScope,
): Promise<readonly Finding[]> {
  if (found.length === 0) return []
  await engine.rows(wantedValues(found))
  const subjects = [...new Set(found.map(({ departure }) => departure.subject))]
  const days = [...new Set(found.flatMap(({ departure }) => departure.days))]
  const where = sql`${isIn(sql`e.principal`, subjects.map(value))} and ${isIn(sql`cast(cast(e."eventTime" as date) as varchar)`, days.map(value))} and ${scope}`
  const matches = [
    ...DIMENSIONS.map((name) => sql`when ${name} then d.${dimensionColumn(name)}`),
    sql`when 'address' then d."sourceIPAddress"`,
  ]
  const hits = sql`select distinct w.departure_no, d.row_id
    from ${dimensionedEvents(events, addresses, where)} d
    join departure_values w on w.subject = d.principal and w.day = cast(d.day as varchar)
      and (case w.dimension ${joined(matches, sql` `)} end = w.value
        or w.value = '*' and case w.dimension ${joined(matches, sql` `)} end is not null)`
  const inScope = sql`(select *, null::varchar[] as foreign_accounts from ${events} e where ${scope})`
  const rows = await engine.rows(summaries(told(inScope, hits, unfiltered(found)), column('bucket')))
  return rows.flatMap((row) => {
    const one = found[numberIn(row, 'finding_no')]
    return one === undefined ? [] : [findingOf(row, one)]
  })
}

function wantedValues(found: readonly FoundDeparture[]): Fragment {
  const rows = found.flatMap(({ departure }, no) =>
    departure.values.flatMap(({ dimension, value: text }) =>
      departure.days.map((day) => sql`(${no}, ${departure.subject}, ${day}, ${dimension}, ${text})`),
    ),
  )
  return sql`create or replace temp table departure_values as
    select distinct * from (values ${joined(rows, sql`, `)}) v(departure_no, subject, day, dimension, value)`
}

/** What the filters of each behaviour keep, of its own departures. */
function unfiltered(found: readonly FoundDeparture[]): Fragment {
  const behaviours = new Set(found.map(({ behaviour }) => behaviour))
  const terms = [...behaviours].flatMap((behaviour) => {
    const [first, ...more] = behaviour.filters
    if (first === undefined) return []
    const own = found.flatMap((one, no) => (one.behaviour === behaviour ? [value(no)] : []))
    return [or(not(isIn(column('departure_no'), own)), termSql(filtered(first.keep, more)))]
  })
  return and(...terms)
}

/** `departure_no` as `finding_no`, with all of an event. */
function told(events: Fragment, hits: Fragment, kept: Fragment): Fragment {
  return sql`(
    select h.departure_no as finding_no, 1 as weight, e.*,
      row_number() over (partition by h.departure_no order by e.time_ms, e."eventID") as nth
    from (${hits}) h join ${events} e on e.row_id = h.row_id
    where ${kept})`
}

function findingOf(row: Row, { behaviour, departure, level }: FoundDeparture): Finding {
  return {
    id: `f-${createHash('sha256')
      .update(`${behaviour.id}\n${departure.subject}\n${departure.days[0] ?? ''}`)
      .digest('hex')
      .slice(0, 16)}`,
    detectionId: behaviour.id,
    detection: nameOf(behaviour),
    kind: 'behaviour',
    title: behaviour.title,
    level,
    why: departure.why,
    techniques: techniquesOf(behaviour.tags),
    tactics: tacticsOf(behaviour.tags),
    rows: behaviour.trailhound?.rows ?? [],
    principal: departure.subject,
    accountId: textsIn(row, 'accounts')[0],
    ...summaryOf(row),
    falsePositives: behaviour.falsepositives,
    blindSpots: [
      ...(behaviour.trailhound?.blindspots ?? []),
      `It rests on ${String(departure.historyDays)} days of history of this principal.`,
    ],
    respond: behaviour.trailhound?.respond ?? [],
    references: behaviour.references,
  }
}
