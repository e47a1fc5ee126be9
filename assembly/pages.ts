// Pages of Parquet from the columns of a batch: src/store/parquet says what is written when. A row group's rows are gathered
// first, each column by itself: their definition levels, and the values of those that have one. Then its page is written.
// A row beyond a column's length has no value.
import { packGroups, writeHybrid } from './hybrid'
import { copyText, isBefore } from './texts'

let rows: usize = 0
let levels: usize = 0
let values: usize = 0

let textBytes: usize = 0
let nullCount: usize = 0
let leastId: u32 = 0
let greatestId: u32 = 0
let leastNumber: f64 = 0
let greatestNumber: f64 = 0

/** What the texts take, lengths and all, that were gathered or numbered last. */
export function gatheredTextBytes(): usize {
  return textBytes
}

/** How many rows of the last page of numbers have none. */
export function pageNulls(): usize {
  return nullCount
}

/** The least number of the last page; greater than the greatest where it has none. */
export function pageLeast(): f64 {
  return leastNumber
}

export function pageGreatest(): f64 {
  return greatestNumber
}

/** Which of the texts that were numbered last comes first; there must be one. */
export function firstText(): u32 {
  return leastId
}

export function lastText(): u32 {
  return greatestId
}

/**
 * Sets which rows are gathered from now on.
 *
 * @param levelRoom - for as many levels of 32 bits and eight more.
 * @param valueRoom - for as many values of 64 bits and eight more.
 */
export function setRows(ofGroup: usize, levelRoom: usize, valueRoom: usize): void {
  rows = ofGroup
  levels = levelRoom
  values = valueRoom
}

/** Gathers ids of the rows themselves. @returns how many rows have one. */
export function gatherIds(count: usize, ids: usize, length: usize): usize {
  let value = values
  for (let i: usize = 0; i < count; i++) {
    const id = cellAt(ids, length, rowAt(i))
    store<i32>(value, id)
    value += setLevel(i, id >= 0) << 2
  }
  return (value - values) >> 2
}

/** Gathers ids of what many rows share. @param leafLength - of `ids` and `definitions`. @returns how many rows have one. */
export function gatherSharedIds(
  count: usize,
  shared: usize,
  length: usize,
  ids: usize,
  definitions: usize,
  leafLength: usize,
): usize {
  let value = values
  for (let i: usize = 0; i < count; i++) {
    const at = <usize>cellAt(shared, length, rowAt(i))
    const id = cellAt(ids, leafLength, at)
    store<i32>(levels + (i << 2), max(0, cellAt(definitions, leafLength, at)))
    store<i32>(value, id)
    if (id >= 0) value += 4
  }
  return (value - values) >> 2
}

/**
 * Numbers the gathered ids anew, in the order they are met.
 *
 * @param numbers - room for a number of 32 bits for each id there is.
 * @param used - takes the ids that were met; room for as many as there may be.
 * @returns how many they are.
 */
export function numberIds(count: usize, idCount: usize, numbers: usize, used: usize): usize {
  memory.fill(numbers, 0xff, idCount << 2)
  const end = values + (count << 2)
  let next = 0
  for (let value = values; value < end; value += 4) {
    const id = <usize>load<u32>(value)
    if (id >= idCount) unreachable()
    let number = load<i32>(numbers + (id << 2))
    if (number < 0) {
      number = next++
      store<i32>(numbers + (id << 2), number)
      store<u32>(used + ((<usize>number) << 2), <u32>id)
    }
    store<i32>(value, number)
  }
  return next
}

/** Finds what the texts take, and the first and the last of them. */
export function weighTexts(ids: usize, count: usize, bytes: usize, starts: usize, ends: usize): void {
  const end = ids + (count << 2)
  textBytes = 0
  let least: usize = 0
  let leastSize: usize = 0
  let greatest: usize = 0
  let greatestSize: usize = 0
  for (let place = ids; place < end; place += 4) {
    const id = load<u32>(place)
    const text = bytes + startOf(starts, id)
    const size = bytes + startOf(ends, id) - text
    textBytes += size + 4
    if (place == ids || isBefore(text, size, least, leastSize)) {
      leastId = id
      least = text
      leastSize = size
    }
    if (place == ids || isBefore(greatest, greatestSize, text, size)) {
      greatestId = id
      greatest = text
      greatestSize = size
    }
  }
}

/** Writes texts, each after its length. @returns the place behind them. */
export function writeTexts(
  to: usize,
  ids: usize,
  count: usize,
  bytes: usize,
  starts: usize,
  ends: usize,
): usize {
  const end = ids + (count << 2)
  let out = to
  for (let place = ids; place < end; place += 4) {
    const id = load<u32>(place)
    const start = startOf(starts, id)
    const size = startOf(ends, id) - start
    store<u32>(out, <u32>size)
    copyText(out + 4, bytes + start, size)
    out += size + 4
  }
  return out
}

/** Writes the page of the ids that were numbered last. @returns the place behind it. */
export function writeIdPage(to: usize, count: usize, levelWidth: usize, present: usize, width: usize): usize {
  const out = writeLevels(to, count, levelWidth)
  store<u8>(out, <u8>width)
  return writeHybrid(out + 1, values, present, width)
}

/**
 * Gathers texts that are each a row's own, until they fill a page.
 *
 * @returns the row of the group that was not taken any more. */
export function gatherTexts(
  from: usize,
  count: usize,
  starts: usize,
  ends: usize,
  length: usize,
  pageBytes: usize,
): usize {
  let value = values
  let i = from
  let size: usize = 0
  while (i < count && size < pageBytes) {
    const row = rowAt(i)
    const start = cellAt(starts, length, row)
    // Where a row has no text, its end is left over from another batch.
    if (start >= 0) {
      size += startOf(ends, row) - <usize>start + 4
      store<u32>(value, <u32>row)
      value += 4
    }
    setLevel(i - from, start >= 0)
    i++
  }
  textBytes = size
  present = (value - values) >> 2
  return i
}

let present: usize = 0

/** Writes the page of the texts that were gathered last. @param count - rows of the page. @returns the place behind it. */
export function writeTextPage(to: usize, count: usize, bytes: usize, starts: usize, ends: usize): usize {
  return writeTexts(writeLevels(to, count, 1), values, present, bytes, starts, ends)
}

/** Writes a page of whole numbers that lie there as floating ones; NaN is none. @returns the place behind it. */
export function writeInt64Page(to: usize, count: usize, numbers: usize, length: usize): usize {
  forgetNumbers()
  let value = values
  for (let i: usize = 0; i < count; i++) {
    const row = rowAt(i)
    const number = row < length ? load<f64>(numbers + (row << 3)) : NaN
    const isThere = number == number
    setLevel(i, isThere)
    if (!isThere) continue
    meetNumber(number)
    store<i64>(value, <i64>number)
    value += 8
  }
  nullCount = count - ((value - values) >> 3)
  return writeGathered(writeLevels(to, count, 1), value)
}

/** Writes a page of numbers of 32 bits. @returns the place behind it. */
export function writeInt32Page(to: usize, count: usize, numbers: usize, length: usize): usize {
  forgetNumbers()
  let value = values
  for (let i: usize = 0; i < count; i++) {
    const row = rowAt(i)
    setLevel(i, row < length)
    if (row >= length) continue
    const number = load<i32>(numbers + (row << 2))
    meetNumber(<f64>number)
    store<i32>(value, number)
    value += 4
  }
  nullCount = count - ((value - values) >> 2)
  return writeGathered(writeLevels(to, count, 1), value)
}

/** Writes a page of truths: bytes of 1, 0, or less for none. @returns the place behind it. */
export function writeBooleanPage(to: usize, count: usize, truths: usize, length: usize): usize {
  let value = values
  for (let i: usize = 0; i < count; i++) {
    const row = rowAt(i)
    const truth: i32 = row < length ? load<i8>(truths + row) : -1
    store<i32>(value, truth)
    value += setLevel(i, truth >= 0) << 2
  }
  // The last byte is padded with zeros.
  memory.fill(value, 0, 32)
  return packGroups(writeLevels(to, count, 1), values, value, 1)
}

function rowAt(i: usize): usize {
  return <usize>load<u32>(rows + (i << 2))
}

/** A number of 32 bits, -1 beyond the end. */
function cellAt(cells: usize, length: usize, at: usize): i32 {
  return at < length ? load<i32>(cells + (at << 2)) : -1
}

function startOf(places: usize, at: usize): usize {
  return <usize>load<u32>(places + (at << 2))
}

/** @returns 1 for a value that is there. */
function setLevel(i: usize, isThere: bool): usize {
  store<u32>(levels + (i << 2), <u32>isThere)
  return <usize>isThere
}

function forgetNumbers(): void {
  leastNumber = Infinity
  greatestNumber = -Infinity
}

function meetNumber(number: f64): void {
  if (number < leastNumber) leastNumber = number
  if (number > greatestNumber) greatestNumber = number
}

/** What was gathered up to `end`, as it is. */
function writeGathered(to: usize, end: usize): usize {
  memory.copy(to, values, end - values)
  return to + (end - values)
}

/** Definition levels after what they take, as the first version of data pages has them. */
function writeLevels(to: usize, count: usize, width: usize): usize {
  const end = writeHybrid(to + 4, levels, count, width)
  store<u32>(to, <u32>(end - to - 4))
  return end
}
