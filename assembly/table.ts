// Distinct texts of a column and the ids they go by. No text is an object: they lie one after another.
import { hasEscape, isText } from './texts'

const FIRST_IDS: u32 = 64
const FIRST_BYTES: usize = 1024
const FIRST_SLOTS: u32 = 256
/** Room for texts that an emptied table keeps. */
const MOST_KEPT_BYTES: usize = 4 << 20
const WORD: usize = 4

// Not to be known to who writes the logs: else he could choose names that all fall into one place.
let seedA: u32 = 0x9e3779b9
let seedB: u32 = 0x85ebca6b

export function seedTables(a: u32, b: u32): void {
  seedA = a
  seedB = b
}

@unmanaged
export class Table {
  size: u32 = 0
  /** Texts and raw spellings. */
  texts: usize = 0
  length: usize = 0
  capacity: usize = 0
  /** By id, offsets into `texts`. A spelling that ends before it starts is none. */
  starts: usize = 0
  ends: usize = 0
  rawStarts: usize = 0
  rawEnds: usize = 0
  ids: u32 = 0
  slots: usize = 0
  slotCount: u32 = 0
  spellings: u32 = 0
  /** What was asked for before. */
  last: i32 = -1
}

export function newTable(): Table {
  const table = new Table()
  table.ids = FIRST_IDS
  table.starts = heap.alloc(FIRST_IDS * WORD)
  table.ends = heap.alloc(FIRST_IDS * WORD)
  table.rawStarts = heap.alloc(FIRST_IDS * WORD)
  table.rawEnds = heap.alloc(FIRST_IDS * WORD)
  table.capacity = FIRST_BYTES
  table.texts = heap.alloc(FIRST_BYTES)
  useSlots(table, FIRST_SLOTS)
  return table
}

export function clearTable(table: Table): void {
  table.size = 0
  table.length = 0
  table.spellings = 0
  table.last = -1
  heap.free(table.slots)
  useSlots(table, FIRST_SLOTS)
  if (table.capacity > MOST_KEPT_BYTES) {
    heap.free(table.texts)
    table.capacity = FIRST_BYTES
    table.texts = heap.alloc(FIRST_BYTES)
  }
}

export function tableSize(table: Table): u32 {
  return table.size
}

/** Bytes of all texts. */
export function tableBytes(table: Table): usize {
  return table.length
}

export function tableTexts(table: Table): usize {
  return table.texts
}

export function tableStarts(table: Table): usize {
  return table.starts
}

export function tableEnds(table: Table): usize {
  return table.ends
}

/**
 * The id of a text as JSON writes it, without its quotes.
 *
 * @param quoted - whether it is the inside of a JSON string; else any JSON, kept as it is.
 * @returns -1 for a spelling that is new and has escapes: see `addSpelling`.
 */
export function idOf(table: Table, start: usize, end: usize, quoted: bool): i32 {
  // What stood in the event before stands in this one more often than not.
  if (isSpelling(table, table.last, start, end)) return table.last
  const id = find(table, start, end, quoted)
  table.last = id
  return id
}

/** As idOf, where something else is likelier than the text before. */
export function idOfGuessed(table: Table, start: usize, end: usize, guess: i32): i32 {
  return isSpelling(table, guess, start, end) ? guess : find(table, start, end, true)
}

/** The id of a new spelling, and of the text that it is once its escapes are taken out. */
export function addSpelling(table: Table, start: usize, end: usize, text: usize, size: usize): i32 {
  const rawStart = append(table, start, end - start)
  const rawEnd = table.length
  const textStart = append(table, text, size)
  const id = push(table, textStart, table.length, rawStart, rawEnd)
  placeSlot(table, id)
  return id
}

/** The id of a text that was never spelled in JSON. */
export function addText(table: Table, text: usize, size: usize): i32 {
  const start = append(table, text, size)
  return push(table, start, table.length, 1, 0)
}

function find(table: Table, start: usize, end: usize, quoted: bool): i32 {
  const mask = table.slotCount - 1
  let slot = hashOf(start, end) & mask
  while (true) {
    const id = load<i32>(table.slots + slot * WORD)
    if (id < 0) break
    if (isSpelling(table, id, start, end)) return id
    slot = (slot + 1) & mask
  }
  if (quoted && hasEscape(start, end)) return -1
  const rawStart = append(table, start, end - start)
  const id = push(table, rawStart, table.length, rawStart, table.length)
  store<i32>(table.slots + slot * WORD, id)
  if (++table.spellings * 2 > table.slotCount) rehash(table)
  return id
}

function placeSlot(table: Table, id: i32): void {
  const mask = table.slotCount - 1
  const start = table.texts + load<u32>(table.rawStarts + id * WORD)
  const end = table.texts + load<u32>(table.rawEnds + id * WORD)
  let slot = hashOf(start, end) & mask
  while (load<i32>(table.slots + slot * WORD) >= 0) slot = (slot + 1) & mask
  store<i32>(table.slots + slot * WORD, id)
  if (++table.spellings * 2 > table.slotCount) rehash(table)
}

function rehash(table: Table): void {
  const old = table.slots
  const count = table.slotCount
  useSlots(table, count * 4)
  table.spellings = 0
  for (let i: u32 = 0; i < count; i++) {
    const id = load<i32>(old + i * WORD)
    if (id >= 0) placeSlot(table, id)
  }
  heap.free(old)
}

function useSlots(table: Table, count: u32): void {
  table.slotCount = count
  table.slots = heap.alloc(count * WORD)
  memory.fill(table.slots, 0xff, count * WORD)
}

function isSpelling(table: Table, id: i32, start: usize, end: usize): bool {
  if (<u32>id >= table.size) return false
  const rawStart = load<u32>(table.rawStarts + id * WORD)
  const size = end - start
  // The end of what is no spelling lies one before its start: no size is that.
  if (load<u32>(table.rawEnds + id * WORD) - rawStart != size) return false
  return isText(table.texts + rawStart, start, size)
}

/** Two words at a time, each multiplied by the other: which texts meet depends on the seeds. */
function hashOf(start: usize, end: usize): u32 {
  let a = seedA ^ <u32>(end - start)
  let b = seedB
  let place = start
  for (; place + 8 <= end; place += 8) {
    const product = <u64>(a ^ load<u32>(place)) * <u64>(b ^ load<u32>(place, 4))
    a = <u32>product ^ seedB
    b = <u32>(product >> 32) ^ seedA ^ a
  }
  let rest: u64 = 0
  for (let shift: u64 = 0; place < end; place++, shift += 8) rest |= (<u64>load<u8>(place)) << shift
  const last = <u64>(a ^ <u32>rest) * <u64>(b ^ <u32>(rest >> 32))
  const folded = <u64>(<u32>last ^ seedA) * <u64>(<u32>(last >> 32) ^ 0x53c5ca59)
  return <u32>folded ^ <u32>(folded >> 32)
}

/** @returns the offset of the copy. */
function append(table: Table, from: usize, size: usize): usize {
  const needed = table.length + size + 16
  if (needed > table.capacity) {
    const larger = max(table.capacity * 2, needed)
    table.texts = enlarged(table.texts, table.length, larger)
    table.capacity = larger
  }
  const start = table.length
  memory.copy(table.texts + start, from, size)
  table.length = start + size
  return start
}

function push(table: Table, start: usize, end: usize, rawStart: usize, rawEnd: usize): i32 {
  const id = table.size++
  if (id >= table.ids) {
    const used = table.ids * WORD
    table.starts = enlarged(table.starts, used, used * 2)
    table.ends = enlarged(table.ends, used, used * 2)
    table.rawStarts = enlarged(table.rawStarts, used, used * 2)
    table.rawEnds = enlarged(table.rawEnds, used, used * 2)
    table.ids *= 2
  }
  store<u32>(table.starts + id * WORD, <u32>start)
  store<u32>(table.ends + id * WORD, <u32>end)
  store<u32>(table.rawStarts + id * WORD, <u32>rawStart)
  store<u32>(table.rawEnds + id * WORD, <u32>rawEnd)
  return id
}

function enlarged(old: usize, used: usize, size: usize): usize {
  const larger = heap.alloc(size)
  memory.copy(larger, old, used)
  heap.free(old)
  return larger
}
