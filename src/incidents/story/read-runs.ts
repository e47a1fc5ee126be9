import { MINUTE_MS } from '#kernel/index.ts'
import { type Engine, numberIn, type Row, sql, textIn, textsIn } from '#store/index.ts'
import { countIn } from './rows.ts'
import { IN_ORDER, STORY_CALLS } from './story-calls-sql.ts'
import type { StoryIncident } from './story-incident.ts'

/** The same call by one principal, one after another, on things of one bucket or any. */
export interface Run {
  readonly incident: number
  readonly service: string
  readonly name: string
  readonly principal: string
  /** Null where there are several. */
  readonly address: string | null
  readonly region: string | null
  readonly bucket: string | null
  readonly accessLevel: string | undefined
  readonly danger: string | undefined
  readonly firstMs: number
  readonly lastMs: number
  readonly count: number
  readonly deniedCount: number
  readonly bytesOut: number | null
  /** What it was done to: the first three, and how many. */
  readonly things: readonly string[]
  readonly thingCount: number
  readonly eventIds: readonly string[]
  /** Findings that name one of its events, by place in the incident's list. */
  readonly findings: readonly number[]
}

/** What all events of an incident come to, whether or not they are among its runs. */
export interface RunTotals {
  readonly count: number
  readonly deniedCount: number
  readonly okCount: number
  readonly accountIds: readonly string[]
}

const REST_MS = 30 * MINUTE_MS
const MOST_RUNS = 2000
const MOST_NAMED = 200_000

/** Runs of each incident, oldest first; those with findings and dangers first where they are too many. */
export async function readRuns(
  engine: Engine,
  incidents: readonly StoryIncident[],
): Promise<ReadonlyMap<number, readonly Run[]>> {
  const named = incidents
    .flatMap(({ no, findings }) =>
      findings.flatMap(({ eventIds }, f) => eventIds.map((e) => ({ i: no, f, e }))),
    )
    .slice(0, MOST_NAMED)
  const rows = await engine.rows(sql`
    with named as (
      select i, e, list(distinct f) as findings from (
        select unnest(from_json(${JSON.stringify(named)}, '[{"i":"INTEGER","f":"INTEGER","e":"VARCHAR"}]'), recursive := true)) group by 1, 2),
    seen as (
      select s.incident_no, s.service, s.call, s.principal, s.bucket, s.account_id, s.address, s.region, s.access_level, s.danger, s.time_ms, s.outcome, s.bytes_out,
        s.thing, s.event_id, n.findings,
        s.time_ms - lag(s.time_ms) over (partition by s.incident_no, s.service, s.call, s.principal, s.bucket order by ${IN_ORDER}) as step
      from ${STORY_CALLS} s left join named n on n.i = s.incident_no and n.e = s.event_id),
    numbered as (
      select *, count(*) filter (step > ${REST_MS}) over (
        partition by incident_no, service, call, principal, bucket order by ${IN_ORDER} rows unbounded preceding) as run from seen),
    told as (
      select incident_no, service, call, principal, bucket, run, min(access_level) as access_level, min(danger) as danger,
        min(time_ms) as first_ms, max(time_ms) as last_ms, count(*) as n, count(*) filter (outcome = 'denied') as denied,
        sum(bytes_out) as bytes_out, case when count(distinct address) = 1 then any_value(address) end as address,
        case when count(distinct region) = 1 then any_value(region) end as region,
        min_by(thing, (time_ms, event_id, thing), 3) filter (thing is not null) as things, count(distinct thing) as thing_count,
        min_by(event_id, (findings is null, time_ms, event_id), 20) as ids, list_distinct(flatten(list(findings) filter (findings is not null))) as findings
      from numbered group by 1, 2, 3, 4, 5, 6)
    select * from told
    qualify row_number() over (partition by incident_no order by len(coalesce(findings, [])) = 0, danger is null, first_ms, call, ids[1], service, principal, bucket) <= ${MOST_RUNS}
    order by incident_no, first_ms, last_ms, service, call, principal, ids[1], bucket`)
  return Map.groupBy(rows.map(runOf), ({ incident }) => incident)
}

/** Exact, over all events. */
export async function readTotals(engine: Engine): Promise<ReadonlyMap<number, RunTotals>> {
  const rows = await engine.rows(sql`
    select incident_no, count(*) as n, count(*) filter (outcome = 'denied') as denied,
      count(*) filter (outcome = 'ok') as ok, list_sort(list(distinct account_id) filter (account_id is not null)) as account_ids
    from ${STORY_CALLS} s group by 1`)
  return new Map(
    rows.map((row) => [
      numberIn(row, 'incident_no'),
      {
        count: numberIn(row, 'n'),
        deniedCount: numberIn(row, 'denied'),
        okCount: numberIn(row, 'ok'),
        accountIds: textsIn(row, 'account_ids'),
      },
    ]),
  )
}

const runOf = (row: Row): Run => ({
  incident: numberIn(row, 'incident_no'),
  service: textIn(row, 'service') ?? '',
  name: textIn(row, 'call') ?? '',
  principal: textIn(row, 'principal') ?? '',
  address: textIn(row, 'address') ?? null,
  region: textIn(row, 'region') ?? null,
  bucket: textIn(row, 'bucket') ?? null,
  accessLevel: textIn(row, 'access_level'),
  danger: textIn(row, 'danger'),
  firstMs: numberIn(row, 'first_ms'),
  lastMs: numberIn(row, 'last_ms'),
  count: numberIn(row, 'n'),
  deniedCount: numberIn(row, 'denied'),
  bytesOut: countIn(row, 'bytes_out'),
  things: [...new Set(textsIn(row, 'things'))],
  thingCount: numberIn(row, 'thing_count'),
  eventIds: textsIn(row, 'ids'),
  findings: findingsIn(row),
})

function findingsIn(row: Row): readonly number[] {
  const list = row['findings']
  return Array.isArray(list) ? list.map(Number).toSorted((a, b) => a - b) : []
}
