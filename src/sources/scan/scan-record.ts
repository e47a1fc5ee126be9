import { CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, QUOTE } from './json-bytes.ts'
import { type Nesting, skipSpace, skipString, skipValue } from './skip-value.ts'
import { reserve, type TapeWriter } from './tape-writer.ts'

/** Top-level fields beyond which an object is no record: AWS writes about thirty. */
const MAX_FIELDS = 4096
/** From a list's key to its `[`, white space included. */
const MAX_LIST_KEY_BYTES = 256

export interface RecordScan {
  readonly nesting: Nesting
  readonly tape: TapeWriter
  /** Whether a field that holds a list of records stops the scan: see `listStart`. */
  wantsList: boolean
  /** Set instead of scanning on: where the list's `[` stands, and the key it stands under. -1 when there was none. */
  listStart: number
  listKey: string
  tooManyFields: boolean
}

/** Keys of documents whose value is a list of records (or of things that are surely not events, by the same way). */
export const LIST_KEYS: ReadonlySet<string> = new Set([
  'Records',
  'Events',
  'logEvents',
  'configurationItems',
  'events',
  'Findings',
  'findings',
])

/**
 * Scans one object and appends it to the tape.
 *
 * @param start - where its `{` stands.
 * @returns the place after its `}`, or `~place` (negative) of what broke it, the tape then as it was before. A place that
 *   equals bytes.length says that the input ended first.
 */
export function scanRecord(bytes: Buffer, start: number, scan: RecordScan): number {
  const { tape } = scan
  const header = tape.length
  reserve(tape, 3)
  tape.length += 3
  const end = scanFields(bytes, skipSpace(bytes, start + 1), scan)
  if (end < 0) {
    tape.length = header
    return end
  }
  const { cells } = tape
  cells[header] = start
  cells[header + 1] = end
  cells[header + 2] = (tape.length - header - 3) >> 2
  tape.recordCount++
  return end
}

function scanFields(bytes: Buffer, from: number, scan: RecordScan): number {
  const { tape, nesting } = scan
  const limit = tape.length + MAX_FIELDS * 4
  let place = from
  if (bytes[place] === CLOSE_OBJECT) return place + 1
  for (;;) {
    if (bytes[place] !== QUOTE) return ~place
    const keyStart = place + 1
    const afterKey = skipString(bytes, keyStart)
    if (afterKey < 0) return afterKey
    place = skipSpace(bytes, afterKey)
    if (bytes[place] !== COLON) return ~place
    const valueStart = skipSpace(bytes, place + 1)
    if (scan.wantsList && isList(bytes, keyStart, valueStart, scan)) return ~valueStart
    const valueEnd = skipValue(bytes, valueStart, nesting)
    if (valueEnd < 0) return valueEnd
    writeField(tape, keyStart, afterKey - 1, valueStart)
    tape.cells[tape.length - 1] = valueEnd
    place = skipSpace(bytes, valueEnd)
    if (bytes[place] === CLOSE_OBJECT) return place + 1
    if (bytes[place] !== COMMA) return ~place
    if (tape.length > limit) return giveUp(place, scan)
    place = skipSpace(bytes, place + 1)
  }
}

function writeField(tape: TapeWriter, keyStart: number, keyEnd: number, valueStart: number): void {
  reserve(tape, 4)
  const { cells, length } = tape
  cells[length] = keyStart
  cells[length + 1] = keyEnd
  cells[length + 2] = valueStart
  tape.length = length + 4
}

function giveUp(place: number, scan: RecordScan): number {
  scan.tooManyFields = true
  return ~place
}

function isList(bytes: Buffer, keyStart: number, valueStart: number, scan: RecordScan): boolean {
  if (bytes[valueStart] !== OPEN_ARRAY || valueStart - keyStart > MAX_LIST_KEY_BYTES) return false
  const key = bytes.toString('latin1', keyStart, bytes.indexOf(QUOTE, keyStart))
  if (!LIST_KEYS.has(key)) return false
  scan.listKey = key
  scan.listStart = valueStart
  return true
}
