import { expect, test } from 'vitest'
import { incidentHtml, incidentMarkdown, incidentTerminal } from '#outputs/index.ts'
import { idsCell } from '../../../src/outputs/incident/html/html-table.ts'
import { STYLE } from '../../../src/outputs/incident/html/style.ts'
import { expectOwnPolicy } from '../allowed-by-policy.ts'
import { emptyTold, exampleTold, hostileTold, largestTold } from './incident-example.ts'

const PAGE = incidentHtml(exampleTold())

test('the largest story of 10,000 events stays under 2 MB', () => {
  expect(Buffer.byteLength(incidentHtml(largestTold()))).toBeLessThan(2_000_000)
})

test('however long the texts, a page stays bounded', () => {
  expect(Buffer.byteLength(incidentHtml(hostileTold('"'.repeat(1_000_000))))).toBeLessThan(300_000)
})

test('the policy allows our style and script by hash, and nothing else', () => {
  expectOwnPolicy(PAGE)
})

test('nothing of it lies outside, but for the link that the licence of the networks’ data asks for', () => {
  expect(PAGE).not.toMatch(/\s(?:src|srcset|action|data|poster)=|@import|url\(/u)
  expect(
    [...PAGE.matchAll(/href="([^"]*)"/gu)].flatMap(([, target = '']) =>
      target.startsWith('#') ? [] : [target],
    ),
  ).toEqual(['https://db-ip.com'])
})

test('every link leads to something in the page', () => {
  const ids = new Set([...PAGE.matchAll(/\sid="([^"]*)"/gu)].map(([, id]) => id))
  const targets = [...PAGE.matchAll(/href="#([^"]*)"/gu)].map(([, id]) => id)
  expect(targets.filter((id) => !ids.has(id))).toEqual([])
  expect(targets.length).toBeGreaterThan(20)
})

test('verdict first: before anything that is told at length', () => {
  const places = [
    '<p class="verdict">',
    'id="summary"',
    'id="containment"',
    'id="damage"',
    'id="who"',
    'id="timeline"',
  ]
  const found = places.map((mark) => PAGE.indexOf(mark))
  expect(found).toEqual(found.toSorted((a, b) => a - b))
  expect(found[0]).toBeGreaterThan(0)
})

test('headings go down one step at a time, and every table has heads and a caption', () => {
  const levels = [...PAGE.matchAll(/<h([1-6])/gu)].map(([, level]) => Number(level))
  expect(levels.filter((level, place) => place > 0 && level > (levels[place - 1] ?? 0) + 1)).toEqual([])
  expect(levels.filter((level) => level === 1)).toHaveLength(1)
  expect(PAGE.match(/<table/gu)).toHaveLength(PAGE.match(/<caption/gu)?.length ?? 0)
  expect(PAGE).not.toMatch(/<th(?! scope="col"|ead)/u)
})

test.each([
  { ids: 5, count: 5, told: ['aria-label="5 events">5<', '<code>id-4</code>'], not: 'more' },
  { ids: 8, count: 8, told: ['aria-label="8 events">8<', 'and 2 more<'], not: 'the JSON has' },
  {
    ids: 20,
    count: 600,
    told: ['aria-label="600 events">600<', 'and 594 more; the JSON has the ids of the first 20<'],
    not: 'and 14 more',
  },
])('a row of $ids kept ids says that there are $count events', ({ ids, count, told, not }) => {
  const eventIds = Array.from({ length: ids }, (_, place) => `id-${place}`)
  const cell = idsCell(eventIds, count).markup
  for (const text of told) expect(cell).toContain(text)
  expect(cell).not.toContain(not)
})

test('a plan without steps says why, in every form', () => {
  const told = emptyTold()
  const forms = [
    incidentHtml(told),
    incidentMarkdown(told),
    incidentTerminal(told, { width: 140, color: false, unicode: true, verbose: false }),
  ]
  for (const form of forms)
    expect(form.replaceAll(/\s+/gu, ' ')).toContain('they show no credential that worked for the intruder')
})

test('a story in which nothing is known says so in each part', () => {
  const page = incidentHtml(emptyTold())
  for (const said of [
    'Nothing is known to be missing',
    'Nothing in the logs descends',
    'No step can be told',
  ]) {
    expect(page).toContain(said)
  }
})

test.each([
  { name: 'plain', command: 'aws s3 ls', warned: false },
  { name: 'several lines', command: "aws iam put-role-policy \\\n  --policy-document '{}'", warned: false },
  { name: 'an invisible letter', command: "aws iam delete-user --user-name 'ad\u200bmin'", warned: true },
  { name: 'a line as long as is shown', command: 'x'.repeat(4000), warned: false },
  { name: 'one letter longer', command: 'x'.repeat(4001), warned: true },
])('a command that is not shown as it is meant is told: $name', ({ command, warned }) => {
  const { story } = exampleTold()
  const step = { title: 't', why: 'w', commands: [command], breaks: [], undo: [] }
  const page = incidentHtml(exampleTold({ story: { ...story, containment: [step], undo: [] } }))
  expect(page.includes('will not work as it stands')).toBe(warned)
})

/** WCAG 2.2, 1.4.3: 4.5 for text. */
test.each([
  ['ink', 'card'],
  ['ink', 'bg'],
  ['ink', 'code'],
  ['soft', 'card'],
  ['soft', 'bg'],
  ['link', 'card'],
  ['bad', 'card'],
  ['bad', 'bad-bg'],
  ['warn', 'warn-bg'],
  ['ok', 'ok-bg'],
])('%s on %s can be read, by light and by night', (ink, ground) => {
  const [light = '', dark = ''] = STYLE.split('@media (prefers-color-scheme:dark)')
  for (const scheme of [light, dark.split('}}')[0] ?? '']) {
    expect(contrast(colour(scheme, ink), colour(scheme, ground))).toBeGreaterThanOrEqual(4.5)
  }
})

function colour(style: string, name: string): string {
  const [, hex = ''] = new RegExp(`--${name}:#([0-9a-f]{3,6})[;}]`, 'u').exec(style) ?? []
  return hex.length === 3 ? hex.replaceAll(/./gu, '$&$&') : hex
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (bright + 0.05) / (dim + 0.05)
}

function luminance(hex: string): number {
  expect(hex).toMatch(/^[0-9a-f]{6}$/u)
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((place) => {
    const share = Number.parseInt(hex.slice(place, place + 2), 16) / 255
    return share <= 0.039_28 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
