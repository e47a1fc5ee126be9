import { wasmMemory } from '#wasm/index.ts'
import {
  AFTER_ARRAY,
  AFTER_COMMA,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  PRINTABLE,
  QUOTE,
} from './json-bytes.ts'
import { isRecordKeyAt, isRecordLike } from './record-keys.ts'
import { beginSearch, beginSkip, continueSearch } from './resync.ts'
import { scanRecord } from './scan-record.ts'
import { describeBreak, rejectRecord, type ScanState } from './scan-state.ts'
import { skipKey, skipSpace, skipString, skipValue } from './skip-value.ts'
import { CELL_BYTES, reserve } from './tape-writer.ts'

/** Cells for one record of as many fields as WebAssembly takes. */
const ROOM_FOR_RECORD = 3 + 1024 * 4
/** WebAssembly takes records up to this depth: where less is allowed, it takes none. */
const DEEPEST_TAKEN = 59

/** No field's name is longer: what is longer need not be waited for. */
const MAX_KEY_BYTES = 64 * 1024

/** A time and the name of a log stream, generously. */
const MAX_PREFIX_BYTES = 1024

// A step takes one thing in from `from` and returns the place after it, or `~place` (negative): the bytes end before it
// can be told; all before `place` is done with.

/** Among documents or in a list: an object, or the start or end of a list. */
export function stepSequence(bytes: Buffer, from: number, state: ScanState): number {
  let place = skipSpace(bytes, from)
  if (bytes[place] === COMMA) place = skipSpace(bytes, place + 1)
  if (place >= bytes.length) return ~place
  const byte = bytes[place]
  if (byte === OPEN_OBJECT) return stepObjects(bytes, place, state)
  if (state.mode === 'list' && byte === CLOSE_ARRAY) {
    state.mode = state.enveloped ? 'tail' : 'document'
    return place + 1
  }
  if (state.mode === 'list') return stepOddElement(bytes, place, state)
  if (byte === OPEN_ARRAY) return enterList(state, place, false)
  if (state.damaged && (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT)) return place + 1
  return stepPrefix(bytes, place, state)
}

/** Exports of CloudWatch put a time, at times a stream's name too, before the event on its line. */
function stepPrefix(bytes: Buffer, place: number, state: ScanState): number {
  const first = bytes[place] ?? 0
  if (first < 0x30 || first > 0x39) return stepJunk(bytes, place, state)
  const until = Math.min(bytes.length, place + MAX_PREFIX_BYTES)
  let brace = place
  while (brace < until && bytes[brace] !== OPEN_OBJECT && bytes[brace] !== NEWLINE) brace++
  if (bytes[brace] === OPEN_OBJECT && brace < until) return brace
  return brace === bytes.length && !state.final ? ~place : stepJunk(bytes, place, state)
}

function enterList(state: ScanState, bracket: number, enveloped: boolean): number {
  state.mode = 'list'
  state.enveloped = enveloped
  return bracket + 1
}

/** An element of a list that is whole, but no object. */
function stepOddElement(bytes: Buffer, place: number, state: ScanState): number {
  state.scan.nesting.tooDeep = false
  const end = skipValue(bytes, place, state.scan.nesting)
  if (end >= 0 && followUp(bytes, end, state) === 'good') {
    rejectRecord(state, 'not a JSON object')
    return end
  }
  if (
    !state.final &&
    (end >= 0 ? end : ~end) >= bytes.length &&
    bytes.length - place <= state.limits.maxRecordBytes
  ) {
    return ~place
  }
  return stepJunk(bytes, place, state)
}

function stepJunk(bytes: Buffer, place: number, state: ScanState): number {
  const reason = describeBreak(bytes, place, state.base)
  state.rejected.push({ place: `byte ${state.base + place}`, reason })
  return beginSearch(state, place - 1, place)
}

/** Records of a list as AWS writes them are many at a time: nearly all of them, at a quarter of the time. */
function stepObjects(bytes: Buffer, start: number, state: ScanState): number {
  const before = state.scan.tape.recordCount
  const isPlain = state.mode === 'list' && !state.resuming && state.limits.maxDepth >= DEEPEST_TAKEN
  const next = isPlain ? scanMany(start, state) : start
  state.ordinal += state.scan.tape.recordCount - before
  return next > start ? next : stepObject(bytes, start, state)
}

/** @returns the place of the first `{` that has to be looked at with care. */
function scanMany(start: number, { place, until, limits, scan }: ScanState): number {
  const { tape } = scan
  reserve(tape, ROOM_FOR_RECORD)
  const { code } = wasmMemory()
  const next = code.scanList(
    place,
    place + start,
    place + until,
    tape.place + tape.length * CELL_BYTES,
    tape.place + tape.cells.length * CELL_BYTES,
    limits.maxRecordBytes,
  )
  tape.length = ((code.scannedTapeEnd() >>> 0) - tape.place) / CELL_BYTES
  tape.recordCount += code.scannedRecords()
  return (next >>> 0) - place
}

function stepObject(bytes: Buffer, start: number, state: ScanState): number {
  const { scan } = state
  scan.wantsList = state.mode === 'document'
  scan.listStart = -1
  scan.tooManyFields = false
  scan.nesting.tooDeep = false
  const header = scan.tape.length
  const end = scanRecord(bytes, start, scan)
  if (end >= 0) return weigh(bytes, end, header, state)
  if (scan.listStart >= 0) {
    state.resuming = false
    return enterList(state, scan.listStart, true)
  }
  const brokenAt = ~end
  const isCut = brokenAt >= bytes.length
  if (scan.nesting.tooDeep)
    return passOver(
      state,
      start,
      `more than ${state.limits.maxDepth} objects and arrays inside one another (limit maxDepth)`,
    )
  if (scan.tooManyFields) return passOver(state, start, 'far too many fields for a record')
  if (isCut && !state.final)
    return bytes.length - start > state.limits.maxRecordBytes ? tooLarge(state, start) : ~start
  if (state.resuming && start + state.base < state.breakAt) return continueSearch(state, start + 1)
  rejectRecord(state, describeBreak(bytes, brokenAt, state.base))
  return beginSearch(state, start, brokenAt)
}

const tooLarge = (state: ScanState, start: number): number =>
  passOver(state, start, `larger than ${state.limits.maxRecordBytes} bytes (limit maxRecordBytes)`)

function passOver(state: ScanState, start: number, reason: string): number {
  rejectRecord(state, reason)
  return beginSkip(state, start)
}

/** A whole object was scanned: keep it, unless what surrounds it says that it is none, or only part of one. */
function weigh(bytes: Buffer, end: number, header: number, state: ScanState): number {
  const { tape } = state.scan
  const start = tape.cells[header] ?? 0
  const isStray = state.resuming && !isRecordLike(bytes, tape.cells, header)
  const follows = followUp(bytes, end, state)
  if (!isStray && follows === 'good' && end - start <= state.limits.maxRecordBytes) {
    state.resuming = false
    state.ordinal++
    return end
  }
  tape.length = header
  tape.recordCount--
  if (isStray) return continueSearch(state, end)
  if (follows === 'cut') return ~start
  if (follows === 'good') {
    rejectRecord(state, `larger than ${state.limits.maxRecordBytes} bytes (limit maxRecordBytes)`)
    return end
  }
  const at = skipSpace(bytes, end)
  rejectRecord(state, `${describeBreak(bytes, at, state.base)}, where the record seems to end`)
  return beginSearch(state, end - 1, at)
}

/** `cut`: the bytes end before it can be told. */
type FollowUp = 'good' | 'bad' | 'cut'

/** Whether an object can end here: what a bracket too many cuts off goes on with a key, a colon, part of a string … */
function followUp(bytes: Buffer, end: number, state: ScanState): FollowUp {
  const place = skipSpace(bytes, end)
  const byte = bytes[place]
  if (byte === undefined) return state.final ? 'good' : 'cut'
  if (byte === COMMA) return followUpComma(bytes, skipSpace(bytes, place + 1), state)
  if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return 'good'
  if (byte === CLOSE_ARRAY) return followUpListEnd(bytes, place + 1, state)
  if (byte !== CLOSE_OBJECT) return isTorn(bytes, end, place, state) ? 'bad' : 'good'
  // A list that is not closed, in an object that is: what comes last in a file that lost a byte there.
  const after = bytes[skipSpace(bytes, place + 1)]
  if (after !== undefined) return 'bad'
  return state.final ? 'good' : 'cut'
}

/** The list's end may be one inside the record, which a bracket lost before it brought here. */
function followUpListEnd(bytes: Buffer, from: number, state: ScanState): FollowUp {
  if (state.mode === 'document') return state.damaged ? 'good' : 'bad'
  const place = skipSpace(bytes, from)
  const byte = bytes[place]
  if (byte === undefined) return state.final ? 'good' : 'cut'
  if (!state.enveloped) return AFTER_ARRAY[byte] === 1 ? 'bad' : 'good'
  if (byte !== COMMA) return 'good'
  const isRecordKey = isRecordKeyAt(bytes, skipSpace(bytes, place + 1))
  if (isRecordKey === 'cut') return state.final ? 'good' : 'cut'
  return isRecordKey ? 'bad' : 'good'
}

function followUpComma(bytes: Buffer, place: number, state: ScanState): FollowUp {
  const byte = bytes[place]
  if (byte === undefined) return state.final ? 'good' : 'cut'
  if (byte === QUOTE) return followUpString(bytes, place, state)
  return AFTER_COMMA[byte] === 1 || PRINTABLE[byte] === 0 ? 'good' : 'bad'
}

/** A string among the records is whole and followed by a comma or the list's end; else it is the key of what was cut off. */
function followUpString(bytes: Buffer, quote: number, state: ScanState): FollowUp {
  const end = skipString(bytes, quote + 1)
  if (end < 0 && ~end < bytes.length) return 'bad'
  const byte = end < 0 ? undefined : bytes[skipSpace(bytes, end)]
  if (byte !== undefined) return byte === COMMA || byte === CLOSE_ARRAY ? 'good' : 'bad'
  if (state.final) return 'good'
  return bytes.length - quote > MAX_KEY_BYTES ? 'good' : 'cut'
}

/** Text goes on right behind the object; zeros and other garbage are not the record's, nor is the next line. */
const isTorn = (bytes: Buffer, end: number, place: number, state: ScanState): boolean =>
  PRINTABLE[bytes[place] ?? 0] === 1 && !(state.mode === 'document' && hasNewline(bytes, end, place))

function hasNewline(bytes: Buffer, from: number, to: number): boolean {
  for (let place = from; place < to; place++) if (bytes[place] === NEWLINE) return true
  return false
}

/** What follows the list inside its object, up to the object's end. */
export function stepTail(bytes: Buffer, from: number, state: ScanState): number {
  let place = skipSpace(bytes, from)
  if (bytes[place] === CLOSE_OBJECT) {
    state.mode = 'document'
    return place + 1
  }
  const start = place
  if (bytes[place] === COMMA) {
    place = skipKey(bytes, skipSpace(bytes, place + 1))
    if (place >= 0) place = skipValue(bytes, place, state.scan.nesting)
    if (place >= 0) return place
    place = ~place
  }
  const mayGoOn = place >= bytes.length && !state.final && bytes.length - start <= state.limits.maxRecordBytes
  if (mayGoOn || start >= bytes.length) return ~start
  return stepJunk(bytes, place, state)
}
