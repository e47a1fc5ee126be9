import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventBatch } from '#events/index.ts'
import { DEFAULT_READ_LIMITS, scanRecords } from '#sources/index.ts'
import { wasmMemory } from '#wasm/index.ts'

// What WebAssembly puts into a row against what JSON.parse and Date.parse say of the same record. Two records follow one
// another, so that the scanner leaves the first to WebAssembly as well.

const FIELDS = {
  few: ['eventSource', 'awsRegion', 'userAgent', 'errorCode'],
  slices: ['requestID', 'errorMessage'],
} as const

function batchOf(records: readonly object[], indent?: number): EventBatch {
  const batch = new EventBatch()
  batch.startUnit()
  const text = JSON.stringify({ Records: records }, undefined, indent)
  for (const part of scanRecords(Buffer.from(text), DEFAULT_READ_LIMITS)) batch.add(part, 1)
  return batch
}

const record = <Fields extends object>(fields: Fields) => ({
  eventVersion: '1.08',
  eventTime: '2026-11-24T08:15:30Z',
  eventName: 'ListBuckets',
  ...fields,
})

test('texts of all kinds, few and many, with escapes and without, are what JSON.parse says', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }).map((any) => any.toWellFormed()),
    fc.constantFrom(
      '',
      'a',
      'x'.repeat(15),
      'x'.repeat(16),
      'x'.repeat(17),
      'y'.repeat(600),
      'a"b',
      '\\',
      '\u0000',
    ),
  )
  const one = fc.record({
    eventSource: text,
    awsRegion: text,
    userAgent: text,
    errorCode: text,
    requestID: text,
    errorMessage: text,
    ownKey: text,
  })
  fc.assert(
    fc.property(fc.array(one, { minLength: 2, maxLength: 20 }), (records) => {
      const batch = batchOf(records.map(record))
      expect(batch.rowCount).toBe(records.length)
      for (const [row, fields] of records.entries()) {
        for (const name of FIELDS.few) expect(batch.few[name].textAt(row)).toBe(fields[name])
        for (const name of FIELDS.slices) {
          const { starts, ends } = batch.slices[name]
          expect(batch.arena.bytes.toString('utf8', starts[row], ends[row])).toBe(fields[name])
        }
        const { starts, ends } = batch.made.otherFields
        expect(JSON.parse(batch.arena.bytes.toString('utf8', starts[row], ends[row]))).toEqual({
          ownKey: fields.ownKey,
        })
      }
    }),
  )
})

test('a text spelled in two ways is one text, and no two are mixed up after many', () => {
  const count = 5000
  const agents = Array.from({ length: count }, (_, i) => `agent ${String(i % 700)} ${'z'.repeat(i % 40)}`)
  const batch = batchOf(agents.map((userAgent) => record({ userAgent })))
  for (const [row, agent] of agents.entries()) expect(batch.few.userAgent.textAt(row)).toBe(agent)
  expect(batch.few.userAgent.table.size).toBe(new Set(agents).size)
})

test('times are what Date.parse says, from 2006 to 2100', () => {
  const earliest = Date.UTC(2006, 0, 1)
  const latest = Date.UTC(2100, 0, 1)
  const second = fc.oneof(
    fc.integer({ min: earliest / 1000 - 1000, max: latest / 1000 + 1000 }),
    fc.constantFrom(earliest / 1000 - 1, earliest / 1000, latest / 1000 - 1, latest / 1000),
    fc.constantFrom(
      ...['2008-02-29', '2096-02-29', '2026-12-31', '2027-01-01', '2024-03-01'].map(
        (day) => Date.parse(day) / 1000,
      ),
    ),
  )
  fc.assert(
    fc.property(fc.array(second, { minLength: 2, maxLength: 50 }), (seconds) => {
      const wanted = seconds.map((s) => s * 1000).filter((ms) => ms >= earliest && ms < latest)
      const batch = batchOf(
        seconds.map((s) => record({ eventTime: new Date(s * 1000).toISOString().replace('.000', '') })),
      )
      expect([...batch.timeMs.values.subarray(0, batch.rowCount)]).toEqual(wanted)
    }),
  )
})

test.each(['2026-11-24T08:15:3xZ', '2026-11-24T08:60:30Z', '2026-00-24T08:15:30Z', '/026-11-24T08:15:30Z'])(
  'a time that is nearly one is none: %s',
  (eventTime) => {
    expect(batchOf([record({ eventTime }), record({})]).rowCount).toBe(1)
  },
)

test('more keys than are remembered, in every order, keep their values', () => {
  const records = Array.from({ length: 3000 }, (_, i) =>
    record({ [`k${String(i)}`]: i, [`j"${String(i * 7)}`]: `${String(i)} too` }),
  )
  const batch = batchOf([...records, ...records.toReversed()])
  const { starts, ends } = batch.made.otherFields
  for (const [row, i] of [...records.keys(), ...[...records.keys()].toReversed()].entries()) {
    expect(JSON.parse(batch.arena.bytes.toString('utf8', starts[row], ends[row]))).toEqual({
      [`k${String(i)}`]: i,
      [`j"${String(i * 7)}`]: `${String(i)} too`,
    })
  }
})

test('bucket, key and bytes of S3 calls are what JSON.parse says, whatever stands beside them', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }).map((any) => any.toWellFormed()),
    fc.constantFrom('', 'a"b', '{"bucketName":"inner"}', 'long'.repeat(40)),
  )
  const others = fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
  const call = fc.record({
    request: fc.tuple(others, fc.record({ bucketName: text, key: text }, { requiredKeys: [] }), others),
    data: fc.tuple(
      others,
      fc.record({ bytesTransferredIn: fc.nat(), bytesTransferredOut: fc.nat() }, { requiredKeys: [] }),
    ),
    indent: fc.constantFrom(undefined, 2),
  })
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 5 }), (calls) => {
      const records = calls.map(({ request, data }) =>
        record({
          eventSource: 's3.amazonaws.com',
          eventName: 'GetObject',
          // Names that a random object may have by chance must not shadow those looked for.
          requestParameters: { ...request[2], ...request[0], ...request[1] },
          additionalEventData: { ...data[0], ...data[1] },
        }),
      )
      const batch = batchOf(records, calls[0]?.indent)
      for (const [row, { requestParameters, additionalEventData }] of records.entries()) {
        const request: Readonly<Record<string, unknown>> = requestParameters
        const { bucketName, key } = request
        expect(batch.derived.bucket.textAt(row)).toBe(typeof bucketName === 'string' ? bucketName : undefined)
        const start = batch.made.object_key.starts[row] ?? -1
        const held = batch.arena.bytes.toString('utf8', start, batch.made.object_key.ends[row])
        expect(start < 0 ? undefined : held).toBe(typeof key === 'string' ? key : undefined)
        const data: Readonly<Record<string, unknown>> = additionalEventData
        expect(batch.bytesIn.values[row]).toBe(data['bytesTransferredIn'] ?? Number.NaN)
        expect(batch.bytesOut.values[row]).toBe(data['bytesTransferredOut'] ?? Number.NaN)
      }
    }),
  )
})

test('JSON that was cut off in a string of a table ends where it is cut, whatever text follows', () => {
  const whole = JSON.stringify({ other: [1, { a: 'b\\' }], bucketName: 'bucket', key: 'a/key' })
  const cuts = Array.from({ length: whole.length + 1 }, (_, size) => whole.slice(0, size))
  for (const errorMessage of ['"', '"x', 'x"y":"z"', '":"z"']) {
    const batch = batchOf([
      ...cuts.map((requestParameters) =>
        record({ eventSource: 's3.amazonaws.com', requestParameters, errorMessage }),
      ),
      record({}),
    ])
    for (const [row, cut] of cuts.entries()) {
      expect('bucket'.startsWith(batch.derived.bucket.textAt(row) ?? ''), cut).toBe(true)
      const start = batch.made.object_key.starts[row] ?? -1
      const end = start < 0 ? start : (batch.made.object_key.ends[row] ?? -1)
      expect(end, cut).toBeGreaterThanOrEqual(start)
      expect('a/key'.startsWith(batch.arena.bytes.toString('utf8', start, end)), cut).toBe(true)
    }
  }
})

test('long keys are not all remembered, and keep their values', () => {
  const size = () => wasmMemory().bytes(0, 0).buffer.byteLength
  const before = size()
  const batch = new EventBatch()
  for (let i = 0; i < 30; i++) {
    const key = `${String(i)} ${'k'.repeat(1 << 20)}`
    const others = { [key]: i, [`"${key}`]: i }
    const text = JSON.stringify({ Records: [record(others), record({})] })
    for (const part of scanRecords(Buffer.from(text), DEFAULT_READ_LIMITS)) batch.add(part, 1)
    const { starts, ends } = batch.made.otherFields
    const held = batch.arena.bytes.subarray(starts[0], ends[0])
    expect(held.equals(Buffer.from(JSON.stringify(others)))).toBe(true)
    batch.clear()
  }
  expect(size() - before).toBeLessThan(100 << 20)
})
