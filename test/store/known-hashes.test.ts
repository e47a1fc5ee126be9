import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventBatch } from '#events/index.ts'
import { DEFAULT_READ_LIMITS, scanRecords } from '#sources/index.ts'
import { KnownHashes } from '#store/index.ts'

const hashes = (...numbers: number[]): BigUint64Array => BigUint64Array.from(numbers, BigInt).toSorted()

test('files that share a number may share an event, others do not', () => {
  const few = fc.array(fc.nat({ max: 40 }), { maxLength: 10 })
  fc.assert(
    fc.property(few, few, (a, b) => {
      const known = new KnownHashes()
      known.remember('a', hashes(...a))
      expect(known.mayHold('a', hashes(...b))).toBe(a.some((one) => b.includes(one)))
    }),
  )
})

test('what is not known, or was known too long ago, may hold anything', () => {
  const known = new KnownHashes(100)
  expect(known.mayHold('a', hashes(1))).toBe(true)
  known.remember('a', hashes(1, 2, 3, 4, 5, 6))
  expect(known.mayHold('a', hashes(7))).toBe(false)
  known.remember('b', hashes(1, 2, 3, 4, 5, 6, 8))
  expect(known.mayHold('a', hashes(7))).toBe(true)
  expect(known.mayHold('b', hashes(7))).toBe(false)
  known.close()
  expect(known.mayHold('b', hashes(7))).toBe(true)
})

function hashesOf(records: readonly object[]): readonly bigint[] {
  const batch = new EventBatch()
  batch.startUnit()
  for (const part of scanRecords(Buffer.from(JSON.stringify({ Records: records })), DEFAULT_READ_LIMITS))
    batch.add(part, 1)
  return [...batch.eventHashes(Int32Array.from({ length: batch.rowCount }, (_, row) => row))]
}

test('an event has one number wherever it is read, and another than any other event', () => {
  const id = fc.oneof(
    fc.uuid(),
    fc.string({ minLength: 1 }).filter((text) => text.isWellFormed()),
  )
  const account = fc.constantFrom('123456789012', '111122223333', undefined)
  const events = fc.uniqueArray(fc.tuple(id, account), { minLength: 2, maxLength: 30, selector: String })
  fc.assert(
    fc.property(events, (all) => {
      const records = all.map(([eventID, recipientAccountId]) => ({
        eventVersion: '1.08',
        eventTime: '2026-11-24T08:15:30Z',
        eventName: 'ListBuckets',
        eventID,
        recipientAccountId,
      }))
      const numbers = hashesOf(records)
      expect(new Set(numbers).size).toBe(records.length)
      expect(hashesOf(records.toReversed()).toReversed()).toEqual(numbers)
      expect(hashesOf(records.slice(1))).toEqual(numbers.slice(1))
    }),
  )
})

test('no account and an empty one are one, as they are in the lake', () => {
  const [none, empty, other] = [undefined, '', '0'].flatMap((recipientAccountId) =>
    hashesOf([
      { eventTime: '2026-11-24T08:15:30Z', eventName: 'ListBuckets', eventID: 'a', recipientAccountId },
    ]),
  )
  expect(none).toBeDefined()
  expect(none).toBe(empty)
  expect(none).not.toBe(other)
})
