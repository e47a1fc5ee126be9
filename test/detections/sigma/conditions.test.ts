import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#store/index.ts'
import { fill, matching, openLake } from './lake.ts'
import { compileOne, compileText, ruleText } from './support.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openLake()
  await fill(engine, ROWS)
})
afterAll(() => engine.close())

/** Rows 0–7: bit 0 is `a`, bit 1 `b`, bit 2 `c`; what is not set is missing. */
const ROWS = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  ...((bits & 1) === 0 ? {} : { eventName: 'A' }),
  ...((bits & 2) === 0 ? {} : { userAgent: 'B' }),
  ...((bits & 4) === 0 ? {} : { requestParameters: { x: 'C' } }),
}))

const SELECTIONS = {
  sel_a: { eventName: 'a' },
  sel_b: { userAgent: 'b' },
  other_c: { 'requestParameters.x': 'c' },
  _hidden: { eventName: 'never' },
}

const rowsWhere = (meets: (a: boolean, b: boolean, c: boolean) => boolean): readonly number[] =>
  [0, 1, 2, 3, 4, 5, 6, 7].filter((bits) => meets((bits & 1) !== 0, (bits & 2) !== 0, (bits & 4) !== 0))

const CONDITIONS: readonly (readonly [unknown, (a: boolean, b: boolean, c: boolean) => boolean])[] = [
  ['sel_a', (a) => a],
  ['not sel_a', (a) => !a],
  ['not not sel_a', (a) => a],
  ['sel_a and sel_b', (a, b) => a && b],
  ['sel_a or sel_b', (a, b) => a || b],
  ['sel_a or sel_b and other_c', (a, b, c) => a || (b && c)],
  ['(sel_a or sel_b) and other_c', (a, b, c) => (a || b) && c],
  ['not sel_a and sel_b', (a, b) => !a && b],
  ['not (sel_a and sel_b)', (a, b) => !(a && b)],
  ['sel_a and not other_c', (a, _, c) => a && !c],
  ['1 of them', (a, b, c) => a || b || c],
  ['any of them', (a, b, c) => a || b || c],
  ['all of them', (a, b, c) => a && b && c],
  ['1 of sel_*', (a, b) => a || b],
  ['any of sel_*', (a, b) => a || b],
  ['all of sel_*', (a, b) => a && b],
  ['1 of s*_a', (a) => a],
  ['all of *_*', (a, b, c) => a && b && c],
  ['1 of _hid*', () => false],
  ['not 1 of sel_*', (a, b) => !(a || b)],
  ['other_c and not all of sel_*', (a, b, c) => c && !(a && b)],
  ['sel_a AND NOT sel_b', (a, b) => a && !b],
  ['( ( sel_a ) )or(sel_b)', (a, b) => a || b],
  [['sel_a and sel_b', 'other_c'], (a, b, c) => (a && b) || c],
  ['1 of sel_a', (a) => a],
]

describe('conditions', () => {
  test.each(CONDITIONS)('%s', async (condition, meets) => {
    const rule = compileOne(ruleText({ ...SELECTIONS, condition }))
    expect(await matching(engine, rule.condition)).toEqual(rowsWhere(meets))
  })

  test.each([
    ['sel_a | count() by x > 5', /use a correlation/],
    ['sel_a and', /ends too early/],
    ['(sel_a', /'\)' is missing/],
    ['sel_a)', /not expected/],
    ['sel_a sel_b', /not expected/],
    ['sel_z', /names 'sel_z'/],
    ['2 of them', /'2 of' is unknown/],
    ['1 of x*', /finds no selection/],
    ['1 of', /needs 'them' or a name/],
    ['', /empty/],
    [`${'('.repeat(200)}sel_a`, /nested too deep/],
    [[], /empty/],
    [null, /must be text/],
  ])('%s is refused', (condition, reason) => {
    const { errors, rules } = compileText(ruleText({ ...SELECTIONS, condition }))
    expect(rules).toEqual([])
    expect(errors.map((error) => error.reason).join('\n')).toMatch(reason)
  })
})

describe('maps and lists', () => {
  test('a list of maps is an OR, a map an AND', async () => {
    const rule = compileOne(
      ruleText({ s: [{ eventName: 'A', userAgent: 'B' }, { 'requestParameters.x': 'C' }], condition: 's' }),
    )
    expect(await matching(engine, rule.condition)).toEqual(rowsWhere((a, b, c) => (a && b) || c))
  })
})

describe('the index of events', () => {
  const key = (eventSource?: string, eventName?: string) => ({ eventSource, eventName })
  test.each([
    [
      's',
      { s: { eventSource: 'IAM.amazonaws.com', eventName: ['A', 'B'] } },
      [key('iam.amazonaws.com', 'a'), key('iam.amazonaws.com', 'b')],
    ],
    ['s', { s: { eventSource: 'x', 'eventName|startswith': 'A' } }, [key('x')]],
    ['s or t', { s: { eventName: 'A' }, t: { eventSource: 'y' } }, [key(undefined, 'a'), key('y')]],
    ['s or t', { s: { eventName: 'A' }, t: { userAgent: 'y' } }, 'any'],
    ['s and t', { s: { eventName: ['A', 'B'] }, t: { eventName: ['b', 'c'] } }, [key(undefined, 'b')]],
    ['s and t', { s: { eventName: 'A' }, t: { eventName: 'c' } }, []],
    ['not s', { s: { eventName: 'A' } }, 'any'],
    ['s and not t', { s: { eventName: 'A' }, t: { eventName: 'B' } }, [key(undefined, 'a')]],
    ['s', { s: { 'eventName|neq': 'A' } }, 'any'],
    ['s', { s: { 'eventName|re': 'A' } }, 'any'],
    ['s', { s: { eventName: ['A', 'B*'] } }, 'any'],
    ['s', { s: { eventName: null } }, 'any'],
    ['s', { s: ['keyword'] }, 'any'],
    [
      's',
      { s: [{ eventName: 'A' }, { eventSource: 'b', eventName: 'C' }] },
      [key(undefined, 'a'), key('b', 'c')],
    ],
  ])('%s of %j', (condition, selections, index) => {
    expect(compileOne(ruleText({ ...selections, condition })).index).toEqual(index)
  })
})

test('columns and JSON that a rule reads', () => {
  const rule = compileOne(
    ruleText({
      s: { eventName: 'A', 'userIdentity.arn|fieldref': 'facts.target', nothing: 1 },
      condition: 's',
    }),
  )
  expect(rule.columns).toEqual(['eventName', 'facts', 'otherFields', 'userIdentity'])
  expect(rule.needsJson).toBe(true)
  expect(compileOne(ruleText({ s: { eventName: 'A' }, condition: 's' })).needsJson).toBe(false)
})

test('rules of other products compile and do not apply', () => {
  const other = { logsource: { category: 'process_creation', product: 'windows' } }
  const rule = compileOne(ruleText({ s: { Image: 'x.exe' }, condition: 's' }, other))
  expect(rule.applies).toBe(false)
  expect(compileOne(ruleText({ s: { Image: 'x' }, condition: 's' }, { logsource: {} })).applies).toBe(true)
  expect(
    compileOne(ruleText({ s: { Image: 'x' }, condition: 's' }, { logsource: { product: 'aws' } })).applies,
  ).toBe(true)
})
