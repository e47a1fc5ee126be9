import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRecordScanner, DEFAULT_READ_LIMITS, type ReadLimits } from '#sources/index.ts'
import { recordOf, recordsOf } from './support/records.ts'

interface Scanned {
  readonly records: Record<string, unknown>[]
  readonly ids: number[]
  readonly rejected: string[]
  readonly firstRecords: number[]
}

/** Scans `text` in blocks of a size, as a stream would. */
function scan(
  text: string | Buffer,
  options: { blockBytes?: number; limits?: Partial<ReadLimits> } = {},
): Scanned {
  const bytes = Buffer.from(text)
  const { blockBytes = bytes.length } = options
  const scanner = createRecordScanner({ ...DEFAULT_READ_LIMITS, ...options.limits })
  const result: Scanned = { records: [], ids: [], rejected: [], firstRecords: [] }
  let carry: Buffer = Buffer.alloc(0)
  for (let at = 0; at < bytes.length || at === 0; at += Math.max(1, blockBytes)) {
    const block = Buffer.concat([carry, bytes.subarray(at, at + blockBytes)])
    const isFinal = at + blockBytes >= bytes.length
    let from = 0
    for (;;) {
      const part = scanner.scan(block, from, isFinal)
      if (part.recordCount > 0) result.firstRecords.push(part.firstRecord)
      for (const record of recordsOf(part)) {
        result.records.push(record)
        result.ids.push(Number(String(record['eventID']).slice(-12)))
      }
      result.rejected.push(...part.rejected.map(({ place, reason }) => `${place}: ${reason}`))
      from = part.next
      if (!part.hasMore) break
    }
    scanner.carryOver(from)
    carry = block.subarray(from)
    if (isFinal) break
  }
  return result
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const texts = (count: number): string[] => range(count).map((index) => JSON.stringify(recordOf(index)))

const FORMS: readonly { readonly name: string; readonly write: (records: readonly string[]) => string }[] = [
  { name: 'Records', write: (records) => `{"Records":[${records.join(',')}]}` },
  {
    name: 'Records last, after other fields',
    write: (records) => `{"a":[{}],"b":"x","Records" : [ ${records.join(' ,\n')} ] }\n`,
  },
  {
    name: 'Records with a tail',
    write: (records) => `{"Records":[${records.join(',')}],"x":{"y":[1]},"z":null}`,
  },
  { name: 'an array', write: (records) => `[${records.join(',')}]` },
  { name: 'one a line', write: (records) => `${records.join('\n')}\n` },
  { name: 'one a line, CRLF and blank lines', write: (records) => `\r\n${records.join('\r\n\r\n')}\r\n` },
  {
    name: 'pretty-printed, one after another',
    write: (records) => records.map((text) => JSON.stringify(JSON.parse(text), null, 2)).join('\n'),
  },
  {
    name: 'a document a record, glued together',
    write: (records) => records.map((text) => `{"Records":[${text}]}`).join(''),
  },
]

describe.each(FORMS)('whole: $name', ({ write }) => {
  test.each([0, 1, 2, 20])('%i records', (count) => {
    expect(scan(write(texts(count)))).toMatchObject({ ids: range(count), rejected: [] })
  })

  test.each([1, 7, 64, 1000])('in blocks of %i bytes', (blockBytes) => {
    expect(scan(write(texts(3)), { blockBytes })).toMatchObject({ ids: range(3), rejected: [] })
  })
})

/** One way to break the bytes of one record. */
const BREAKS: readonly { readonly name: string; readonly break: (text: string, at: number) => string }[] = [
  { name: 'a byte lost', break: (text, at) => text.slice(0, at) + text.slice(at + 1) },
  { name: 'the rest of the record lost', break: (text, at) => text.slice(0, at) },
  { name: 'some of it lost', break: (text, at) => text.slice(0, at) + text.slice(at + 40) },
  ...['"', '{', '}', '[', ']', ',', ':', '\\', '\n', '\0', 'x', '{{', '}}', '"}', '},{'].map((extra) => ({
    name: `${JSON.stringify(extra)} put in`,
    break: (text: string, at: number) => text.slice(0, at) + extra + text.slice(at),
  })),
]

describe.each(FORMS.filter(({ name }) => !name.startsWith('pretty')))(
  'one record of 20 is broken: $name',
  ({ write }) => {
    test.each(BREAKS)('$name', ({ break: breakAt }) => {
      const whole = texts(20)
      fc.assert(
        fc.property(
          fc.nat(19),
          fc.double({ min: 0, max: 0.999, noNaN: true }),
          fc.constantFrom(300, 5000, 1e6),
          (broken, share, blockBytes) => {
            const text = whole[broken] ?? ''
            const damaged = breakAt(text, 1 + Math.floor(share * (text.length - 1)))
            const { ids, records, rejected } = scan(write(whole.with(broken, damaged)), { blockBytes })
            // What was put in may still be JSON (white space, a letter inside a string): then nothing is broken.
            if (isJson(`[${damaged}]`)) return
            expect(rejected.length).toBeGreaterThan(0)
            const others = range(20).filter((index) => index !== broken)
            expect(
              ids.filter((id) => id !== broken),
              `broken ${broken} at ${share}: ${rejected.join(' | ')}`,
            ).toEqual(others)
            // Where only something around the record broke it, it is kept, or its fields from there on.
            for (const kept of records.filter(({ eventID }) => eventID === recordOf(broken)['eventID'])) {
              expect(JSON.parse(text)).toMatchObject(kept)
              expect(kept).toHaveProperty('recipientAccountId')
            }
          },
        ),
        { numRuns: 25 },
      )
    })
  },
)

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
const withField = (name: string, json: string): string =>
  `{"eventVersion":"1.08","eventName":"x","${name}":${json}}`

describe('limits', () => {
  const [first = '', , third = ''] = texts(3)

  test.each([
    { name: 'nesting at the limit', middle: withField('requestParameters', deep(512)), rejected: 0 },
    { name: 'nesting over the limit', middle: withField('requestParameters', deep(513)), rejected: 1 },
    { name: 'nesting 10,000 deep', middle: withField('requestParameters', deep(10_000)), rejected: 1 },
    { name: 'nesting 100,000 deep', middle: withField('requestParameters', deep(100_000)), rejected: 1 },
    { name: 'a record at its limit', middle: withField('x', `"${'a'.repeat(1_000_000 - 50)}"`), rejected: 0 },
    { name: 'a record over its limit', middle: withField('x', `"${'a\\"'.repeat(400_000)}"`), rejected: 1 },
    { name: 'a field name without end', middle: `{"${'k'.repeat(1_100_000)}":1}`, rejected: 1 },
    {
      name: '5,000 fields',
      middle: `{${range(5000)
        .map((index) => `"f${index}":1`)
        .join(',')}}`,
      rejected: 1,
    },
    { name: 'a number in the list', middle: '42', rejected: 1 },
    { name: 'a string in the list', middle: '"text"', rejected: 1 },
  ])('$name costs that record only', ({ middle, rejected }) => {
    for (const blockBytes of [10_000, 10_000_000]) {
      const scanned = scan(`{"Records":[${first},${middle},${third}]}`, {
        blockBytes,
        limits: { maxRecordBytes: 1_000_000 },
      })
      expect(scanned.ids.filter((id) => !Number.isNaN(id))).toEqual([0, 2])
      expect(scanned.rejected).toHaveLength(rejected)
    }
  })
})

test('no record is deeper than is allowed, wherever in the list it stands', () => {
  const [first = '', , third = ''] = texts(3)
  for (const maxDepth of [16, 17, 58, 59, 60, 61, 62]) {
    const atLimit = withField('requestParameters', deep(maxDepth))
    const over = withField('requestParameters', deep(maxDepth + 1))
    const whole = `{"Records":[${[first, atLimit, over, third, over, atLimit].join(',')}]}`
    const { records, rejected } = scan(whole, { limits: { maxDepth } })
    expect(records, String(maxDepth)).toHaveLength(4)
    expect(rejected.map((reason) => reason.split(':', 1)[0])).toEqual(['record 3', 'record 5'])
  }
})

describe('places', () => {
  test('a rejected record is named by its ordinal and the byte that broke it', () => {
    const [first = '', , third = ''] = texts(3)
    const scanned = scan(`{"Records":[${first},{"eventVersion" "1.08"},${third}]}`)
    expect(scanned.ids).toEqual([0, 2])
    expect(scanned.rejected).toEqual([
      `record 2: broken JSON: unexpected '"' at byte ${12 + Buffer.byteLength(first) + 17}`,
    ])
    expect(scanned.firstRecords).toEqual([1, 3])
  })

  test.each(['\0\0\0', ',\0\0\0', ',', '\x07', ' \xff'])(
    'garbage %j behind a record does not cost it',
    (garbage) => {
      const scanned = scan(`{"Records":[${texts(2).join(',')}${garbage}`)
      expect(scanned.ids).toEqual([0, 1])
      expect(scanned.rejected.length).toBeGreaterThan(0)
    },
  )

  test.each([
    { name: 'cut inside a record', cut: -10, ids: [0, 1], rejected: /record 3: the data ends/ },
    { name: 'cut after the records', cut: -1, ids: [0, 1, 2], rejected: /file: the data ends before/ },
  ])('$name', ({ cut, ids, rejected }) => {
    const scanned = scan(`{"Records":[${texts(3).join(',')}]}`.slice(0, cut))
    expect(scanned.ids).toEqual(ids)
    expect(scanned.rejected.join('\n')).toMatch(rejected)
  })
})

test('any JSON object comes through as JSON.parse sees it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }),
      fc.integer({ min: 1, max: 200 }),
      (objects, blockBytes) => {
        const marked = objects.map((object, index) => ({
          eventID: `${index}`.padStart(12, '0'),
          ...object,
          zz: 1,
        }))
        const scanned = scan(`{"Records":${JSON.stringify(marked)}}`, { blockBytes })
        expect(scanned.ids).toHaveLength(objects.length)
        expect(scanned.rejected).toEqual([])
      },
    ),
  )
})

test.each([
  '{"Records":['.repeat(5000),
  '{"eventVersion":'.repeat(20_000),
  `[${'{"eventVersion":"'.repeat(50_000)}`,
  '[{}'.repeat(50_000),
])(
  'hostile repetition ends in seconds: %#',
  (text) => {
    expect(scan(text).rejected.length).toBeGreaterThan(0)
  },
  10_000,
)

// A record that another one follows in a list is WebAssembly's; the last one, and one that stands alone, are not.
test.each([
  { where: 'in a document of its own', around: (record: string) => record },
  {
    where: 'in a list, before another record',
    around: (record: string) => `{"Records":[${record},{"eventID":"2"}]}`,
  },
])('a value is taken exactly when JSON.parse takes it: $where', ({ around }) => {
  const long = 'a string that is longer than sixteen bytes'
  const pieces = `1 0 - + . e E " \\ u00 ab true fals null [ ] { } , : n ü`.split(' ')
  pieces.push(' ', '\t', '\n', long)
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 7 }), (parts) => {
      const record = `{"eventID":${parts.join('')}}`
      const text = around(record)
      // Two records are two, with a comma between them or without.
      fc.pre(!/\}[\s,]*\{/u.test(record))
      const { ids, rejected } = scan(text)
      expect(ids.length > 0 && rejected.length === 0).toBe(isJson(text))
    }),
    { numRuns: 3000 },
  )
})
