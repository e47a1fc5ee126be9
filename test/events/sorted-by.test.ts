import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortedBy } from '../../src/events/sorted-by.ts'

test('rows come by their keys, those of one key as they came, and each key says where it begins', () => {
  const rows = fc.array(fc.record({ row: fc.nat(300), key: fc.nat(40) }), { maxLength: 200 })
  fc.assert(
    fc.property(rows, (given) => {
      const keys = new Int32Array(301)
      for (const { row, key } of given) keys[row] = key
      const order = given.map(({ row }) => row)
      const sorted = sortedBy(keys, Int32Array.from(order))
      const keyOf = (row: number): number => keys[row] ?? 0
      const wanted = order.toSorted((a, b) => keyOf(a) - keyOf(b))
      expect([...sorted.rows]).toEqual(wanted)
      for (const [key, start] of sorted.starts.entries())
        expect(start).toBe(wanted.filter((row) => keyOf(row) < key).length)
    }),
  )
})

test('no rows', () => {
  expect([...sortedBy(new Int32Array(0), new Int32Array(0)).rows]).toEqual([])
})
