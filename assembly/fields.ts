// Finds fields of a JSON object without parsing it. It is well formed, as the scanner has been over it, unless it stood in a
// string: there it may be anything, and what follows it is another text.
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
import { isText } from './texts'

/**
 * @param base - what places found are counted from.
 * @param start - where the object begins; what is none has no fields.
 * @param names - for each field looked for, the address of its name and the name's size.
 * @param found - takes, for each, where its value begins and ends, quotes and all; 0 and 0 where it is not there. Of two fields
 *   of one name the last counts.
 */
export function findFields(
  base: usize,
  start: usize,
  end: usize,
  names: usize,
  count: usize,
  found: usize,
): void {
  memory.fill(found, 0, count * 8)
  if (start >= end || load<u8>(start) != OPEN_OBJECT) return
  let place = start + 1
  while (true) {
    while (place < end && load<u8>(place) != QUOTE) place++
    if (place >= end) return
    const keyStart = place + 1
    place = afterString(keyStart, end)
    const keySize = place - 1 - keyStart
    while (place < end && (load<u8>(place) == COLON || load<u8>(place) <= 0x20)) place++
    if (place >= end) return
    const valueStart = place
    place = afterValue(place, end)
    for (let i: usize = 0; i < count; i++) {
      const name = names + i * 8
      if (load<u32>(name, 4) != keySize || !isText(load<u32>(name), keyStart, keySize)) continue
      store<u32>(found + i * 8, <u32>(valueStart - base))
      store<u32>(found + i * 8, <u32>(place - base), 4)
    }
  }
}

/** @param from - behind the opening quote. @returns the place behind the closing one; one behind the end where none closes it. */
function afterString(from: usize, end: usize): usize {
  let place = from
  while (place < end) {
    const bytes = v128.load(place)
    const isQuote = i8x16.eq(bytes, i8x16.splat(QUOTE))
    const isBackslash = i8x16.eq(bytes, i8x16.splat(BACKSLASH))
    const stops = i8x16.bitmask(v128.or(isQuote, isBackslash))
    if (stops == 0) {
      place += 16
      continue
    }
    place += ctz(stops)
    if (place >= end) break
    if (load<u8>(place) == QUOTE) return place + 1
    place += 2
  }
  return end + 1
}

function afterValue(from: usize, end: usize): usize {
  const first = load<u8>(from)
  if (first == QUOTE) return afterString(from + 1, end)
  if (first == OPEN_OBJECT || first == OPEN_ARRAY) return afterBrackets(from, end)
  let place = from
  while (place < end) {
    const byte = load<u8>(place)
    if (byte == COMMA || byte == CLOSE_OBJECT || byte <= 0x20) break
    place++
  }
  return place
}

function afterBrackets(from: usize, end: usize): usize {
  let depth = 0
  let place = from
  while (place < end) {
    const byte = load<u8>(place++)
    if (byte == QUOTE) place = afterString(place, end)
    else if (byte == OPEN_OBJECT || byte == OPEN_ARRAY) depth++
    else if ((byte == CLOSE_OBJECT || byte == CLOSE_ARRAY) && --depth == 0) return place
  }
  return place
}
