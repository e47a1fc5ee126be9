import { expect, test } from 'vitest'
import { wasmMemory } from '#wasm/index.ts'

test('what was taken holds what was written, however the memory grows', () => {
  const memory = wasmMemory()
  const taken = Array.from({ length: 40 }, (_, i) => {
    const size = 1 << (i % 20)
    const place = memory.allocate(size)
    expect(place % 16).toBe(0)
    const view = memory.bytes(place, size).fill(i)
    return { place, view, i }
  })
  for (const { view, i } of taken) expect(view.every((byte) => byte === i)).toBe(true)
  for (const { place } of taken) memory.release(place)
})

test('memory that is given back is used again', () => {
  const memory = wasmMemory()
  const size = 8 << 20
  const places = Array.from({ length: 600 }, () => {
    const place = memory.allocate(size)
    memory.release(place)
    return place
  })
  // 4.8 GB one after another, in a memory that ends at 4.
  expect(new Set(places).size).toBeLessThan(3)
})

test('a text that was written is read back, longer than all before too', () => {
  const memory = wasmMemory()
  for (const text of ['', 'a', 'ü'.repeat(100_000), '𝒳'.repeat(2_000_000)]) {
    const { place, size } = memory.write(text)
    expect(size).toBe(Buffer.byteLength(text))
    expect(memory.textAt(place, place + size)).toBe(text)
  }
})

test('more than there is ends in an error that can be told, and what there was stays', () => {
  const memory = wasmMemory()
  const { place, size } = memory.write('kept')
  expect(() => memory.allocate(0xfff_0000 * 16)).toThrow(/./u)
  expect(memory.textAt(place, place + size)).toBe('kept')
})
