import { type Engine, numberIn, type Row, sql, textIn, textsIn } from '#store/index.ts'
import { jsonIn } from '../json-in.ts'
import { recordOf } from './rows.ts'
import { STORY_CALLS } from './story-calls-sql.ts'

/** Events of an incident that are alike in all that they ask and were answered. */
export interface Call {
  readonly incident: number
  readonly service: string
  /** Event name without the date that Lambda puts behind it. */
  readonly name: string
  readonly accountId: string | null
  readonly region: string | null
  readonly principal: string
  readonly address: string | null
  readonly isDenied: boolean
  readonly accessLevel: string | undefined
  readonly danger: string | undefined
  readonly request: unknown
  readonly answer: unknown
  readonly facts: Readonly<Record<string, unknown>>
  readonly count: number
  readonly firstMs: number
  /** Oldest first, at most 20. */
  readonly eventIds: readonly string[]
}

/** Kinds of call looked at in one incident, and in all of them: requests and answers are held in memory. */
const MOST_OF_ONE = 10_000
const MOST_OF_ALL = 60_000
const LEAST_OF_ONE = 500
export const MOST_IDS = 20

/** What tells apart calls of one moment. */
const ALIKE = sql`call, ids[1], account_id, region, principal, request, answer, facts`

/** Calls whose request or answer tells what was done; failed ones are left out, refused ones not. The gravest where they are too many. */
export async function readCalls(
  engine: Engine,
  incidentCount: number,
): Promise<ReadonlyMap<number, readonly Call[]>> {
  const most = Math.min(
    MOST_OF_ONE,
    Math.max(LEAST_OF_ONE, Math.floor(MOST_OF_ALL / Math.max(1, incidentCount))),
  )
  const rows = await engine.rows(sql`
    select incident_no, service, call, account_id, region, principal, outcome, access_level, danger, request, answer, facts,
      count(*) as n, min(time_ms) as first_ms, arg_min(address, (time_ms, event_id, address)) as address, min_by(event_id, (time_ms, event_id), ${MOST_IDS}) as ids
    from ${STORY_CALLS} s where is_telling and outcome in ('ok', 'denied')
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    qualify row_number() over (partition by incident_no order by outcome = 'denied', danger is null, first_ms, ${ALIKE}) <= ${most}
    order by incident_no, first_ms, ${ALIKE}`)
  return Map.groupBy(rows.map(callOf), ({ incident }) => incident)
}

const callOf = (row: Row): Call => ({
  incident: numberIn(row, 'incident_no'),
  service: textIn(row, 'service') ?? '',
  name: textIn(row, 'call') ?? '',
  accountId: textIn(row, 'account_id') ?? null,
  region: textIn(row, 'region') ?? null,
  principal: textIn(row, 'principal') ?? '',
  address: textIn(row, 'address') ?? null,
  isDenied: row['outcome'] === 'denied',
  accessLevel: textIn(row, 'access_level'),
  danger: textIn(row, 'danger'),
  request: jsonIn(row, 'request'),
  answer: jsonIn(row, 'answer'),
  facts: recordOf(jsonIn(row, 'facts')),
  count: numberIn(row, 'n'),
  firstMs: numberIn(row, 'first_ms'),
  eventIds: textsIn(row, 'ids'),
})
