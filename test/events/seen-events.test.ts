import { expect, test } from 'vitest'
import { wasmMemory } from '#wasm/index.ts'
import { SeenEvents } from '../../src/events/seen-events.ts'

const UUID_BYTES = 36
const MOST_CELLS = 1 << 13

const place = wasmMemory().allocate(UUID_BYTES)
const bytes = wasmMemory().bytes(place, UUID_BYTES)

function meet(seen: SeenEvents, i: number): number | 'other' | undefined {
  bytes.write(`${i.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`)
  return seen.add({ bytes, place, start: 0, end: UUID_BYTES }, 1, 7, () => '')
}

test('as many events as there is room for are remembered; one more, and all are met anew', () => {
  const seen = new SeenEvents(MOST_CELLS)
  const most = MOST_CELLS / 2
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < most; i++) expect(meet(seen, i)).toBeUndefined()
    for (let i = 0; i < most; i++) expect(meet(seen, i)).toBe(7)
    expect(meet(seen, most)).toBeUndefined()
  }
})
