import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#store/index.ts'
import { fill, matching, openLake } from './lake.ts'
import { ruleOf } from './support.ts'

/** What an attacker, or a person abroad, may write into a log. */
const STRINGS = [
  'plain',
  'Plain Text',
  "o'brien",
  '"quoted"',
  '100%',
  'a_b',
  'axb',
  'back\\slash',
  'two\\\\slashes',
  'line\nbreak',
  'tab\tstop',
  'star*star',
  'question?mark',
  'ÄÖÜ straße',
  'İstanbul Σίσυφος',
  '日本語𝒳',
  '(re.ge+x)[a-z]$^|{2}',
  '',
  ' ',
  '-flag /flag –flag',
  "'; drop table events; --",
  '$1 ? :name',
  '%name%',
  'null',
  'true',
  '007',
  'nul\u0000byte',
] as const

/** Every column kind that holds text: a plain one, a leaf of a struct, a path in JSON, an array in JSON. */
const PLACES = [
  'userAgent',
  'userIdentity.userName',
  'requestParameters.a.b',
  'requestParameters.list.b',
] as const

const ROWS = [
  ...STRINGS.map((text) => ({
    userAgent: text,
    userIdentity: { userName: text },
    requestParameters: { a: { b: text }, list: [[], { b: [text] }, { c: 'else' }] },
  })),
  { userAgent: null, userIdentity: { type: 'Root' }, requestParameters: { a: { b: null }, list: [] } },
  {},
  { requestParameters: '{"a": {"b": "plain"' },
]

let engine: Engine
beforeAll(async () => {
  engine = await openLake()
  await fill(engine, ROWS)
})
afterAll(() => engine.close())

const escaped = (text: string): string => text.replace(/[\\*?]/g, '\\$&')

/** Letters as DuckDB lowers them: one for one, where JavaScript makes two of İ and looks at σ's place. */
const lower = (text: string): string =>
  Array.from(text, (char) => (char === 'İ' ? 'i' : char.toLowerCase())).join('')

const dashes = (text: string): string => text.replace(/[/–—―]/gu, '-')

interface Case {
  readonly modifiers: string
  readonly agrees: (text: string, needle: string) => boolean
}
const CASES: readonly Case[] = [
  { modifiers: '', agrees: (text, needle) => lower(text) === lower(needle) },
  { modifiers: '|contains', agrees: (text, needle) => lower(text).includes(lower(needle)) },
  { modifiers: '|startswith', agrees: (text, needle) => lower(text).startsWith(lower(needle)) },
  { modifiers: '|endswith', agrees: (text, needle) => lower(text).endsWith(lower(needle)) },
  { modifiers: '|cased', agrees: (text, needle) => text === needle },
  { modifiers: '|contains|cased', agrees: (text, needle) => text.includes(needle) },
  { modifiers: '|cased|startswith', agrees: (text, needle) => text.startsWith(needle) },
  { modifiers: '|endswith|cased', agrees: (text, needle) => text.endsWith(needle) },
  {
    modifiers: '|windash|contains',
    agrees: (text, needle) => dashes(lower(text)).includes(dashes(lower(needle))),
  },
  { modifiers: '|windash', agrees: (text, needle) => dashes(lower(text)) === dashes(lower(needle)) },
]

describe.each(PLACES)('text in %s', (place) => {
  test.each(CASES)('$modifiers takes every string as itself', async ({ modifiers, agrees }) => {
    for (const needle of STRINGS) {
      const { condition } = ruleOf({ [place + modifiers]: escaped(needle) })
      const expected = STRINGS.flatMap((text, i) => (agrees(text, needle) ? [i] : []))
      expect([needle, await matching(engine, condition)]).toEqual([needle, expected])
    }
  })

  test('a list matches when any value does, with |all when every value does', async () => {
    const values = ['plain', 'text'].map(escaped)
    const some = STRINGS.flatMap((text, i) => (values.some((one) => lower(text).includes(one)) ? [i] : []))
    const every = STRINGS.flatMap((text, i) => (values.every((one) => lower(text).includes(one)) ? [i] : []))
    expect(await matching(engine, ruleOf({ [`${place}|contains`]: values }).condition)).toEqual(some)
    expect(await matching(engine, ruleOf({ [`${place}|contains|all`]: values }).condition)).toEqual(every)
  })

  test.each(['|contains', '|contains|cased'])(
    '%s: many values together find what each finds',
    async (modifiers) => {
      const fold = modifiers.endsWith('cased') ? (text: string): string => text : lower
      for (let at = 0; at < STRINGS.length; at += 2) {
        const values = STRINGS.slice(at, at + 5).filter((one) => one !== '')
        const { condition } = ruleOf({ [place + modifiers]: values.map(escaped) })
        const expected = STRINGS.flatMap((text, i) =>
          values.some((one) => fold(text).includes(fold(one))) ? [i] : [],
        )
        expect([values, await matching(engine, condition)]).toEqual([values, expected])
      }
    },
  )

  test('neq keeps all that differ, and what is missing', async () => {
    const { condition } = ruleOf({ [`${place}|neq`]: ['plain', '100%'] })
    const expected = ROWS.flatMap((_, i) => (['plain', '100%'].includes(STRINGS[i] ?? '') ? [] : [i]))
    expect(await matching(engine, condition)).toEqual(expected)
  })

  test('null is what is missing, an empty string is empty, exists is presence', async () => {
    const [empty, gone] = [STRINGS.indexOf(''), [STRINGS.length, STRINGS.length + 1, STRINGS.length + 2]]
    expect(await matching(engine, ruleOf({ [place]: '' }).condition)).toEqual([empty])
    expect(await matching(engine, ruleOf({ [place]: null }).condition)).toEqual(gone)
    const there = STRINGS.map((_, i) => i)
    // JSON can say null; a column cannot tell null from absent.
    if (place === 'requestParameters.a.b') there.push(STRINGS.length)
    expect(await matching(engine, ruleOf({ [`${place}|exists`]: true }).condition)).toEqual(there)
    expect(await matching(engine, ruleOf({ [`${place}|exists`]: false }).condition)).toEqual(
      ROWS.map((_, i) => i).filter((i) => !there.includes(i)),
    )
  })
})

/** Sigma's wildcards, as slowly and plainly as can be. */
function spells(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return text.length === 0
  if (first === '*') return spells(rest, text) || (text.length > 0 && spells(pattern, text.slice(1)))
  const [char, ...others] = text
  if (char === undefined) return false
  const same = first === '?' || lower(first.at(-1) ?? '') === lower(char)
  return same && spells(rest, others)
}

test('any pattern of wildcards, escapes and hard characters agrees with a plain matcher', async () => {
  const token = constantFrom('*', '?', 'a', 'B', 'é', '%', '_', '!', '\\*', '\\?', '\\\\', "'", '\n', '日')
  const char = constantFrom('a', 'b', 'É', '%', '_', '!', '*', '?', '\\', "'", '\n', '日')
  await assert(
    asyncProperty(
      array(token, { maxLength: 6 }),
      array(array(char, { maxLength: 6 }), { minLength: 8, maxLength: 8 }),
      async (pattern, texts) => {
        // The text that the pattern itself spells is the likeliest to match.
        const spelled = pattern.map((one) => (one === '*' ? 'x' : (one.at(-1) ?? '')))
        const all = [...texts, spelled]
        const { condition } = ruleOf({ 'requestParameters.x': pattern.join('') })
        await fill(
          engine,
          all.map((text) => ({ requestParameters: { x: text.join('') } })),
          'tried',
        )
        const expected = all.flatMap((text, i) => (spells(pattern, text) ? [i] : []))
        expect([pattern, all, await matching(engine, condition, 'tried')]).toEqual([pattern, all, expected])
      },
    ),
    { numRuns: 100 },
  )
})
