/** What the beginning of a text or binary file says it is. */
export type Form =
  | { readonly form: 'json' }
  | { readonly form: 'csv'; readonly delimiter: string }
  | { readonly form: 'not-events'; readonly what: string }
  | { readonly form: 'problem'; readonly reason: string }

const CSV_HEADERS =
  /\b(event_?version|event[ _]?name|event[ _]?time|event[ _]?source|user_?identity|cloudtrailevent|event_?json)\b/gi

/** Text logs of AWS that lie beside CloudTrail's, by their first line. */
const TEXT_LOGS: readonly (readonly [RegExp, string])[] = [
  [/^version account-id |^\d \d{12} eni-[0-9a-f]+ |^\d+ (unknown|\d{12}) eni-/, 'VPC flow log'],
  [/^(https?|h2|wss?|grpcs?) \d{4}-\d\d-\d\dT\S+ (app|net)\//, 'load balancer access log'],
  [/^\d{4}-\d\d-\d\dT\S+Z \S+ \d+\.\d+\.\d+\.\d+:\d+ (\S+:\d+|-) [\d.-]+ /, 'load balancer access log'],
  [/^[0-9a-f]{64} \S+ \[\d\d\/\w{3}\/\d{4}:/, 'S3 access log'],
  [/^#Version: 1\.0/, 'CloudFront access log'],
]

const MAGIC: readonly (readonly [string, string])[] = [
  ['PAR1', 'a Parquet file'],
  ['PK\x03\x04', 'a zip inside another container'],
  ['\x28\xb5\x2f\xfd', 'zstd-compressed'],
  ['BZh', 'bzip2-compressed'],
  ['\xfd7zXZ', 'xz-compressed'],
  ['7z\xbc\xaf', 'a 7z archive'],
  ['SQLite format 3', 'an SQLite database'],
  ['\x89PNG', 'a picture'],
  ['%PDF', 'a PDF'],
  ['\x7fELF', 'a program'],
  ['Obj\x01', 'an Avro file'],
  ['ORC', 'an ORC file'],
]

/** @param head - the first bytes, without a byte order mark; a few kilobytes are enough. */
export function sniff(head: Buffer): Form {
  const text = head.toString('latin1')
  const start = text.trimStart()
  if (head.length === 0) return { form: 'problem', reason: 'the file is empty' }
  if (start === '') return { form: 'problem', reason: 'the file holds only white space' }
  if (/^(\{|\[\s*[{[\]"])/.test(start)) return { form: 'json' }
  const magic = MAGIC.find(([mark]) => text.startsWith(mark))
  if (magic !== undefined) return { form: 'problem', reason: `no log that can be read: ${magic[1]}` }
  if (looksBinary(head)) return { form: 'problem', reason: 'binary data, neither JSON nor gzip nor CSV' }
  return sniffText(start)
}

function sniffText(text: string): Form {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const headers = new Set(line.toLowerCase().match(CSV_HEADERS))
  const isTable = headers.size >= 2 || /^"?cloudtrailevent"?\s*(,|$)/i.test(line)
  if (isTable && !line.includes('{')) return { form: 'csv', delimiter: delimiterOf(line) }
  const log = TEXT_LOGS.find(([pattern]) => pattern.test(line))
  if (log !== undefined) return { form: 'not-events', what: log[1] }
  if (/"(eventVersion|eventName|eventTime|CloudTrailEvent)"/.test(text)) return { form: 'json' }
  return { form: 'problem', reason: 'text, but neither JSON nor a CSV export of CloudTrail' }
}

const delimiterOf = (line: string): string =>
  [',', '\t', ';'].find((candidate) => line.includes(candidate)) ?? ','

function looksBinary(head: Buffer): boolean {
  let odd = 0
  for (const byte of head) {
    if (byte === 0) return true
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b) odd++
  }
  return odd * 20 > head.length
}
