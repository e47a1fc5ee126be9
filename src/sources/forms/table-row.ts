import { isRecord } from '#kernel/index.ts'
import { athenaValue } from './athena-value.ts'
import { parseJson } from './fields.ts'
import { canonicalName } from './names.ts'

type Json = { [key: string]: unknown }

/** Columns that hold the whole record as JSON text. */
const WHOLE = new Set(['cloudtrailevent', 'eventjson', 'raw', 'message', 'event', 'eventdata'])
const BOOLEANS = new Set(['readOnly', 'managementEvent'])

/** Columns of the console's event history that are fields inside others. */
const PLACED: Readonly<Record<string, string>> = {
  username: 'userIdentity.userName',
  awsaccesskey: 'userIdentity.accessKeyId',
  accesskeyid: 'userIdentity.accessKeyId',
}

/** JSON texts of the records in CloudTrail Lake's query results: rows of one-field objects. */
export function rowsToRecords(raw: Buffer): string[] {
  const rows = parseJson(raw.toString('utf8'))
  if (!Array.isArray(rows)) return []
  return rows.map((row: unknown) => rowToRecord(cellsOf(row))).filter((text) => text !== undefined)
}

function cellsOf(row: unknown): (readonly [string, string])[] {
  const parts = Array.isArray(row) ? row : [row]
  return parts.flatMap((part: unknown) =>
    isRecord(part)
      ? Object.entries(part).map(
          ([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const,
        )
      : [],
  )
}

/** JSON text of the record in one row of a table whose columns are CloudTrail's fields, in any case; undefined when empty. */
export function rowToRecord(cells: readonly (readonly [string, string])[]): string | undefined {
  const record: Json = {}
  for (const [column, cell] of cells) {
    const text = cell.trim()
    const plain = column.toLowerCase().replaceAll(/[ _@]/g, '')
    if (text === '' || text === 'null') continue
    if (WHOLE.has(plain) && text.startsWith('{') && parseJson(text) !== undefined) return text
    const path = (PLACED[plain] ?? column).split(/[.]/).map(canonicalName)
    place(record, path, valueOf(path.at(-1) ?? '', cell))
  }
  return Object.keys(record).length === 0 ? undefined : JSON.stringify(record)
}

function place(record: Json, path: readonly string[], value: unknown): void {
  let target = record
  for (const name of path.slice(0, -1)) {
    const inner = Object.hasOwn(target, name) ? target[name] : undefined
    const next: Json = isRecord(inner) ? { ...inner } : {}
    set(target, name, next)
    target = next
  }
  const last = path.at(-1)
  if (last !== undefined) set(target, last, value)
}

/** Names come from outside: `__proto__` is a name like any other. */
function set(target: Json, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}

function valueOf(name: string, cell: string): unknown {
  const text = cell.trim()
  if (BOOLEANS.has(name))
    return text.toLowerCase() === 'true' || (text.toLowerCase() === 'false' ? false : text)
  if (name === 'eventTime') return isoTime(text)
  if (!text.startsWith('{') && !text.startsWith('[')) return cell
  const json = parseJson(text)
  return json ?? athenaValue(text) ?? cell
}

/** `2026-11-24 10:00:00.000` is how Athena and CloudTrail Lake print UTC. */
function isoTime(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?: UTC|Z)?$/.exec(text)
  return match === null ? text : `${match[1]}T${match[2]}Z`
}
