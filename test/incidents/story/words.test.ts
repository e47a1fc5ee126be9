import { describe, expect, test } from 'vitest'
import { awsTime } from '../../../src/incidents/story/aws-time.ts'
import { leavesOf, textsAt } from '../../../src/incidents/story/json-path.ts'
import { brief, counted, listed, shortArn, spanned } from '../../../src/incidents/story/words.ts'

describe('counted', () => {
  test.each([
    [1, 'key', '1 key'],
    [2, 'key', '2 keys'],
    [2, 'policy', '2 policies'],
    [1234, 'event', '1,234 events'],
  ])('%d %s', (count, noun, text) => expect(counted(count, noun)).toBe(text))
})

describe('listed', () => {
  test.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd'], 'a, b and 2 more'],
  ])('%j', (all, text) => expect(listed(all)).toBe(text))
})

describe('spanned', () => {
  test.each([
    ['2026-01-29T05:28:10Z', '2026-01-29T05:28:50Z', 'at 05:28 on 2026-01-29'],
    ['2026-01-29T05:28:00Z', '2026-01-29T05:41:00Z', 'from 05:28 to 05:41 on 2026-01-29'],
    ['2026-01-29T05:28:00Z', '2026-01-30T05:28:00Z', 'from 05:28 on 2026-01-29 to 05:28 on 2026-01-30'],
  ])('%s to %s', (from, to, text) => expect(spanned(Date.parse(from), Date.parse(to))).toBe(text))
})

test.each([
  ['arn:aws:iam::123456789012:user/alice', 'user/alice'],
  ['alice', 'alice'],
])('%s', (name, text) => expect(shortArn(name)).toBe(text))

test('a name of any length stays a name, and no character is cut in two', () => {
  expect(brief('x'.repeat(120))).toBe('x'.repeat(120))
  expect(Array.from(brief('😀'.repeat(5000)))).toHaveLength(120)
})

describe('expiry as AWS writes it', () => {
  test.each([
    ['Mar 5, 2026, 3:17:01 AM', '2026-03-05T03:17:01.000Z'],
    ['Mar 5, 2026 3:17:01 PM', '2026-03-05T15:17:01.000Z'],
    ['Mar 5, 2026, 3:17:01\u202fAM', '2026-03-05T03:17:01.000Z'],
    ['2026-03-05T03:17:01Z', '2026-03-05T03:17:01.000Z'],
  ])('%s', (text, time) => expect(awsTime(text)).toBe(Date.parse(time)))

  test.each([undefined, '', 'never', '1', 'Mar 55, 2026, 3:17:01 AM', 'x'.repeat(1000)])(
    '%s is none',
    (text) => expect(awsTime(text)).toBeUndefined(),
  )
})

describe('texts at a path', () => {
  test.each([
    [{ a: { b: 'x' } }, 'a.b', ['x']],
    [{ a: [{ b: 'x' }, { b: ['y', 7] }] }, 'a.b', ['x', 'y', '7']],
    [{ a: { b: '' } }, 'a.b', []],
    [null, 'a', []],
    [{}, 'constructor', []],
    [{}, '__proto__.constructor', []],
  ])('%j %s', (value, path, texts) => expect(textsAt(value, path)).toEqual(texts))

  test('leaves of what is nested without end are bounded', () => {
    let deep: unknown = 'end'
    for (let i = 0; i < 10_000; i++) deep = { deep, also: String(i) }
    expect(leavesOf(deep).size).toBe(1000)
  })
})
