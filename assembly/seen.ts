// Which events were met: a set of UUIDs, each with the number of its account and of the source that it was first met in.

const CELL_BYTES: usize = 24
const FIRST_CELLS: u32 = 4096
const DASH: u8 = 0x2d
const UUID_BYTES: usize = 36

/** What `meet` says of an id that is no UUID in lower case: `A` and `a` would be one id here and two in the lake. */
const NO_UUID: i32 = -2
const NEW: i32 = -1

@unmanaged
export class Seen {
  cells: usize = 0
  count: u32 = 0
  /** How many ids there are. */
  used: u32 = 0
  mostCells: u32 = 0
}

/** @param mostCells - a power of two, from 4096 up: half as many ids are remembered, then all are forgotten. */
export function newSeen(mostCells: u32): Seen {
  const seen = new Seen()
  seen.mostCells = mostCells
  useCells(seen, FIRST_CELLS)
  return seen
}

export function clearSeen(seen: Seen): void {
  heap.free(seen.cells)
  seen.used = 0
  useCells(seen, FIRST_CELLS)
}

/** @returns the source in which the event was met first; NEW, which is remembered; or NO_UUID. */
export function meet(seen: Seen, start: usize, end: usize, account: i32, source: i32): i32 {
  if (end - start != UUID_BYTES) return NO_UUID
  const isDashed =
    load<u8>(start, 8) == DASH &&
    load<u8>(start, 13) == DASH &&
    load<u8>(start, 18) == DASH &&
    load<u8>(start, 23) == DASH
  const a = fourDigits(start)
  const b = fourDigits(start + 4)
  const c = fourDigits(start + 9)
  const d = fourDigits(start + 14)
  const e = fourDigits(start + 19)
  const f = fourDigits(start + 24)
  const g = fourDigits(start + 28)
  const h = fourDigits(start + 32)
  if (!isDashed || (a | b | c | d | e | f | g | h) < 0) return NO_UUID
  const high = ((<u64>(<u32>a)) << 48) | ((<u64>(<u32>b)) << 32) | ((<u64>(<u32>c)) << 16) | <u64>(<u32>d)
  const low = ((<u64>(<u32>e)) << 48) | ((<u64>(<u32>f)) << 32) | ((<u64>(<u32>g)) << 16) | <u64>(<u32>h)
  const cell = cellOf(seen, high, low, account)
  const first = load<i32>(cell, 20)
  // A source's number plus one: 0 is a cell that is free.
  if (first != 0) return first - 1
  write(cell, high, low, account, source + 1)
  if (++seen.used * 2 > seen.count) grow(seen)
  return NEW
}

/** The event's cell, or the free one that it would take. */
function cellOf(seen: Seen, high: u64, low: u64, account: i32): usize {
  const mask = seen.count - 1
  let place = placeOf(high, low) & mask
  while (true) {
    const cell = seen.cells + place * CELL_BYTES
    if (load<i32>(cell, 20) == 0) return cell
    if (load<u64>(cell) == high && load<u64>(cell, 8) == low && load<i32>(cell, 16) == account) return cell
    place = (place + 1) & mask
  }
  return 0
}

function write(cell: usize, high: u64, low: u64, account: i32, source: i32): void {
  store<u64>(cell, high)
  store<u64>(cell, low, 8)
  store<i32>(cell, account, 16)
  store<i32>(cell, source, 20)
}

function grow(seen: Seen): void {
  if (seen.count == seen.mostCells) return clearSeen(seen)
  const old = seen.cells
  const count = seen.count
  useCells(seen, min(count * 4, seen.mostCells))
  for (let i: u32 = 0; i < count; i++) {
    const cell = old + i * CELL_BYTES
    const source = load<i32>(cell, 20)
    if (source == 0) continue
    const high = load<u64>(cell)
    const low = load<u64>(cell, 8)
    const account = load<i32>(cell, 16)
    write(cellOf(seen, high, low, account), high, low, account, source)
  }
  heap.free(old)
}

function useCells(seen: Seen, count: u32): void {
  seen.count = count
  seen.cells = heap.alloc(count * CELL_BYTES)
  memory.fill(seen.cells, 0, count * CELL_BYTES)
}

// Not to be known to who writes the logs: else he could choose ids that all fall into one place.
let seedHigh: u64 = 0
let seedLow: u64 = 0

export function seedSeen(a: u32, b: u32, c: u32, d: u32): void {
  seedHigh = ((<u64>a) << 32) | <u64>b
  seedLow = ((<u64>c) << 32) | <u64>d
}

function placeOf(high: u64, low: u64): u32 {
  const a = high ^ seedHigh
  const b = low ^ seedLow
  const product = (a & 0xffffffff) * (b >> 32) + (a >> 32) * (b & 0xffffffff)
  const folded = (product ^ (product >> 32) ^ a) * 0x9e3779b97f4a7c15
  return <u32>(folded >> 32)
}

/** Negative where one of them is none. */
function fourDigits(place: usize): i32 {
  return (digit(place) << 12) | (digit(place + 1) << 8) | (digit(place + 2) << 4) | digit(place + 3)
}

function digit(place: usize): i32 {
  const byte = <i32>load<u8>(place)
  const decimal = byte - 0x30
  if (<u32>decimal < 10) return decimal
  const letter = byte - 0x61
  return <u32>letter < 6 ? letter + 10 : -1
}
