import { BACKSLASH } from './json-bytes'

/** From here on a native copy is faster. */
const LEAST_NATIVE: usize = 256

/** Copies as wide as it goes: the last word goes over what the one before has written, never beyond `size`. */
export function copyText(to: usize, from: usize, size: usize): void {
  if (size >= LEAST_NATIVE) memory.copy(to, from, size)
  else if (size >= 16) {
    for (let at: usize = 0; at < size - 16; at += 16) v128.store(to + at, v128.load(from + at))
    v128.store(to + size - 16, v128.load(from + size - 16))
  } else if (size >= 8) {
    store<u64>(to, load<u64>(from))
    store<u64>(to + size - 8, load<u64>(from + size - 8))
  } else if (size >= 4) {
    store<u32>(to, load<u32>(from))
    store<u32>(to + size - 4, load<u32>(from + size - 4))
  } else for (let at: usize = 0; at < size; at++) store<u8>(to + at, load<u8>(from + at))
}

/** Whether a text comes before another, byte by byte. */
export function isBefore(a: usize, sizeA: usize, b: usize, sizeB: usize): bool {
  const size = min(sizeA, sizeB)
  let at: usize = 0
  for (; at + 8 <= size; at += 8) {
    const wordA = load<u64>(a + at)
    const wordB = load<u64>(b + at)
    if (wordA != wordB) return bswap<u64>(wordA) < bswap<u64>(wordB)
  }
  for (; at < size; at++) {
    const byteA = load<u8>(a + at)
    const byteB = load<u8>(b + at)
    if (byteA != byteB) return byteA < byteB
  }
  return sizeA < sizeB
}

/** Reads up to 15 bytes beyond the end: there is always room behind a text. */
export function isText(a: usize, b: usize, size: usize): bool {
  let i: usize = 0
  for (; i + 16 <= size; i += 16) {
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false
  }
  if (i == size) return true
  const same = i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i)))
  const wanted = (1 << (<i32>(size - i))) - 1
  return (same & wanted) == wanted
}

export function hasEscape(start: usize, end: usize): bool {
  let place = start
  for (; place + 16 <= end; place += 16) {
    if (v128.any_true(i8x16.eq(v128.load(place), i8x16.splat(BACKSLASH)))) return true
  }
  for (; place < end; place++) if (load<u8>(place) == BACKSLASH) return true
  return false
}
