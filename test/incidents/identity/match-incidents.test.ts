import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchIncidents, type Recognisable } from '#incidents/index.ts'
import { DAY_MS } from '#kernel/index.ts'

const [KEY, MADE_KEY] = ['AKIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE']

interface Made {
  readonly id: string
  readonly events?: readonly string[]
  /** Those that it was told of earlier. */
  readonly known?: readonly string[]
  readonly findings?: readonly string[]
  readonly keys?: readonly string[]
  readonly madeKeys?: readonly string[]
  /** Days, both inclusive. */
  readonly days?: readonly [number, number]
}

const made = ({
  id,
  events = [],
  known = [],
  findings = [],
  keys = [],
  madeKeys = [],
  days = [0, 0],
}: Made): Recognisable => ({
  id,
  firstMs: days[0] * DAY_MS,
  lastMs: days[1] * DAY_MS,
  eventIds: new Set(events),
  knownEventIds: new Set([...events, ...known]),
  findingIds: new Set(findings),
  accessKeys: new Set(keys),
  madeKeys: new Set(madeKeys),
})

const matchesOf = (saved: readonly Made[], told: readonly Made[], isWhole = true) =>
  matchIncidents(saved.map(made), told.map(made), { isWhole, isTaken: (id) => id === 'merged-once' })

const idsOf = (saved: readonly Made[], told: readonly Made[], isWhole = true) =>
  matchesOf(saved, told, isWhole).map(
    ({ id, told: places }) => `${places.map((t) => told[t]?.id).join('+')} is ${id}`,
  )

describe('all of the logs were looked at', () => {
  const CASES: readonly {
    name: string
    saved: readonly Made[]
    told: readonly Made[]
    ids: readonly string[]
  }[] = [
    {
      name: 'what was never met keeps the id it was given',
      saved: [{ id: 'a', events: ['1'] }],
      told: [{ id: 'b', events: ['2'] }],
      ids: ['b is b'],
    },
    {
      name: 'what grew, at its beginning too, goes on under its old id',
      saved: [{ id: 'a', events: ['3', '4'] }],
      told: [{ id: 'b', events: ['1', '2', '3', '4', '5'] }],
      ids: ['b is a'],
    },
    {
      name: 'one event is enough',
      saved: [{ id: 'a', events: ['1', '2', '3'] }],
      told: [{ id: 'b', events: ['3', '4', '5'] }],
      ids: ['b is a'],
    },
    {
      name: 'two that turn out to be one go on as the oldest, however much smaller',
      saved: [
        { id: 'old', events: ['1'] },
        { id: 'new', events: ['2', '3'] },
      ],
      told: [{ id: 'b', events: ['1', '2', '3', '4'] }],
      ids: ['b is old'],
    },
    {
      name: 'of one that falls apart the biggest piece keeps the id, although another holds its first event',
      saved: [{ id: 'a', events: ['1', '2', '3'] }],
      told: [
        { id: 'a', events: ['1'] },
        { id: 'c', events: ['2', '3'] },
      ],
      ids: [expect.stringMatching(/^a is inc-/u), 'c is a'],
    },
    {
      name: 'each of two goes on as what it shares most with',
      saved: [
        { id: 'a', events: ['1', '2', 'both'] },
        { id: 'b', events: ['3', '4', 'both'] },
      ],
      told: [
        { id: 'x', events: ['3', '4', 'both'] },
        { id: 'y', events: ['1', '2', 'both'] },
      ],
      ids: ['x is b', 'y is a'],
    },
    {
      name: 'an id is never given twice, not even that of one that was merged',
      saved: [],
      told: [{ id: 'merged-once', events: ['1'] }],
      ids: [expect.stringMatching(/^merged-once is inc-[0-9a-f]{16}$/u)],
    },
    {
      name: 'the id alone is enough where nothing else is known any more',
      saved: [{ id: 'a' }],
      told: [{ id: 'a', events: ['1'] }],
      ids: ['a is a'],
    },
    {
      name: 'what it was told of once, where it shares none of what it was told of last',
      saved: [{ id: 'a', events: ['2'], known: ['1'] }],
      told: [{ id: 'b', events: ['1'] }],
      ids: ['b is a'],
    },
    {
      name: 'what it was told of last comes before what it was told of once',
      saved: [
        { id: 'a', events: ['1'], known: ['2', '3', '4'] },
        { id: 'b', events: ['2', '3', '4'] },
      ],
      told: [
        { id: 'x', events: ['2', '3', '4'] },
        { id: 'y', events: ['1'] },
      ],
      ids: ['x is b', 'y is a'],
    },
    {
      name: 'one all of whose events another holds too stays itself',
      saved: [
        { id: 'a', events: ['1', '2', '3'] },
        { id: 'b', events: ['1'] },
      ],
      told: [
        { id: 'x', events: ['1', '2', '3'] },
        { id: 'y', events: ['1'] },
      ],
      ids: ['x is a', 'y is b'],
    },
    {
      name: 'events without ids tie nobody',
      saved: [{ id: 'a', events: [''] }],
      told: [{ id: 'b', events: [''] }],
      ids: ['b is b'],
    },
  ]
  test.each(CASES)('$name', ({ saved, told, ids }) => expect(idsOf(saved, told)).toEqual(ids))

  test('a piece says what it was a part of; who shares less than half does not', () => {
    const saved = [{ id: 'a', events: ['1', '2', '3', '4'] }]
    const big = { id: 'b', events: ['1', '2', '3'] }
    expect(matchesOf(saved, [big, { id: 'c', events: ['4', '5'] }])[1]).toMatchObject({ splitFrom: 'a' })
    expect(matchesOf(saved, [big, { id: 'c', events: ['4', '5', '6'] }])[1]).toMatchObject({
      splitFrom: undefined,
    })
  })
})

describe('an incident goes on in events that were not looked at before', () => {
  const saved = {
    id: 'a',
    events: ['1'],
    findings: ['f'],
    keys: [KEY, MADE_KEY],
    madeKeys: [MADE_KEY],
    days: [0, 4],
  } as const
  const later = { id: 'b', events: ['2'], findings: ['f'], keys: [KEY] } as const
  const CASES: readonly { name: string; told: Made; is: string }[] = [
    { name: 'the same finding two days later', told: { ...later, days: [6, 7] }, is: 'b is a' },
    { name: 'the same finding three days later', told: { ...later, days: [7, 8] }, is: 'b is b' },
    { name: 'the same finding before', told: { ...later, days: [-3, -2] }, is: 'b is a' },
    {
      name: 'another finding of the same key',
      told: { ...later, findings: ['g'], days: [5, 5] },
      is: 'b is b',
    },
    {
      name: 'a key that was made in it, months later',
      told: { ...later, findings: ['g'], keys: [MADE_KEY], days: [90, 90] },
      is: 'b is a',
    },
    { name: 'the key that was stolen, months later', told: { ...later, days: [90, 90] }, is: 'b is b' },
  ]
  test.each(CASES)('$name: $is', ({ told, is }) => {
    expect(idsOf([saved], [told], false)).toEqual([is])
    expect(idsOf([saved], [told], true)).toEqual([is])
  })

  test('what shares events comes first', () => {
    const told = [
      { ...later, days: [5, 5] as const },
      { id: 'c', events: ['1'], days: [0, 4] as const },
    ]
    expect(idsOf([saved], told)).toEqual(['b is b', 'c is a'])
  })
})

describe('a part of the logs was looked at', () => {
  test('pieces of one incident stay one', () => {
    const saved = [{ id: 'a', events: ['1', '2', '3', '4', '5'] }]
    const told = [
      { id: 'b', events: ['1', '2'] },
      { id: 'c', events: ['4', '6'] },
      { id: 'd', events: ['5', '7', '8'] },
    ]
    expect(idsOf(saved, told, false)).toEqual(['b+c+d is a'])
  })

  test('what is taken for one incident is the one that it shares most with, and merges nothing', () => {
    const saved = [
      { id: 'a', events: ['1', '2'] },
      { id: 'b', events: ['3', '4', '5'] },
    ]
    expect(matchesOf(saved, [{ id: 'x', events: ['1', '3', '4'] }], false)).toEqual([
      { id: 'b', told: [0], saved: ['b'], beside: ['a'], splitFrom: undefined },
    ])
  })

  test('two that share one event are not one', () => {
    const saved = [
      { id: 'a', events: ['1', '2', 'both'] },
      { id: 'b', events: ['3', '4', 'both'] },
    ]
    const told = [
      { id: 'x', events: ['1', 'both'] },
      { id: 'y', events: ['3', 'both'] },
    ]
    expect(idsOf(saved, told, false)).toEqual(['x is a', 'y is b'])
  })
})

const EVENTS = Array.from({ length: 12 }, (_, n) => String(n))
/** Any grouping of some of the events: one after the other, as rules and logs may change in any way. */
const grouping = fc
  .array(fc.option(fc.integer({ min: 0, max: 4 })), { minLength: EVENTS.length, maxLength: EVENTS.length })
  .map((groups) =>
    [...Map.groupBy(EVENTS, (_, n) => groups[n] ?? -1)]
      .filter(([group]) => group !== -1)
      .map(([, events]) => ({ id: `first-${events[0] ?? ''}`, events })),
  )

interface Book {
  readonly saved: readonly Made[]
  readonly merged: ReadonlySet<string>
}

/** What a workspace does with a run. */
function run({ saved, merged }: Book, told: readonly Made[], isWhole: boolean) {
  const matches = matchIncidents(saved.map(made), told.map(made), {
    isWhole,
    isTaken: (id) => merged.has(id),
  })
  const bySaved = new Map(matches.flatMap((one) => one.saved.map((id) => [id, one] as const)))
  const allOf = (all: readonly Made[], of: (one: Made) => readonly string[] | undefined) => [
    ...new Set(all.flatMap((one) => of(one) ?? [])),
  ]
  const now = (match: (typeof matches)[number]): Made => {
    const members = saved.filter(({ id }) => match.saved.includes(id))
    const tellings = match.told.flatMap((t) => told[t] ?? [])
    const events = allOf(isWhole ? tellings : [...members, ...tellings], (one) => one.events)
    return { id: match.id, events, known: [...events, ...allOf(members, (one) => one.known)] }
  }
  const gone = saved.flatMap((one) => {
    const match = bySaved.get(one.id)
    if (match === undefined) return [one]
    return match.id === one.id ? [now(match)] : []
  })
  const fresh = matches.filter((one) => one.saved.length === 0).map(now)
  const nowMerged = [...bySaved].filter(([id, match]) => match.id !== id).map(([id]) => id)
  return { matches, book: { saved: [...gone, ...fresh], merged: new Set([...merged, ...nowMerged]) } }
}

const EMPTY: Book = { saved: [], merged: new Set() }

describe('whatever is told, run after run', () => {
  test('each told incident has one id, each id one incident; the oldest goes on; the order does not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(grouping, fc.boolean()), { maxLength: 8 }), (runs) => {
        let book = EMPTY
        for (const [told, isWhole] of runs) {
          const before = book
          const { matches, book: after } = run(before, told, isWhole)
          expect(matches.flatMap((one) => one.told).toSorted((a, b) => a - b)).toEqual([...told.keys()])
          expect(new Set(matches.map(({ id }) => id)).size).toBe(matches.length)
          const used = matches.flatMap((one) => one.saved)
          expect(new Set(used).size).toBe(used.length)
          for (const { id, saved } of matches) {
            const order = saved.map((one) => before.saved.findIndex((other) => other.id === one))
            expect(order).toEqual(order.toSorted((a, b) => a - b))
            const isTaken = before.saved.some((one) => one.id === id) || before.merged.has(id)
            expect(saved.length > 0 ? id === saved[0] : !isTaken).toBe(true)
          }
          book = after
        }
      }),
    )
  })

  test('the same told twice is the same, and merges nothing', () => {
    fc.assert(
      fc.property(fc.array(grouping, { maxLength: 4 }), grouping, (before, told) => {
        const book = before.reduce((done, one) => run(done, one, true).book, EMPTY)
        const first = run(book, told, true)
        const again = run(first.book, told, true)
        expect(again.matches.map(({ id }) => id)).toEqual(first.matches.map(({ id }) => id))
        expect(again.book.merged).toEqual(first.book.merged)
      }),
    )
  })

  test('incidents that only grow keep their ids, in whatever order their days come', () => {
    const growing = fc.record({
      /** To which of three incidents each event belongs. */
      owner: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: EVENTS.length, maxLength: EVENTS.length }),
      batches: fc.array(fc.subarray(EVENTS), { minLength: 1, maxLength: 6 }),
    })
    fc.assert(
      fc.property(growing, ({ owner, batches }) => {
        let book = EMPTY
        const ids = new Map<number, string>()
        const seen = new Set<string>()
        for (const batch of batches) {
          for (const event of batch) seen.add(event)
          const groups = [...Map.groupBy([...seen].toSorted(), (event) => owner[Number(event)] ?? 0)]
          const { matches, book: after } = run(
            book,
            groups.map(([, events]) => ({ id: `first-${events[0] ?? ''}`, events })),
            true,
          )
          for (const { id, told } of matches) {
            const group = groups[told[0] ?? 0]?.[0] ?? 0
            expect(id).toBe(ids.get(group) ?? id)
            ids.set(group, id)
          }
          expect(after.merged.size).toBe(0)
          book = after
        }
      }),
    )
  })

  test('what has nothing to do with an incident changes nothing about it', () => {
    fc.assert(
      fc.property(grouping, grouping, (saved, told) => {
        const book = run(EMPTY, saved, true).book
        const other = { id: 'other', events: ['other'] }
        const alone = run(book, told, true).matches
        const beside = run(book, [...told, other], true).matches
        expect(beside.slice(0, -1)).toEqual(alone)
        expect(beside.at(-1)).toMatchObject({ id: 'other', saved: [] })
      }),
    )
  })
})
