import {
  BACKSLASH,
  COLON,
  COMMA,
  LITERAL,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  STRING_STOP,
} from './json-bytes.ts'

/** Brackets that are open, outermost first; one serves many values. */
export interface Nesting {
  readonly kinds: Uint8Array
  /** Set when a value was given up because it nests deeper than `kinds` is long. */
  tooDeep: boolean
}

export const createNesting = (maxDepth: number): Nesting => ({
  kinds: new Uint8Array(maxDepth),
  tooDeep: false,
})

// Each skip… takes the place where its thing begins and returns the place after it, or `~place` (negative) of what
// broke it. A place that equals bytes.length says that the input ended first.

export function skipSpace(bytes: Uint8Array, from: number): number {
  let place = from
  for (;;) {
    const byte = bytes[place]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return place
    place++
  }
}

/** `from` lies after the opening quote; the result after the closing one. */
export function skipString(bytes: Uint8Array, from: number): number {
  const end = bytes.length
  let place = from
  for (;;) {
    while (place < end && STRING_STOP[bytes[place] ?? 0] === 0) place++
    if (place >= end) return ~end
    const byte = bytes[place]
    if (byte === QUOTE) return place + 1
    if (byte !== BACKSLASH) return ~place
    place += 2
  }
}

/** A key with its colon, up to where its value begins. */
export function skipKey(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== QUOTE) return ~from
  const after = skipString(bytes, from + 1)
  if (after < 0) return after
  const colon = skipSpace(bytes, after)
  return bytes[colon] === COLON ? skipSpace(bytes, colon + 1) : ~colon
}

/** A number, true, false or null, by its letters and first character; the engine judges numbers exactly. */
function skipLiteral(bytes: Uint8Array, from: number): number {
  let place = from
  while (LITERAL[bytes[place] ?? 0] === 1) place++
  if (place >= bytes.length) return ~bytes.length
  return place > from && isLiteral(bytes, from, place - from) ? place : ~from
}

function isLiteral(bytes: Uint8Array, from: number, length: number): boolean {
  const first = bytes[from] ?? 0
  if (first === 0x2d || (first >= 0x30 && first <= 0x39)) return isNumberLike(bytes, from, length)
  if (first === 0x66) return length === 5 && bytes[from + 1] === 0x61 && bytes[from + 4] === 0x65
  if (first === 0x74) return length === 4 && bytes[from + 1] === 0x72 && bytes[from + 3] === 0x65
  return first === 0x6e && length === 4 && bytes[from + 1] === 0x75 && bytes[from + 3] === 0x6c
}

function isNumberLike(bytes: Uint8Array, from: number, length: number): boolean {
  for (let place = from; place < from + length; place++) {
    const byte = bytes[place] ?? 0
    if (byte > 0x39 && byte !== 0x65) return false
  }
  return true
}

/** Any JSON value, brackets of both kinds matched, commas and colons in their places. */
export function skipValue(bytes: Uint8Array, from: number, nesting: Nesting): number {
  const first = bytes[from]
  if (first === QUOTE) return skipString(bytes, from + 1)
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return skipNested(bytes, from, nesting)
  return skipLiteral(bytes, from)
}

function skipNested(bytes: Uint8Array, from: number, nesting: Nesting): number {
  const { kinds } = nesting
  let depth = 0
  let place = from
  for (;;) {
    const byte = bytes[place]
    if (byte === QUOTE) place = skipString(bytes, place + 1)
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === kinds.length) return tooDeep(place, nesting)
      kinds[depth++] = byte
      place = skipSpace(bytes, place + 1)
      // Not empty: the first member follows.
      if (bytes[place] !== byte + 2) {
        if (byte === OPEN_OBJECT) place = skipKey(bytes, place)
        if (place < 0) return place
        continue
      }
    } else place = skipLiteral(bytes, place)
    if (place < 0) return place
    place = skipSpace(bytes, place)
    while (depth > 0 && bytes[place] === (kinds[depth - 1] ?? 0) + 2) {
      depth--
      if (depth === 0) return place + 1
      place = skipSpace(bytes, place + 1)
    }
    if (bytes[place] !== COMMA) return ~place
    place = skipSpace(bytes, place + 1)
    if (kinds[depth - 1] === OPEN_OBJECT) place = skipKey(bytes, place)
    if (place < 0) return place
  }
}

function tooDeep(place: number, nesting: Nesting): number {
  nesting.tooDeep = true
  return ~place
}
