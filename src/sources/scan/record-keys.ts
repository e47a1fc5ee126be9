import { BACKSLASH, NEWLINE, QUOTE } from './json-bytes.ts'
import { LIST_KEYS } from './scan-record.ts'
import { skipSpace } from './skip-value.ts'

/** Top-level keys of CloudTrail's records (versions 1.0 to 1.11), of what wraps one, and the first of GuardDuty's findings. */
const RECORD_KEYS: ReadonlySet<string> = new Set(
  `
  eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent
  errorCode errorMessage requestParameters responseElements additionalEventData requestID eventID
  eventType apiVersion managementEvent readOnly resources tlsDetails recipientAccountId
  serviceEventDetails sharedEventID vpcEndpointId vpcEndpointAccountId eventCategory addendum
  edgeDeviceDetails sessionCredentialFromConsole insightDetails EventId CloudTrailEvent detail
  detail-type _source _index Message logEvents schemaVersion SchemaVersion AccountId
`
    .trim()
    .split(/\s+/),
)

/** Keys one of which every event has, whatever else it lacks. */
const EVENT_KEYS: ReadonlySet<string> = new Set(['eventTime', 'eventName', 'eventSource', 'eventID'])

/** Keys that every GuardDuty finding has, as it is exported and as the CLI prints it. */
const FINDING_KEYS: ReadonlySet<string> = new Set([
  'schemaVersion',
  'severity',
  'service',
  'SchemaVersion',
  'Severity',
  'Service',
])

/** Keys of objects that hold an event. */
const WRAPPER_KEYS: ReadonlySet<string> = new Set([
  'CloudTrailEvent',
  'detail',
  '_source',
  'Message',
  'logEvents',
])

export type Start = 'no' | 'record' | 'document' | 'cut'

/** Whether a `{` could be where a record begins, judged by its first key. `cut`: the bytes end before it can be told. */
export function startAt(bytes: Buffer, brace: number): Start {
  const quote = skipSpace(bytes, brace + 1)
  if (quote >= bytes.length) return 'cut'
  if (bytes[quote] !== QUOTE) return 'no'
  const key = keyAt(bytes, quote)
  if (key === undefined) return 'cut'
  if (LIST_KEYS.has(key)) return 'document'
  return RECORD_KEYS.has(key) ? 'record' : 'no'
}

/** Whether the key that opens at `quote` is one of a record's. `cut`: the bytes end before it can be told. */
export function isRecordKeyAt(bytes: Buffer, quote: number): boolean | 'cut' {
  const key = keyAt(bytes, quote)
  return key === undefined ? 'cut' : RECORD_KEYS.has(key)
}

/** The first bytes of a key, more than any that we know; undefined where the bytes end in the middle of it. */
function keyAt(bytes: Buffer, quote: number): string | undefined {
  const limit = Math.min(bytes.length, quote + 64)
  let end = quote + 1
  while (end < limit && bytes[end] !== QUOTE && bytes[end] !== BACKSLASH) end++
  return end >= bytes.length ? undefined : bytes.toString('latin1', quote + 1, end)
}

/** Whether a `{` opens a line: an object inside another never does, as it is indented. */
export const opensLine = (bytes: Buffer, brace: number): boolean => bytes[brace - 1] === NEWLINE

/** Whether the record whose header lies at `header` of the tape has the keys of an event or finding, or of something around one. */
export function isRecordLike(bytes: Buffer, cells: Int32Array, header: number): boolean {
  const fieldCount = cells[header + 2] ?? 0
  let found = 0
  let ofFinding = 0
  for (let field = 0; field < fieldCount; field++) {
    const at = header + 3 + field * 4
    const key = bytes.toString('latin1', cells[at] ?? 0, Math.min(cells[at + 1] ?? 0, (cells[at] ?? 0) + 64))
    if (WRAPPER_KEYS.has(key)) return true
    if (EVENT_KEYS.has(key)) found++
    if (FINDING_KEYS.has(key)) ofFinding++
  }
  return found >= 2 || ofFinding >= 3
}
