import {
  BACKSLASH,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  ESCAPED,
  HEX,
  LETTER_U,
  MINUS,
  OPEN_ARRAY,
  OPEN_OBJECT,
  PLUS,
  POINT,
  QUOTE,
  STRING_STOP,
  ZERO,
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

// The first lines of skipSpace and skipString are what nearly always happens; the rest stands apart so that they are
// inlined (measured: twice as fast).
export function skipSpace(bytes: Uint8Array, from: number): number {
  return (bytes[from] ?? 0x21) > 0x20 ? from : skipSomeSpace(bytes, from)
}

function skipSomeSpace(bytes: Uint8Array, from: number): number {
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
  while (place < end && STRING_STOP[bytes[place] ?? 0] === 0) place++
  return bytes[place] === QUOTE ? place + 1 : skipRestOfString(bytes, place)
}

function skipRestOfString(bytes: Uint8Array, from: number): number {
  const end = bytes.length
  let place = from
  for (;;) {
    while (place < end && STRING_STOP[bytes[place] ?? 0] === 0) place++
    if (place >= end) return ~end
    const byte = bytes[place]
    if (byte === QUOTE) return place + 1
    if (byte !== BACKSLASH) return ~place
    place = skipEscape(bytes, place)
    if (place < 0) return place
  }
}

function skipEscape(bytes: Uint8Array, backslash: number): number {
  const kind = bytes[backslash + 1]
  if (kind === undefined) return ~bytes.length
  if (ESCAPED[kind] === 1) return backslash + 2
  if (kind !== LETTER_U) return ~(backslash + 1)
  for (let place = backslash + 2; place < backslash + 6; place++) {
    if (HEX[bytes[place] ?? 0] !== 1) return ~Math.min(place, bytes.length)
  }
  return backslash + 6
}

/** A key with its colon, up to where its value begins. */
export function skipKey(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== QUOTE) return ~from
  const after = skipString(bytes, from + 1)
  if (after < 0) return after
  const colon = skipSpace(bytes, after)
  return bytes[colon] === COLON ? skipSpace(bytes, colon + 1) : ~colon
}

const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
const NULL = Buffer.from('null')

/** A number, true, false or null. */
export function skipLiteral(bytes: Uint8Array, from: number): number {
  const first = bytes[from] ?? 0
  if (first === MINUS || isDigit(first)) return skipNumber(bytes, from)
  const word = first === 0x74 ? TRUE : first === 0x66 ? FALSE : NULL
  if (first !== word[0]) return ~from
  for (let letter = 1; letter < word.length; letter++) {
    if (bytes[from + letter] !== word[letter]) return ~Math.min(from + letter, bytes.length)
  }
  return from + word.length
}

/** @see https://www.rfc-editor.org/rfc/rfc8259#section-6 */
function skipNumber(bytes: Uint8Array, from: number): number {
  let place = bytes[from] === MINUS ? from + 1 : from
  const whole = place
  place = skipDigits(bytes, place)
  if (place === whole || (bytes[whole] === ZERO && place > whole + 1)) return ~place
  if (bytes[place] === POINT) {
    const fraction = place + 1
    place = skipDigits(bytes, fraction)
    if (place === fraction) return ~place
  }
  const exponent = bytes[place]
  if (exponent === 0x65 || exponent === 0x45) {
    const sign = bytes[place + 1]
    const digits = sign === PLUS || sign === MINUS ? place + 2 : place + 1
    place = skipDigits(bytes, digits)
    if (place === digits) return ~Math.min(place, bytes.length)
  }
  return place
}

function skipDigits(bytes: Uint8Array, from: number): number {
  let place = from
  while (isDigit(bytes[place] ?? 0)) place++
  return place
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= 0x39

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
  let closer = 0
  let place = from
  for (;;) {
    const byte = bytes[place]
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      place = enter(bytes, place, nesting, depth++)
      closer = byte + 2
      if (place < 0) return place
      if (bytes[place] !== closer) continue
    } else {
      place = byte === QUOTE ? skipString(bytes, place + 1) : skipLiteral(bytes, place)
      if (place < 0) return place
      place = skipSpace(bytes, place)
    }
    while (bytes[place] === closer) {
      if (--depth === 0) return place + 1
      closer = closerAt(kinds, depth - 1)
      place = skipSpace(bytes, place + 1)
    }
    if (bytes[place] !== COMMA) return ~place
    place = skipToValue(bytes, skipSpace(bytes, place + 1), closer)
    if (place < 0) return place
  }
}

const closerAt = (kinds: Uint8Array, depth: number): number => (kinds[depth] ?? 0) + 2

/** Notes the bracket as open; up to its first value, or to its closing bracket where it is empty. */
function enter(bytes: Uint8Array, bracket: number, nesting: Nesting, depth: number): number {
  const kind = bytes[bracket] ?? 0
  if (depth === nesting.kinds.length) {
    nesting.tooDeep = true
    return ~bracket
  }
  nesting.kinds[depth] = kind
  const place = skipSpace(bytes, bracket + 1)
  return bytes[place] === kind + 2 ? place : skipToValue(bytes, place, kind + 2)
}

/** Past the key, inside an object. */
const skipToValue = (bytes: Uint8Array, from: number, closer: number): number =>
  closer === CLOSE_OBJECT ? skipKey(bytes, from) : from
