import { type Fields, fieldsAt } from './fields.ts'
import { rowsToRecords } from './table-row.ts'

/** What an object among the records is. */
export type Kind =
  | { readonly kind: 'event' }
  /** Holds events: their JSON texts, to be scanned in its place. */
  | { readonly kind: 'wrapper'; readonly inner: readonly (Buffer | string)[] }
  /** One of GuardDuty's: its JSON. */
  | { readonly kind: 'finding'; readonly json: Buffer }
  | { readonly kind: 'not-events'; readonly what: string }
  | { readonly kind: 'unknown'; readonly reason: string }

const EVENT: Kind = { kind: 'event' }
const EVENT_KEYS = ['eventTime', 'eventName', 'eventSource', 'eventID', 'userIdentity'] as const

/** Fields that hold an event, or a list of things that do, as JSON. */
const JSON_WRAPPERS = [
  'detail',
  '_source',
  'Records',
  'Events',
  'events',
  'logEvents',
  'Messages',
  'hits',
  'Sns',
  'result',
] as const
/** Fields that hold an event as the text of a string. */
const TEXT_WRAPPERS = [
  'CloudTrailEvent',
  'Message',
  'message',
  'body',
  'Body',
  '_raw',
  'Event',
  'event',
] as const

/** Things of AWS that come as JSON too, told by fields that they alone have. */
const OTHERS: readonly (readonly [readonly string[], string])[] = [
  [['digestS3Object'], 'CloudTrail digest file'],
  [['previousDigestSignature'], 'CloudTrail digest file'],
  [['configurationItems'], 'AWS Config snapshot'],
  [['configurationItemDiff'], 'AWS Config change'],
  [['configurationItem'], 'AWS Config change'],
  [['configurationItemVersion'], 'AWS Config item'],
  [['SchemaVersion', 'ProductArn'], 'Security Hub finding'],
  [['httpRequest', 'webaclId'], 'WAF log'],
  [['query_name', 'query_type'], 'Route 53 resolver query log'],
]

/** Fields of a GuardDuty finding, as it is exported and as the CLI prints it; of the last two one is enough. */
const FINDINGS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['schemaVersion', 'severity', 'type'],
    ['service', 'resource'],
  ],
  [
    ['SchemaVersion', 'Severity', 'Type'],
    ['Service', 'Resource'],
  ],
]

/** Whether the record at `header` is an event beyond doubt, told from its first field as AWS writes it: `"eventVersion":"1.`. */
export function isPlainEvent(bytes: Buffer, tape: Int32Array, header: number): boolean {
  const key = tape[header + 3] ?? 0
  const value = tape[header + 5] ?? 0
  if ((tape[header + 4] ?? 0) - key !== 12 || bytes[value + 1] !== 0x31 || bytes[value + 2] !== 0x2e)
    return false
  return bytes[key] === 0x65 && bytes[key + 5] === 0x56 && bytes[key + 11] === 0x6e
}

/** Whether the record at `header` is one of CloudTrail Insights', which are no calls. */
export function isInsight(bytes: Buffer, tape: Int32Array, header: number): boolean {
  const fields = fieldsAt(bytes, tape, header)
  return fields.text('eventCategory') === 'Insight' || fields.text('eventType') === 'AwsCloudTrailInsight'
}

/** @param listKey - the field in whose list it stands; empty for none. */
export function classify(bytes: Buffer, tape: Int32Array, header: number, listKey: string): Kind {
  const fields = fieldsAt(bytes, tape, header)
  if (listKey === 'configurationItems') return { kind: 'not-events', what: 'AWS Config snapshot' }
  if (fields.text('eventSource') === 'aws:s3' && fields.has('s3'))
    return { kind: 'not-events', what: 'S3 event notification' }
  if (isInsight(bytes, tape, header)) return { kind: 'not-events', what: 'CloudTrail Insights event' }
  // What triggers a Lambda function calls its carrier `eventSource`: aws:sqs, aws:sns, aws:kinesis.
  const isCarrier = fields.text('eventSource')?.startsWith('aws:') === true
  if (!isCarrier && EVENT_KEYS.some((key) => fields.has(key))) return EVENT
  if (isFinding(fields)) return { kind: 'finding', json: wholeAt(bytes, tape, header) }
  return otherThing(fields) ?? unwrap(fields) ?? unknown(fields)
}

const wholeAt = (bytes: Buffer, tape: Int32Array, header: number): Buffer =>
  bytes.subarray(tape[header], tape[header + 1])

function otherThing(fields: Fields): Kind | undefined {
  const other = OTHERS.find(([keys]) => keys.every((key) => fields.has(key)))
  return other === undefined ? undefined : { kind: 'not-events', what: other[1] }
}

const isFinding = (fields: Fields): boolean =>
  FINDINGS.some(([all, one]) => all.every((key) => fields.has(key)) && one.some((key) => fields.has(key)))

function unwrap(fields: Fields): Kind | undefined {
  const rows = fields.raw('QueryResultRows')
  if (rows !== undefined) return { kind: 'wrapper', inner: rowsToRecords(rows) }
  const bridged = fields.raw('detail')
  if (bridged !== undefined && fields.has('detail-type')) return unwrapEventBridge(fields, bridged)
  const inner = textInside(fields) ?? jsonInside(fields)
  return inner === undefined ? undefined : { kind: 'wrapper', inner: [inner] }
}

function textInside(fields: Fields): string | undefined {
  for (const key of TEXT_WRAPPERS) {
    const text = fields.text(key)?.trim()
    const json = text === undefined ? -1 : jsonStart(text)
    if (json >= 0) return text?.slice(json)
  }
  return undefined
}

function jsonInside(fields: Fields): Buffer | undefined {
  for (const key of [...JSON_WRAPPERS, ...TEXT_WRAPPERS]) {
    const raw = fields.raw(key)
    if (raw !== undefined && (raw[0] === 0x7b || raw[0] === 0x5b)) return raw
  }
  return undefined
}

/** A log line may have a time in front of its JSON. */
function jsonStart(text: string): number {
  if (text.startsWith('{') || text.startsWith('[')) return 0
  return /^\d/.test(text) ? text.indexOf('{') : -1
}

function unwrapEventBridge(fields: Fields, detail: Buffer): Kind {
  const type = fields.text('detail-type') ?? 'unknown'
  if (type === 'GuardDuty Finding') return { kind: 'finding', json: detail }
  if (type === 'AWS Insight via CloudTrail') return { kind: 'not-events', what: 'CloudTrail Insights event' }
  const isCall =
    type.endsWith('via CloudTrail') || (detail.includes('"eventName"') && detail.includes('"eventSource"'))
  return isCall
    ? { kind: 'wrapper', inner: [detail] }
    : { kind: 'not-events', what: `EventBridge event '${type.slice(0, 80)}'` }
}

function unknown(fields: Fields): Kind {
  const keys = fields.keys()
  const shown = keys.slice(0, 5).map((key) => key.slice(0, 40))
  const list =
    keys.length === 0 ? 'it has no fields' : `its fields: ${shown.join(', ')}${keys.length > 5 ? ' …' : ''}`
  return {
    kind: 'unknown',
    reason: `a JSON object, but no CloudTrail event: none of ${EVENT_KEYS.join(', ')}; ${list}`,
  }
}
