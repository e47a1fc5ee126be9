// Parquet's hybrid of runs and packed groups: https://parquet.apache.org/docs/file-format/data-pages/encodings/

/** Eight values of 32 bits: what is packed, and what the shortest run has. */
const GROUP_BYTES: usize = 32
/** Packed at once: 63 groups, whose number fits a byte. */
const MOST_PACKED_BYTES: usize = 63 * GROUP_BYTES

/**
 * Runs of eight or more equal values as one run, the rest packed in groups of eight.
 *
 * @param to - there must be room for `width + 1` bytes for each eight values begun, and 16 more.
 * @param values - of 32 bits, below 2^`width`; there must be room for eight more behind them.
 * @returns the place behind what was written.
 */
export function writeHybrid(to: usize, values: usize, count: usize, width: usize): usize {
  const end = values + (count << 2)
  // The very last group is padded.
  memory.fill(end, 0, GROUP_BYTES)
  let at = values
  let out = to
  while (at < end) {
    const runEnd = afterRun(at, end)
    if (runEnd - at >= GROUP_BYTES) {
      out = writeRun(out, load<u32>(at), (runEnd - at) >> 2, width)
      at = runEnd
    } else {
      const packedEnd = afterPacked(at, end)
      const groups = (packedEnd - at + GROUP_BYTES - 1) / GROUP_BYTES
      store<u8>(out, <u8>(groups * 2 + 1))
      out = packGroups(out + 1, at, packedEnd, width)
      at = packedEnd
    }
  }
  return out
}

/** Bits one after another, the lowest first: up to seven zeros are written behind `end`. @returns the place behind them. */
export function packGroups(to: usize, from: usize, end: usize, width: usize): usize {
  let out = to
  for (let at = from; at < end; at += GROUP_BYTES) {
    if (width == 1) store<u8>(out, packBits(at))
    else packGroup(out, at, width)
    out += width
  }
  return out
}

/** Takes the place of a run's first value. @returns the place of the first that differs. */
function afterRun(from: usize, end: usize): usize {
  const value = load<u32>(from)
  const same = i32x4.splat(value)
  let place = from + 4
  while (place + 16 <= end && i32x4.all_true(i32x4.eq(v128.load(place), same))) place += 16
  while (place < end && load<u32>(place) == value) place += 4
  return place
}

/** Groups of eight until a long run begins at a group's border. */
function afterPacked(from: usize, end: usize): usize {
  let place = from + GROUP_BYTES
  while (place < end && place - from < MOST_PACKED_BYTES && !isRun(place, end)) place += GROUP_BYTES
  return min(place, end)
}

function isRun(place: usize, end: usize): bool {
  if (place + GROUP_BYTES > end) return false
  const same = v128.load32_splat(place)
  const differs = v128.or(v128.xor(v128.load(place), same), v128.xor(v128.load(place, 16), same))
  return !v128.any_true(differs)
}

function writeRun(to: usize, value: u32, length: usize, width: usize): usize {
  let out = to
  let rest = length * 2
  while (rest >= 0x80) {
    store<u8>(out++, <u8>(rest | 0x80))
    rest >>= 7
  }
  store<u8>(out++, <u8>rest)
  for (let bits: usize = 0; bits < width; bits += 8) store<u8>(out++, <u8>(value >> <u32>bits))
  return out
}

/** Eight values of one bit. */
function packBits(from: usize): u8 {
  const low = i32x4.bitmask(i32x4.shl(v128.load(from), 31))
  const high = i32x4.bitmask(i32x4.shl(v128.load(from, 16), 31))
  return <u8>(low | (high << 4))
}

/** Eight values of any width; up to four bytes more are written over. */
function packGroup(to: usize, from: usize, width: usize): void {
  let out = to
  let held: u64 = 0
  let heldBits: usize = 0
  for (let at = from; at < from + GROUP_BYTES; at += 4) {
    held |= (<u64>load<u32>(at)) << (<u64>heldBits)
    heldBits += width
    if (heldBits >= 32) {
      store<u32>(out, <u32>held)
      out += 4
      held >>= 32
      heldBits -= 32
    }
  }
  store<u32>(out, <u32>held)
}
