// Fills the columns of a row from a record's fields, as far as nothing has to be decoded. What has to be is left to
// src/events/event-batch.ts: the reading stops at such a field, and goes on behind it.

import { QUOTE } from './json-bytes'
import { idOf, idOfGuessed, newTable, Table } from './table'
import { copyText, hasEscape } from './texts'

const WORD: usize = 4
const FIELD_BYTES: usize = 16
const LETTER_N: u8 = 0x6e

// Kinds of columns.
const FEW: u32 = 1
const SLICE: u32 = 2
const BOOLEAN: u32 = 3
const TIME: u32 = 4
const IDENTITY: u32 = 5

/** No key is known beyond this many: a hostile log may hold any number. */
const MOST_KEYS: u32 = 4097
/** What the entry of a key says that has no column. */
const NO_COLUMN: i32 = -1

// Why the reading stopped.
const KEY: i32 = 1
const OTHER: i32 = 2
const DECODE: i32 = 3

@unmanaged
export class Column {
  kind: u32 = 0
  /** Ids, starts, or values, by row. */
  first: usize = 0
  /** Ends, by row. */
  second: usize = 0
  /** The texts of ids. */
  table: usize = 0
}

@unmanaged
export class Reader {
  /** Where kept texts begin, and how many bytes of them there are: two words, which TextArena shares. */
  arena: usize = 0
  columns: usize = 0
  keys: usize = 0
  /** By key: a column, or NO_COLUMN. */
  entries: usize = 0
  /** By key plus one: the key that came after it in the record before. */
  after: usize = 0
  key: i32 = -1
  stop: i32 = 0
}

export function newReader(arena: usize, columnCount: u32): Reader {
  const reader = new Reader()
  reader.arena = arena
  reader.columns = heap.alloc(columnCount * offsetof<Column>())
  reader.keys = changetype<usize>(newTable())
  reader.entries = heap.alloc(MOST_KEYS * WORD)
  reader.after = heap.alloc((MOST_KEYS + 1) * WORD)
  forgetGuesses(reader)
  return reader
}

export function readerKeys(reader: Reader): usize {
  return reader.keys
}

export function forgetGuesses(reader: Reader): void {
  memory.fill(reader.after, 0xff, (MOST_KEYS + 1) * WORD)
  reader.key = -1
}

export function setColumn(
  reader: Reader,
  index: u32,
  kind: u32,
  first: usize,
  second: usize,
  table: usize,
): void {
  const column = columnAt(reader, index)
  column.kind = kind
  column.first = first
  column.second = second
  column.table = table
}

/** Says which column a key is of, -1 for none: of the key that was added to the reader's table last. */
export function setEntry(reader: Reader, key: u32, column: i32): void {
  store<i32>(reader.entries + key * WORD, column)
}

/** Why the last reading stopped, in the lowest bits, and which column it was about. */
export function whyStopped(reader: Reader): i32 {
  return reader.stop
}

/**
 * Reads fields of the tape's cells from `field` to `end` into the row. There must be room in the columns for the row, in the
 * arena for the bytes of the record.
 *
 * @param base - what the tape's offsets are counted from.
 * @returns where the field lies that it stopped at, 0 when all are read.
 */
export function readFields(reader: Reader, base: usize, field: usize, end: usize, row: u32): usize {
  const arena = reader.arena
  let place = field
  for (; place < end; place += FIELD_BYTES) {
    const key = keyOf(reader, base + load<u32>(place), base + load<u32>(place, 4))
    if (key < 0) return stopped(reader, place, KEY)
    const start = base + load<u32>(place, 8)
    if (load<u8>(start) == LETTER_N) continue
    const entry = load<i32>(reader.entries + key * WORD)
    if (entry == NO_COLUMN) return stopped(reader, place, OTHER)
    if (!fill(columnAt(reader, entry), arena, start, base + load<u32>(place, 12), row))
      return stopped(reader, place, DECODE | (entry << 2))
  }
  reader.key = -1
  return 0
}

function stopped(reader: Reader, place: usize, why: i32): usize {
  reader.stop = why
  return place
}

function columnAt(reader: Reader, index: u32): Column {
  return changetype<Column>(reader.columns + index * offsetof<Column>())
}

/** -1 for a key that was never met. */
function keyOf(reader: Reader, start: usize, end: usize): i32 {
  const keys = changetype<Table>(reader.keys)
  const guessAt = reader.after + (reader.key + 1) * WORD
  const guess = load<i32>(guessAt)
  const known = keys.size
  const key = idOfGuessed(keys, start, end, guess)
  if (key < 0 || <u32>key >= known) return -1
  if (key != guess) store<i32>(guessAt, key)
  reader.key = key
  return key
}

/** @returns whether it could be taken as it stands. */
function fill(column: Column, arena: usize, start: usize, end: usize, row: u32): bool {
  const quoted = load<u8>(start) == QUOTE
  const from = quoted ? start + 1 : start
  const to = quoted ? end - 1 : end
  switch (column.kind) {
    case FEW: {
      const id = idOf(changetype<Table>(column.table), from, to, quoted)
      store<i32>(column.first + row * WORD, id)
      return id >= 0
    }
    case SLICE: {
      if (quoted && hasEscape(from, to)) return false
      const at = load<usize>(arena, WORD)
      copyText(load<usize>(arena) + at, from, to - from)
      store<u32>(column.first + row * WORD, <u32>at)
      store<u32>(column.second + row * WORD, <u32>(at + to - from))
      store<usize>(arena, at + to - from, WORD)
      return true
    }
    case BOOLEAN:
      store<i8>(column.first + row, booleanAt(from))
      return true
    case TIME: {
      const timeMs = end - start == 22 && quoted ? plainTime(from) : NaN
      store<f64>(column.first + row * 8, timeMs)
      return timeMs >= EARLIEST_MS && timeMs < LATEST_MS
    }
    case IDENTITY: {
      store<i32>(column.first + row * WORD, idOf(changetype<Table>(column.table), start, end, false))
      return true
    }
    default:
      return false
  }
}

/** Table exports write `True` and `"false"`; what is neither is as good as not there. */
function booleanAt(place: usize): i8 {
  const letter = load<u8>(place) | 0x20
  return letter == 0x74 ? 1 : letter == 0x66 ? 0 : -1
}

/** CloudTrail began in November 2013; S3 and IAM, whose times appear in records, in 2006: from then to 2100. */
const EARLIEST_MS: f64 = 1136073600000
const LATEST_MS: f64 = 4102444800000

/** `2026-11-24T08:15:30Z` in ms since epoch; NaN for what is written otherwise. */
function plainTime(at: usize): f64 {
  if (load<u8>(at, 4) != 0x2d || load<u8>(at, 7) != 0x2d || load<u8>(at, 10) != 0x54) return NaN
  if (load<u8>(at, 13) != 0x3a || load<u8>(at, 16) != 0x3a || load<u8>(at, 19) != 0x5a) return NaN
  const century = twoDigits(at)
  const ofCentury = twoDigits(at + 2)
  const month = twoDigits(at + 5)
  const day = twoDigits(at + 8)
  const hour = twoDigits(at + 11)
  const minute = twoDigits(at + 14)
  const second = twoDigits(at + 17)
  if ((century | ofCentury | month | day | hour | minute | second) < 0) return NaN
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return NaN
  const days = daysBefore(century * 100 + ofCentury, month) + day - 1
  return <f64>(<i64>days * 86400 + (hour * 60 + minute) * 60 + second) * 1000
}

/** Negative where it is none. */
function twoDigits(at: usize): i32 {
  const tens = <i32>load<u8>(at) - 0x30
  const ones = <i32>load<u8>(at, 1) - 0x30
  return <u32>tens > 9 || <u32>ones > 9 ? -1 : tens * 10 + ones
}

/** Days from 1970 to the first of a month: years are counted from March, so that the leap day is their last. */
function daysBefore(year: i32, month: i32): i32 {
  const shifted = month <= 2 ? year - 1 : year
  const monthFromMarch = (month + 9) % 12
  const dayOfYear = (153 * monthFromMarch + 2) / 5
  return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719468
}
