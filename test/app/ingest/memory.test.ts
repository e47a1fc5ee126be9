import { afterEach, expect, test } from 'vitest'
import { memoryError, OutOfMemoryError } from '#app/ingest/ingest-errors.ts'
import { wasmMemory } from '#wasm/index.ts'

const taken: number[] = []
afterEach(() => {
  for (const place of taken.splice(0)) wasmMemory().release(place)
})

function errorOf(act: () => void): unknown {
  try {
    act()
    return undefined
  } catch (error) {
    return error
  }
}

test.each([
  { name: 'more at once than there may be', size: 0xfff_0000 * 16, times: 1 },
  { name: 'more than there is left', size: 900 << 20, times: 6 },
])('$name is told by what to do', ({ size, times }) => {
  const error = memoryError(
    errorOf(() => {
      for (let i = 0; i < times; i++) taken.push(wasmMemory().allocate(size))
    }),
  )
  expect(error).toBeInstanceOf(OutOfMemoryError)
  expect(error).toHaveProperty('hint', expect.stringContaining('limits.maxRecordBytes'))
})

test('another error stays what it is', () => {
  const error = new Error('the address is unreachable')
  expect(memoryError(error)).toBe(error)
})
