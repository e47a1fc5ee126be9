import { partitionOf } from '#kernel/index.ts'
import { type Engine, type Fragment, joined, numberIn, type Row, sql, textIn } from '#store/index.ts'
import { jsonIn } from '../json-in.ts'
import { IN_ORDER, STORY_CALLS } from '../story/story-calls-sql.ts'
import type { Change, Earlier } from './change.ts'
import { CALL, CALLS_WITH_SUBJECT, SUBJECT_OF_CALL } from './earlier-sql.ts'

/** Changes of one incident that are planned for, the first ones; requests are held in memory. */
const MOST_OF_ONE = 500
const MOST_OF_ALL = 20_000

/**
 * What intruders changed, oldest first, each with the call before it that set the same thing; of one moment by id, so that each change leads
 * back to the one told before it.
 *
 * @param calls - `service:Call`: those that something is known to do about.
 * @returns by `incident_no` of the table `incident_events`.
 */
export async function readChanges(
  engine: Engine,
  events: Fragment,
  calls: readonly string[],
): Promise<ReadonlyMap<number, readonly Change[]>> {
  const wanted = joined(
    calls.map((call) => sql`${call}`),
    sql`, `,
  )
  const settable = joined(
    CALLS_WITH_SUBJECT.map((call) => sql`${call}`),
    sql`, `,
  )
  const rows = await engine.rows(sql`
    with changed as (
      select incident_no, row_id, event_id, time_ms, service, call, event_name, account_id, region, principal, user_arn from ${STORY_CALLS} s
      where outcome = 'ok' and service || ':' || call in (${wanted})
      qualify row_number() over (partition by incident_no order by ${IN_ORDER}) <= ${MOST_OF_ONE}),
    first as (select * from changed order by incident_no, ${IN_ORDER} limit ${MOST_OF_ALL}),
    whole as (
      select e.row_id, ${CALL} as call, e."requestParameters", e."responseElements" from ${events} e
      where e.outcome = 'ok' and e."eventName" in (select event_name from first)),
    kept as (
      select f.incident_no, f.row_id, f.event_id, f.time_ms, f.service, f.call, f.account_id, f.region, f.principal, f.user_arn as arn,
        e."requestParameters" as request, e."responseElements" as response, ${SUBJECT_OF_CALL} as subject
      from first f join whole e on e.row_id = f.row_id),
    subjects as (select distinct account_id, service, region, subject from kept where subject is not null),
    setters as (select ${CALL} as call, e.* from ${events} e where e.outcome = 'ok' and e.service in (select service from subjects)),
    settings as (
      select e.account_id, e.service, e."awsRegion" as region, ${SUBJECT_OF_CALL} as subject, e.time_ms, e."eventID" as event_id, e.call,
        e."requestParameters" as request, e."responseElements" as response
      from setters e where e.call in (${settable})),
    known as (select t.* from settings t join subjects s using (account_id, service, region, subject))
    select c.*, k.call as before_call, k.event_id as before_id, k.time_ms as before_ms, k.request as before_request, k.response as before_response
    from kept c left join known k on k.account_id = c.account_id and k.service = c.service and k.region = c.region and k.subject = c.subject
      and (k.time_ms < c.time_ms or (k.time_ms = c.time_ms and k.event_id < c.event_id))
    qualify row_number() over (partition by c.incident_no, c.row_id order by k.time_ms desc nulls last, k.event_id desc, k.call, k.request, k.response) = 1
    order by c.incident_no, c.time_ms, c.event_id, c.account_id, c.principal, c.call`)
  return new Map(
    [...Map.groupBy(rows, (row) => numberIn(row, 'incident_no'))].map(([no, own]) => [no, own.map(changeOf)]),
  )
}

const changeOf = (row: Row): Change => ({
  eventId: textIn(row, 'event_id') ?? '',
  timeMs: numberIn(row, 'time_ms'),
  call: `${textIn(row, 'service') ?? ''}:${textIn(row, 'call') ?? ''}`,
  accountId: textIn(row, 'account_id') ?? '',
  region: textIn(row, 'region') ?? '',
  partition: partitionOf(textIn(row, 'arn')),
  principal: textIn(row, 'principal') ?? '',
  request: jsonIn(row, 'request'),
  response: jsonIn(row, 'response'),
  before: earlierOf(row),
})

function earlierOf(row: Row): Earlier | undefined {
  const eventId = textIn(row, 'before_id')
  if (eventId === undefined) return undefined
  return {
    eventId,
    call: textIn(row, 'before_call') ?? '',
    timeMs: numberIn(row, 'before_ms'),
    request: jsonIn(row, 'before_request'),
    response: jsonIn(row, 'before_response'),
  }
}
