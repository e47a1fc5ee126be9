import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { behaviourJsonSchema, compileRules } from '#detections/index.ts'
import { KINDS } from '../../../src/detections/behaviours/kinds/table.ts'
import { OUR_BEHAVIOURS } from './our-behaviours.ts'
import { behaviourText, compileTexts, PLACEHOLDERS } from './support.ts'

const LEVELS = { low: { surprise: 3 } }

const VALID: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'unusual-day': { dimensions: { network: {}, call: { weight: 2, most: 5 } } },
  'first-met': { dimension: 'region', values: ['eu-*'], actors: ['ci'] },
  'first-in-organisation': { dimension: 'service' },
  'level-shift': {},
  volume: { measure: 'megabytesOut', floor: 100 },
  rate: { floor: 100 },
  hours: { actors: ['sso-person'] },
  dormant: { silentDays: 30 },
  'new-key-elsewhere': { hours: 2 },
  'two-places': {},
  'two-machines': { sessions: 5 },
  'workload-elsewhere': { home: ['own'] },
}

describe('each kind', () => {
  test.each(Object.keys(KINDS))('%s is read', (kind) => {
    const set = compileTexts(behaviourText({ kind, levels: LEVELS, ...VALID[kind] }))
    expect(set.errors).toEqual([])
    expect(set.behaviours).toMatchObject([{ id: 'test-behaviour', kind, level: 'low', title: 'Test' }])
  })

  test.each(Object.keys(KINDS))('%s refuses an option that it does not have', (kind) => {
    const { errors } = compileTexts(behaviourText({ kind, levels: LEVELS, ...VALID[kind], colour: 'blue' }))
    expect(errors.map(({ reason }) => reason)).toEqual(["'behaviour.colour': there is no such name here"])
  })
})

const yaml = (behaviour: string, more = ''): string =>
  `title: Test\nid: test\n${more}behaviour:\n${behaviour.replaceAll(/^/gmu, '  ')}\n`

interface Mistake {
  readonly name: string
  readonly text: string
  readonly line: number
  readonly says: RegExp
}

const MISTAKES: readonly Mistake[] = [
  { name: 'no map', text: 'title: T\nbehaviour: 5', line: 2, says: /must be a map/u },
  {
    name: 'no title',
    text: 'behaviour:\n  kind: level-shift\n  levels: { low: {} }',
    line: 1,
    says: /title/u,
  },
  { name: 'no kind', text: yaml('levels: { low: {} }'), line: 3, says: /kind is missing.*unusual-day/u },
  {
    name: 'an unknown kind',
    text: yaml('levels: { low: {} }\nkind: magic'),
    line: 5,
    says: /Unknown kind 'magic'/u,
  },
  { name: "a name of every object's", text: yaml('kind: constructor'), line: 4, says: /Unknown kind/u },
  { name: 'no levels', text: yaml('kind: level-shift'), line: 3, says: /behaviour\.levels/u },
  { name: 'levels without one', text: yaml('kind: level-shift\nlevels: {}'), line: 5, says: /at least one/u },
  {
    name: 'critical, which habit alone never is',
    text: yaml('kind: level-shift\nlevels:\n  low: {}\n  critical: {}'),
    line: 7,
    says: /behaviour\.levels\.critical/u,
  },
  {
    name: 'a surprise that is text',
    text: yaml('kind: level-shift\nlevels:\n  low:\n    surprise: much'),
    line: 7,
    says: /behaviour\.levels\.low\.surprise/u,
  },
  {
    name: 'an unknown dimension',
    text: yaml('kind: first-met\ndimension: mood\nlevels: { low: {} }'),
    line: 5,
    says: /behaviour\.dimension/u,
  },
  {
    name: 'an actor that is none, by its line',
    text: yaml('kind: first-met\ndimension: call\nlevels: { low: {} }\nactors:\n  - ci\n  - ghost'),
    line: 9,
    says: /behaviour\.actors\.1/u,
  },
  {
    name: 'a list that the settings do not have',
    text: yaml('kind: first-met\ndimension: bucket\nlevels: { low: {} }\nvalues:\n  - a\n  - "%nowhere%"'),
    line: 9,
    says: /no list 'nowhere'/u,
  },
  {
    name: 'a level of its own',
    text: yaml('kind: level-shift\nlevels: { low: {} }', 'level: high\n'),
    line: 3,
    says: /no 'level'/u,
  },
  {
    name: 'a detection beside it',
    text: yaml('kind: level-shift\nlevels: { low: {} }', 'detection: {}\n'),
    line: 3,
    says: /no 'detection'/u,
  },
  {
    name: "other logs than CloudTrail's",
    text: yaml('kind: level-shift\nlevels: { low: {} }', 'logsource: { product: windows }\n'),
    line: 3,
    says: /CloudTrail only/u,
  },
  {
    name: 'a floor below nothing',
    text: yaml('kind: rate\nfloor: 0\nlevels: { low: {} }'),
    line: 5,
    says: /behaviour\.floor/u,
  },
  {
    name: 'nothing to sum',
    text: yaml('kind: unusual-day\ndimensions: {}\nlevels: { low: {} }'),
    line: 5,
    says: /dimension/u,
  },
]

describe('mistakes are told by file, line and reason, and keep the behaviour from running', () => {
  test.each(MISTAKES)('$name', ({ text, line, says }) => {
    const { behaviours, errors } = compileRules([{ file: 'mine.yml', text }], { placeholders: PLACEHOLDERS })
    expect(behaviours).toEqual([])
    expect(errors).toEqual([{ file: 'mine.yml', line, reason: expect.stringMatching(says) }])
  })

  test('the others of the file are read all the same', () => {
    const text = `${yaml('kind: magic')}---\n${yaml('kind: level-shift\nlevels: { low: {} }')}`
    const { behaviours, errors } = compileTexts(text)
    expect(behaviours).toHaveLength(1)
    expect(errors).toHaveLength(1)
  })

  test('two of one id are told apart, with a warning', () => {
    const text = yaml('kind: level-shift\nlevels: { low: {} }')
    const { behaviours, warnings } = compileTexts(text, text)
    expect(new Set(behaviours.map(({ id }) => id)).size).toBe(2)
    expect(warnings).toHaveLength(1)
  })
})

const NEEDED_ROWS = '1.1 1.2 1.3 2.1 2.2 2.4 2.5 2.6 3.1 3.2 3.3 3.4 3.5 4.2'.split(' ')

describe('ours', () => {
  test('see something of every row in which "unusual" stands', () => {
    const rows = new Set(OUR_BEHAVIOURS.flatMap(({ trailhound }) => trailhound?.rows ?? []))
    expect(NEEDED_ROWS.filter((row) => !rows.has(row))).toEqual([])
  })

  test('use every kind', () => {
    expect(new Set(OUR_BEHAVIOURS.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)))
  })

  test.each(OUR_BEHAVIOURS.map((one) => [one.name, one] as const))(
    '%s says what it is, cannot see, and what to do',
    (name, { file, description, tags, references, falsepositives, trailhound }) => {
      expect(file).toBe(`rules/behaviours/${String(name)}.yml`)
      expect(description).toMatch(/\S/u)
      for (const list of [tags, references, falsepositives, trailhound?.blindspots, trailhound?.respond])
        expect(list).not.toEqual([])
      expect(trailhound?.rows.every((row) => /^[1-5]\.[1-6]$/u.test(row))).toBe(true)
    },
  )
})

test('the example in docs/behaviours.md is read', () => {
  const [, example = ''] = /^```yaml\n([\s\S]*?)^```/mu.exec(readFileSync('docs/behaviours.md', 'utf8')) ?? []
  const { behaviours, errors, warnings } = compileTexts(example)
  expect([...errors, ...warnings]).toEqual([])
  expect(behaviours).toMatchObject([{ kind: 'first-met', level: 'medium' }])
})

test('docs/behaviours.md tells of every kind and every behaviour of ours, and the kinds it tells of are there', () => {
  const page = readFileSync('docs/behaviours.md', 'utf8')
  const told = [...page.matchAll(/^\*\*([a-z-]+)\*\*/gmu)].map(([, name]) => name)
  expect(new Set(told)).toEqual(new Set(Object.keys(KINDS)))
  expect(OUR_BEHAVIOURS.filter(({ name }) => !page.includes(String(name)))).toEqual([])
})

describe('schemas/behaviour.schema.json', () => {
  const schema: unknown = JSON.parse(readFileSync('schemas/behaviour.schema.json', 'utf8'))
  const check = new Ajv2020({ strict: false, allowUnionTypes: true }).compile(
    JSON.parse(JSON.stringify(schema)),
  )

  test('is current (else: node --conditions=source scripts/make-behaviour-schema.ts)', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(behaviourJsonSchema())))
  })

  test.each(readdirSync('rules/behaviours'))('agrees to %s', (name) => {
    check(parse(readFileSync(`rules/behaviours/${name}`, 'utf8')))
    expect(check.errors).toBeNull()
  })

  test.each(MISTAKES.filter(({ name }) => /critical|dimension|floor|actor|colour/u.test(name)))(
    'refuses $name',
    ({ text }) => {
      expect(check(parse(text))).toBe(false)
    },
  )
})
