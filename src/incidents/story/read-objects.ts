import { type Engine, numberIn, type Row, sql, textIn, textsIn } from '#store/index.ts'
import { countIn } from './rows.ts'
import { STORY_CALLS } from './story-calls-sql.ts'

/** What an incident did to the objects of one bucket by one call, from one address network. */
export interface ObjectCalls {
  readonly incident: number
  readonly name: string
  readonly bucket: string
  readonly accountId: string | null
  readonly region: string | null
  readonly count: number
  readonly deniedCount: number
  /** Distinct objects among the calls that were not refused. */
  readonly objectCount: number
  readonly bytesOut: number | null
  /** The address that it went to first. */
  readonly address: string | null
  readonly firstMs: number
  readonly eventIds: readonly string[]
}

const MOST_ROWS = 50_000

export async function readObjects(engine: Engine): Promise<ReadonlyMap<number, readonly ObjectCalls[]>> {
  const rows = await engine.rows(sql`
    select incident_no, call, bucket, account_id, region, count(*) filter (outcome = 'ok') as n, count(*) filter (outcome = 'denied') as denied,
      count(distinct object_key) filter (outcome = 'ok') as objects, sum(bytes_out) filter (outcome = 'ok') as bytes_out,
      arg_min(address, (time_ms, event_id, address)) filter (outcome = 'ok') as address, min(time_ms) as first_ms, min_by(event_id, (time_ms, event_id), 20) as ids
    from ${STORY_CALLS} s where bucket is not null and object_key is not null
    group by 1, 2, 3, 4, 5 order by n desc, incident_no, bucket, call, ids[1], account_id, region limit ${MOST_ROWS}`)
  return Map.groupBy(rows.map(objectsOf), ({ incident }) => incident)
}

const objectsOf = (row: Row): ObjectCalls => ({
  incident: numberIn(row, 'incident_no'),
  name: textIn(row, 'call') ?? '',
  bucket: textIn(row, 'bucket') ?? '',
  accountId: textIn(row, 'account_id') ?? null,
  region: textIn(row, 'region') ?? null,
  count: numberIn(row, 'n'),
  deniedCount: numberIn(row, 'denied'),
  objectCount: numberIn(row, 'objects'),
  bytesOut: countIn(row, 'bytes_out'),
  address: textIn(row, 'address') ?? null,
  firstMs: numberIn(row, 'first_ms'),
  eventIds: textsIn(row, 'ids'),
})
