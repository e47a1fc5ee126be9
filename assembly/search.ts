/** Whether the bytes may hold `Insight`: they have its first four letters. Up to 18 bytes behind the end are read. */
export function mayHoldInsight(start: usize, end: usize): bool {
  let found = i8x16.splat(0)
  for (let place = start; place < end; place += 16) {
    const first = v128.and(has(place, 0x49), has(place + 1, 0x6e))
    const second = v128.and(has(place + 2, 0x73), has(place + 3, 0x69))
    found = v128.or(found, v128.and(first, second))
  }
  return v128.any_true(found)
}

function has(place: usize, letter: i8): v128 {
  return i8x16.eq(v128.load(place), i8x16.splat(letter))
}
