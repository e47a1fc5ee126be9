// Numbers by which it can be told that two files share no event, without reading them: of an event's id and its account.
// They are the same in every thread and run; what chance or somebody's wish makes alike is compared by its text.

const PRIME_A: u64 = 0x9e3779b185ebca87
const PRIME_B: u64 = 0xc2b2ae3d27d4eb4f

/**
 * Writes a number of 64 bits for each row.
 *
 * @param arena - where the ids' texts lie, between `starts` and `ends` by row.
 * @param accounts - by row, ids of texts that lie in `texts` between `textStarts` and `textEnds`; -1 is none, and so
 *   is a text that is empty: the lake compares them so.
 */
export function hashEvents(
  out: usize,
  rows: usize,
  count: usize,
  arena: usize,
  starts: usize,
  ends: usize,
  accounts: usize,
  texts: usize,
  textStarts: usize,
  textEnds: usize,
): void {
  for (let i: usize = 0; i < count; i++) {
    const row = <usize>load<u32>(rows + i * 4)
    const account = load<i32>(accounts + row * 4)
    let hash = PRIME_A
    if (account >= 0) {
      const at = <usize>account * 4
      const start = load<u32>(textStarts + at)
      const end = load<u32>(textEnds + at)
      if (start != end) hash = hashed(hash, texts + start, texts + end)
    }
    hash = hashed(hash, arena + load<u32>(starts + row * 4), arena + load<u32>(ends + row * 4))
    store<u64>(out + i * 8, hash)
  }
}

function hashed(seed: u64, start: usize, end: usize): u64 {
  let hash = mixed(seed, <u64>(end - start))
  let place = start
  for (; place + 8 <= end; place += 8) hash = mixed(hash, load<u64>(place))
  let rest: u64 = 0
  for (let shift: u64 = 0; place < end; place++, shift += 8) rest |= (<u64>load<u8>(place)) << shift
  hash = mixed(hash, rest)
  hash = (hash ^ (hash >> 33)) * PRIME_B
  return hash ^ (hash >> 29)
}

function mixed(hash: u64, word: u64): u64 {
  return rotl<u64>(hash ^ (word * PRIME_B), 31) * PRIME_A
}
