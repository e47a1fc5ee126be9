import { isRecord } from '#kernel/index.ts'
import type { Row } from '../engine.ts'
import { numberIn, textIn } from '../row-values.ts'
import { column, type Fragment, joined, sql } from '../sql/fragment.ts'

/** AWS's own fields, in the order in which CloudTrail writes most records; `userIdentity` and times stand apart. */
const TEXTS = [
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
] as const
const MORE_TEXTS = [
  'requestID',
  'eventID',
  'eventType',
  'apiVersion',
  'recipientAccountId',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'eventCategory',
  'sessionCredentialFromConsole',
] as const
const JSON_TEXTS = [
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'resources',
  'tlsDetails',
  'edgeDeviceDetails',
  'addendum',
] as const
const FLAGS = ['readOnly', 'managementEvent'] as const

/** What `recordText` makes records of, and `source_id`: of these events, oldest first. */
export function recordRows(
  events: Fragment,
  { eventIds, firstMs, lastMs }: { eventIds: readonly string[]; firstMs: number; lastMs: number },
): Fragment {
  const names = [
    'eventVersion',
    'userIdentity',
    ...TEXTS,
    ...MORE_TEXTS,
    ...JSON_TEXTS,
    ...FLAGS,
    'otherFields',
  ]
  const columns = joined(
    names.map((name) => sql`e.${column(name)}`),
    sql`, `,
  )
  return sql`select e.time_ms, e.source_id, ${columns} from ${events} e
    where e.time_ms between ${firstMs} and ${lastMs}
      and e."eventID" in (select unnest(from_json(${JSON.stringify(eventIds)}, '["VARCHAR"]')))
    order by e.time_ms, e."eventID", e."recipientAccountId"`
}

/**
 * A CloudTrail record on one line, rebuilt from its row: every field and value that AWS wrote, but for those that were null or empty.
 * JSON values are the text that AWS wrote, so that no number loses a digit.
 */
export function recordText(row: Row): string {
  const { userIdentity: moreIdentity, ...others } = objectIn(row['otherFields'])
  const identity = { ...plain(row['userIdentity']), ...(isRecord(moreIdentity) ? moreIdentity : {}) }
  const fields = [
    ...texts(row, ['eventVersion']),
    ...(Object.keys(identity).length === 0 ? [] : [member('userIdentity', JSON.stringify(identity))]),
    member('eventTime', JSON.stringify(eventTime(numberIn(row, 'time_ms')))),
    ...texts(row, TEXTS),
    ...JSON_TEXTS.flatMap((name) => {
      const text = textIn(row, name)
      // Between the parts of JSON a line's end is a space; within its strings there is none.
      return text === undefined ? [] : [member(name, text.replaceAll(/[\r\n]+/gu, ' '))]
    }),
    ...texts(row, MORE_TEXTS),
    ...FLAGS.flatMap((name) => (typeof row[name] === 'boolean' ? [member(name, String(row[name]))] : [])),
    ...Object.entries(others).map(([name, value]) => member(name, JSON.stringify(value))),
  ]
  return `{${fields.join(',')}}`
}

const member = (name: string, json: string): string => `${JSON.stringify(name)}:${json}`

const texts = (row: Row, names: readonly string[]): readonly string[] =>
  names.flatMap((name) => {
    const text = textIn(row, name)
    return text === undefined ? [] : [member(name, JSON.stringify(text))]
  })

/** As CloudTrail writes it: to the second, where nothing is lost by that. */
const eventTime = (timeMs: number): string => new Date(timeMs).toISOString().replace('.000Z', 'Z')

/** A struct without what is null in it. */
function plain(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, leaf]) => {
      if (leaf === null || leaf === undefined) return []
      if (name === 'attributes' && typeof leaf === 'string') return [[name, parsed(leaf)]]
      if (!isRecord(leaf)) return [[name, leaf]]
      const inner = plain(leaf)
      return Object.keys(inner).length === 0 ? [] : [[name, inner]]
    }),
  )
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  const object = typeof value === 'string' ? parsed(value) : undefined
  return isRecord(object) ? object : {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
