import { describe, expect, test } from 'vitest'
import type { Descendant } from '#incidents/index.ts'
import { isIP } from '../../../src/outputs/incident/address.ts'
import { placesMap } from '../../../src/outputs/incident/html/places-map.ts'
import { timeAxis, xOf } from '../../../src/outputs/incident/html/time-axis.ts'
import { type LineageNode, lineageTrees } from '../../../src/outputs/incident/lineage-trees.ts'
import { within } from '../../../src/outputs/incident/within.ts'
import { exampleTold } from './incident-example.ts'

const HOUR = 3_600_000
const at = (fromHours: number, toHours = fromHours): { fromMs: number; toMs: number } => ({
  fromMs: fromHours * HOUR,
  toMs: toHours * HOUR,
})

describe('the axis of a timeline', () => {
  const AXIS = { x: 100, width: 900 }
  test.each([
    { name: 'one event', given: [at(5)], hours: [[5, 5]] },
    { name: 'a burst', given: [at(0), at(0.1), at(0.2)], hours: [[0, 0.2]] },
    {
      name: 'two bursts with a day between',
      given: [at(0, 1), at(25, 26)],
      hours: [
        [0, 1],
        [25, 26],
      ],
    },
    { name: 'a gap of 8 % is kept', given: [at(0, 46), at(54, 100)], hours: [[0, 100]] },
    {
      name: 'a gap of more is cut out',
      given: [at(0, 45.9), at(54, 100)],
      hours: [
        [0, 45.9],
        [54, 100],
      ],
    },
    { name: 'what overlaps is one', given: [at(0, 50), at(10, 20), at(49, 60)], hours: [[0, 60]] },
    {
      name: 'in any order',
      given: [at(25, 26), at(0, 1)],
      hours: [
        [0, 1],
        [25, 26],
      ],
    },
  ])('$name', ({ given, hours }) => {
    const axis = timeAxis(given, AXIS)
    expect(axis.map(({ fromMs, toMs }) => [fromMs / HOUR, toMs / HOUR])).toEqual(hours)
    expect(axis[0]?.x).toBe(100)
    const last = axis.at(-1)
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(1000)
  })

  test('at most six segments, cut at the longest gaps', () => {
    const bursts = Array.from({ length: 9 }, (_, n) => at(100 * n + n * n, 100 * n + n * n + 1))
    expect(timeAxis(bursts, AXIS)).toHaveLength(6)
  })

  test('later is never further left, and nothing lies outside', () => {
    const axis = timeAxis([at(0, 1), at(25, 26), at(300)], AXIS)
    const places = [-1, 0, 0.5, 1, 12, 25, 26, 100, 300, 999].map((hours) => xOf(hours * HOUR, axis))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(Math.min(...places)).toBeGreaterThanOrEqual(100)
    expect(Math.max(...places)).toBeLessThanOrEqual(1000)
  })
})

describe('lineage as trees', () => {
  const [example] = exampleTold().story.lineage
  const made = (credential: string, parent: string | null): Descendant[] =>
    example === undefined ? [] : [{ ...example, credential, parent }]
  const drawn = ({ name, children }: LineageNode): string =>
    children.length === 0 ? name : `${name}(${children.map(drawn).join(' ')})`
  const CASES: readonly {
    name: string
    given: readonly (readonly [string, string | null])[]
    tree: string
  }[] = [
    {
      name: 'a parent that nothing made is the root',
      given: [
        ['b', 'a'],
        ['c', 'a'],
        ['d', 'c'],
      ],
      tree: 'a(b c(d))',
    },
    {
      name: 'no parent at all',
      given: [
        ['a', null],
        ['b', 'a'],
      ],
      tree: 'a(b)',
    },
    { name: 'its own parent', given: [['a', 'a']], tree: 'a(a)' },
    {
      name: 'a circle',
      given: [
        ['a', 'b'],
        ['b', 'a'],
      ],
      tree: 'b(a(b))',
    },
    {
      name: 'a child before its parent',
      given: [
        ['b', 'a'],
        ['a', 'z'],
      ],
      tree: 'a(b) z(a)',
    },
    {
      name: 'names of prototypes',
      given: [
        ['__proto__', 'constructor'],
        ['x', '__proto__'],
      ],
      tree: 'constructor(__proto__(x))',
    },
  ]
  test.each(CASES)('$name', ({ given, tree }) => {
    const { roots } = lineageTrees(given.flatMap(([credential, parent]) => made(credential, parent)))
    expect(roots.map(drawn).join(' ')).toBe(tree)
  })

  test('a chain of a thousand is no deeper than 24, and none is lost', () => {
    const chain = Array.from({ length: 1100 }, (_, n) => made(`k${n}`, n === 0 ? null : `k${n - 1}`)).flat()
    const { roots, leftOut } = lineageTrees(chain)
    const depth = ({ children }: LineageNode): number => 1 + Math.max(0, ...children.map(depth))
    const count = ({ children }: LineageNode): number =>
      1 + children.reduce((sum, child) => sum + count(child), 0)
    expect(roots.map(depth)).toEqual([24])
    expect(roots.map(count)).toEqual([1000])
    expect(leftOut).toBe(100)
  })
})

test.each([
  ['192.0.2.1', true],
  ['255.255.255.255', true],
  ['256.0.0.1', false],
  ['192.0.2', false],
  ['192.0.2.1.', false],
  ['192.0.2.01', false],
  ['2001:db8::7', true],
  ['::', true],
  ['1:2:3:4:5:6:7:8', true],
  ['1:2:3:4:5:6:7', false],
  ['1:2:3:4:5:6:7:8:9', false],
  ['1::2::3', false],
  ['12345::', false],
  ['ec2.amazonaws.com', false],
  ['', false],
])('an address: %s %s', (text, is) => expect(isIP(text)).toBe(is))

test.each([
  { name: 'as long as allowed', text: 'x'.repeat(64), shown: /^x{64}$/u },
  { name: 'one too long', text: 'x'.repeat(65), shown: /^x+…$/u },
  { name: 'letters of several bytes', text: '東'.repeat(40), shown: /^東+…$/u },
  { name: 'nothing', text: '', shown: /^-$/u },
  { name: 'blank', text: '  ', shown: /^-$/u },
])('within so many bytes: $name', ({ text, shown }) => {
  expect(Buffer.byteLength(within(text, 64))).toBeLessThanOrEqual(64)
  expect(within(text, 64)).toMatch(shown)
})

describe('the map of places', () => {
  const dots = (...places: Parameters<typeof placesMap>[0]): readonly string[] =>
    [
      ...placesMap(places).markup.matchAll(
        /<circle class="place (\w+)" cx="(\d+)".*?<title>(.*?)<\/title>/gu,
      ),
    ].map(([, side, x, title]) => [side, x, title].join(' '))
  const place = (country: string | null, isIntruder = true, eventCount = 1) => ({
    country,
    isIntruder,
    eventCount,
  })

  test('one dot for a country and side, the largest first; both sides beside one another', () => {
    expect(dots(place('NL'), place('NL', true, 4), place('DE', false, 9), place('NL', false, 2))).toEqual([
      'ok 273 Germany: 9 events of the owner',
      'bad 258 Netherlands: 5 events of the intruder',
      'ok 276 Netherlands: 2 events of the owner',
    ])
  })

  test.each([null, '', 'XX', 'toString', '<b>', '__proto__'])('%s is on no map', (country) => {
    expect(placesMap([place(country)]).markup).toBe('')
    expect(dots(place(country), place('SG'))).toHaveLength(1)
  })
})
