import { column, type Engine, isIn, joined, numberIn, sql, textIn, value } from '#store/index.ts'
import type { IncidentRelations } from '../build/marks.ts'
import { jsonIn } from '../json-in.ts'
import { leavesOf } from './json-path.ts'
import { recordOf } from './rows.ts'

/** A call of anybody, at any time, that names a thing which an incident made or changed. */
export interface Change {
  readonly service: string
  readonly name: string
  readonly accountId: string | null
  readonly region: string | null
  readonly timeMs: number
  readonly eventId: string
  readonly request: unknown
  readonly facts: Readonly<Record<string, unknown>>
  /** Every text of the request. */
  readonly names: ReadonlySet<string>
}

/** Which calls are looked for: by name, and by the thing that they name. */
export interface Wanted {
  readonly service: string
  readonly call: string
  readonly thing: string
}

const MOST_WANTED = 50_000
const MOST_ROWS = 20_000
const MOST_JSON = 16_384

/** Where requests name what they remove or change. */
const NAMES = joined(
  (
    'accessKeyId userName roleName groupName policyName policyArn instanceProfileName functionName instanceId groupId snapshotId ' +
    'imageId volumeId keyName bucketName dBInstanceIdentifier dBSnapshotIdentifier stackName clusterName ruleName rule name keyId arn ' +
    'serialNumber openIDConnectProviderArn sAMLProviderArn trailName serviceSpecificCredentialId id'
  )
    .split(' ')
    .map((path) => sql`${`$.${path}`}`),
  sql`, `,
)

/** Calls that succeeded, of anybody at any time: what removed a thing again, and what it was before. The last where they are too many. */
export async function readChanges(
  engine: Engine,
  { events }: IncidentRelations,
  wanted: readonly Wanted[],
): Promise<readonly Change[]> {
  if (wanted.length === 0) return []
  const rows = await engine.rows(sql`
    with wanted as (select unnest(from_json(${JSON.stringify(wanted.slice(0, MOST_WANTED))},
      '[{"service":"VARCHAR","call":"VARCHAR","thing":"VARCHAR"}]'), recursive := true)),
    calls as materialized (
      select e.row_id, e.service, regexp_replace(e."eventName", '[0-9]{8}(v[0-9]+)?$', '') as call, e.account_id, e."awsRegion" as region, e.time_ms,
        e."eventID" as event_id, e."requestParameters" as request, e.facts, e.bucket
      from ${events} e
      where e.outcome = 'ok' and e.access_level in ('write', 'permissions') and e.object_key is null
        and ${isIn(column('eventName'), eventNames(wanted).map(value))}
        and length(e."requestParameters") <= ${MOST_JSON}),
    named as (
      select row_id, service, call, unnest(list_concat(try(json_extract_string(request, [${NAMES}])), try(json_extract_string(request, '$.instancesSet.items[*].instanceId')),
        [try(json_extract_string(facts, '$.target'))])) as thing
      from calls)
    select * from calls c where row_id in (select n.row_id from named n join wanted t on t.thing = n.thing and t.call = n.call and t.service = n.service)
    order by time_ms desc, event_id, account_id, call, request limit ${MOST_ROWS}`)
  return rows
    .map((row) => {
      const request = jsonIn(row, 'request')
      return {
        service: textIn(row, 'service') ?? '',
        name: textIn(row, 'call') ?? '',
        accountId: textIn(row, 'account_id') ?? null,
        region: textIn(row, 'region') ?? null,
        timeMs: numberIn(row, 'time_ms'),
        eventId: textIn(row, 'event_id') ?? '',
        request,
        facts: recordOf(jsonIn(row, 'facts')),
        names: leavesOf(request),
      }
    })
    .toReversed()
}

/** As Lambda's API writes some of them. A plain list lets the engine leave out parts of the lake. */
const DATED = ['20150331', '20150331v2']
const eventNames = (wanted: readonly Wanted[]): readonly string[] => [
  ...new Set(
    wanted.flatMap(({ service, call }) =>
      service === 'lambda' ? [call, ...DATED.map((date) => call + date)] : [call],
    ),
  ),
]
