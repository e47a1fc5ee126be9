import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  OPEN_ARRAY,
  OPEN_OBJECT,
  OUTSIDE_STRING,
  QUOTE,
} from './json-bytes.ts'
import { opensLine, startAt } from './record-keys.ts'
import type { ScanState } from './scan-state.ts'

/** Starts before the noticed break that are tried: bounds what a hostile file can cost. */
const MAX_PROBES = 8

/** Goes looking for the next record. `start` is where the broken thing began, `at` where the break was noticed. */
export function beginSearch(state: ScanState, start: number, at: number): number {
  if (state.mode === 'document' || state.mode === 'list') state.back = state.mode
  if (state.mode === 'tail') state.back = 'document'
  state.mode = 'search'
  state.damaged = true
  state.resuming = true
  state.breakAt = state.base + at
  state.probes = 0
  return start + 1
}

/** A start that was tried turned out to be none. */
export function continueSearch(state: ScanState, from: number): number {
  state.mode = 'search'
  state.probes++
  return from
}

/** The next `{` that could begin a record or a document. Negative: there is none in these bytes. */
export function stepSearch(bytes: Buffer, from: number, state: ScanState): number {
  const breakPlace = state.breakAt - state.base
  let place = from
  for (;;) {
    if (state.probes >= MAX_PROBES && place < breakPlace) place = breakPlace
    place = bytes.indexOf(OPEN_OBJECT, place)
    if (place < 0) return ~bytes.length
    const start = startAt(bytes, place)
    if (start === 'cut' && !state.final) return ~place
    if (start === 'document') state.back = 'document'
    if (
      start === 'document' ||
      start === 'record' ||
      (state.back === 'document' && opensLine(bytes, place))
    ) {
      state.mode = state.back
      return place
    }
    place++
  }
}

/** Passes over the object that begins at the place returned, in bounded memory and across blocks of bytes. */
export function beginSkip(state: ScanState, start: number): number {
  if (state.mode === 'document' || state.mode === 'list') state.back = state.mode
  state.mode = 'skip'
  state.skipDepth = 0
  state.skipInString = false
  state.skipEscaped = false
  return start
}

export function stepSkip(bytes: Buffer, from: number, state: ScanState): number {
  let place = from
  while (place < bytes.length) {
    if (state.skipInString) place = skipRestOfString(bytes, place, state)
    else {
      const byte = bytes[place] ?? 0
      if (OUTSIDE_STRING[byte] === 0) return beginSearch(state, place - 1, place)
      place++
      if (byte === QUOTE) state.skipInString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) state.skipDepth++
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) state.skipDepth--
      if (state.skipDepth === 0) {
        state.mode = state.back
        return place
      }
    }
  }
  return ~bytes.length
}

function skipRestOfString(bytes: Buffer, from: number, state: ScanState): number {
  let place = from
  if (state.skipEscaped) {
    state.skipEscaped = false
    place++
  }
  for (; place < bytes.length; place++) {
    const byte = bytes[place]
    if (byte === QUOTE) {
      state.skipInString = false
      return place + 1
    }
    if (byte === BACKSLASH) {
      if (place + 1 === bytes.length) state.skipEscaped = true
      place++
    }
  }
  return bytes.length
}
