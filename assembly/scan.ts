// Finds the records of a list and their top-level fields: JSON without white space, as AWS writes it. Takes valid JSON only,
// and leaves all else (white space, deep nesting, the end of the bytes, whatever is broken) to src/sources/scan, which says
// what it is. A place of 0 says "not for me".

import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from './json-bytes'

/** `,{` as a word. */
const NEXT_OBJECT: u16 = 0x7b2c

const MOST_FIELDS: usize = 1024
const HEADER_BYTES: usize = 12
const FIELD_BYTES: usize = 16
/** Brackets open at once that fit the bits of a word: src/sources/scan/steps.ts knows how many. */
const DEEPEST: u64 = 1 << 60

let recordCount: i32 = 0
let tapeEnd: usize = 0

/** How many records the last scan found. */
export function scannedRecords(): i32 {
  return recordCount
}

/** Where the tape of the last scan ends. */
export function scannedTapeEnd(): usize {
  return tapeEnd
}

/**
 * Scans records from a `{` on, as long as another one follows, and writes their tape (docs/architecture.md).
 *
 * @param base - what the tape's offsets are counted from.
 * @param until - no record is begun from here on. At least 16 zeros must lie behind all bytes.
 * @param maxBytes - a record that is larger ends the scan.
 * @returns the place of the `{` that was not scanned any more.
 */
export function scanList(
  base: usize,
  from: usize,
  until: usize,
  tape: usize,
  tapeLimit: usize,
  maxBytes: usize,
): usize {
  let start = from
  let at = tape
  let count = 0
  while (start < until && load<u8>(start) == OPEN_OBJECT) {
    const end = scanRecord(base, start, at, tapeLimit)
    // The last of the list is weighed with care: what follows may say that it ends elsewhere.
    if (end == 0 || load<u16>(end) != NEXT_OBJECT || end - start > maxBytes) break
    at += HEADER_BYTES + FIELD_BYTES * <usize>load<u32>(at, 8)
    count++
    start = end + 1
  }
  recordCount = count
  tapeEnd = at
  return start
}

function scanRecord(base: usize, start: usize, header: usize, tapeLimit: usize): usize {
  const limit = min(tapeLimit, header + HEADER_BYTES + FIELD_BYTES * MOST_FIELDS)
  let field = header + HEADER_BYTES
  let place = start
  do {
    if (field + FIELD_BYTES > limit || load<u8>(place, 1) != QUOTE) return 0
    const keyStart = place + 2
    const afterKey = afterString(keyStart)
    if (afterKey == 0 || load<u8>(afterKey) != COLON) return 0
    place = afterValue(afterKey + 1)
    if (place == 0) return 0
    store<u32>(field, <u32>(keyStart - base))
    store<u32>(field, <u32>(afterKey - 1 - base), 4)
    store<u32>(field, <u32>(afterKey + 1 - base), 8)
    store<u32>(field, <u32>(place - base), 12)
    field += FIELD_BYTES
  } while (load<u8>(place) == COMMA)
  if (load<u8>(place) != CLOSE_OBJECT) return 0
  store<u32>(header, <u32>(start - base))
  store<u32>(header, <u32>(place + 1 - base), 4)
  store<u32>(header, <u32>((field - header - HEADER_BYTES) / FIELD_BYTES), 8)
  return place + 1
}

function afterValue(place: usize): usize {
  const first = load<u8>(place)
  if (first == QUOTE) return afterString(place + 1)
  if (first == OPEN_OBJECT || first == OPEN_ARRAY) return afterNested(place)
  return afterLiteral(place)
}

/** @param from - behind the opening quote. @returns the place behind the closing one. */
function afterString(from: usize): usize {
  let place = from
  while (true) {
    const bytes = v128.load(place)
    const isQuote = i8x16.eq(bytes, i8x16.splat(QUOTE))
    const isBackslash = i8x16.eq(bytes, i8x16.splat(BACKSLASH))
    const isControl = i8x16.lt_u(bytes, i8x16.splat(0x20))
    const stops = i8x16.bitmask(v128.or(v128.or(isQuote, isBackslash), isControl))
    if (stops == 0) {
      place += 16
      continue
    }
    place += ctz(stops)
    const byte = load<u8>(place)
    if (byte == QUOTE) return place + 1
    // The zeros behind the end are control characters.
    if (byte != BACKSLASH) return 0
    place = afterEscape(place)
    if (place == 0) return 0
  }
  return 0
}

function afterEscape(backslash: usize): usize {
  switch (load<u8>(backslash, 1)) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return backslash + 2
    case 0x75: // u
      for (let i: usize = 2; i < 6; i++) if (!isHex(load<u8>(backslash + i))) return 0
      return backslash + 6
    default:
      return 0
  }
}

function isHex(byte: u32): bool {
  return byte - 0x30 <= 9 || (byte | 0x20) - 0x61 <= 5
}

/** `open` holds a bit for each open bracket, the innermost last: 1 for an object. A 1 stands before them all. */
function afterNested(from: usize): usize {
  let open: u64 = 1
  let place = from
  let isKey = false
  while (true) {
    const byte = load<u8>(place)
    if (byte == QUOTE) {
      place = afterString(place + 1)
      if (place == 0) return 0
      if (isKey) {
        if (load<u8>(place) != COLON) return 0
        place++
        isKey = false
        continue
      }
    } else if (isKey) return 0
    else if (byte == OPEN_OBJECT || byte == OPEN_ARRAY) {
      const isObject = byte == OPEN_OBJECT
      open = (open << 1) | <u64>isObject
      if (open >= DEEPEST) return 0
      place++
      // A closing bracket is its opening one plus two.
      if (load<u8>(place) != byte + 2) {
        isKey = isObject
        continue
      }
    } else {
      place = afterLiteral(place)
      if (place == 0) return 0
    }
    while (load<u8>(place) == ((open & 1) == 1 ? CLOSE_OBJECT : CLOSE_ARRAY)) {
      open >>= 1
      place++
      if (open == 1) return place
    }
    if (load<u8>(place) != COMMA) return 0
    place++
    isKey = (open & 1) == 1
  }
  return 0
}

/** A number, true, false or null. */
function afterLiteral(place: usize): usize {
  switch (load<u8>(place)) {
    case 0x74:
      return load<u32>(place) == 0x65757274 ? place + 4 : 0
    case 0x66:
      return load<u32>(place, 1) == 0x65736c61 ? place + 5 : 0
    case 0x6e:
      return load<u32>(place) == 0x6c6c756e ? place + 4 : 0
    default:
      return afterNumber(place)
  }
}

/** https://www.rfc-editor.org/rfc/rfc8259#section-6 */
function afterNumber(from: usize): usize {
  const whole = load<u8>(from) == 0x2d ? from + 1 : from
  let place = afterDigits(whole)
  if (place == whole || (load<u8>(whole) == 0x30 && place > whole + 1)) return 0
  if (load<u8>(place) == 0x2e) {
    const fraction = place + 1
    place = afterDigits(fraction)
    if (place == fraction) return 0
  }
  if ((load<u8>(place) | 0x20) == 0x65) {
    const sign = load<u8>(place, 1)
    const exponent = sign == 0x2b || sign == 0x2d ? place + 2 : place + 1
    place = afterDigits(exponent)
    if (place == exponent) return 0
  }
  return place
}

function afterDigits(from: usize): usize {
  let place = from
  while (<u32>load<u8>(place) - 0x30 <= 9) place++
  return place
}
