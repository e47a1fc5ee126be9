import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { subjectJson, subjectText } from '#outputs/index.ts'
import { exampleSubject, HOSTILE } from './subject-example.ts'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/u
const PAGE = { width: 100, color: false, unicode: true }
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

const schema: unknown = JSON.parse(readFileSync('schemas/subject.schema.json', 'utf8'))
const validate = new Ajv2020({
  allErrors: true,
  allowUnionTypes: true,
  formats: { 'date-time': ISO },
}).compile(Object(schema))

describe('on a terminal', () => {
  test.each([
    { name: 'wide', file: 'subject-100.txt', options: PAGE, report: exampleSubject() },
    {
      name: 'narrow and ASCII, within times',
      file: 'subject-80-ascii.txt',
      options: { ...PAGE, width: 80, unicode: false },
      report: exampleSubject({ since: '2026-01-05T00:00:00Z', until: '2026-02-04T00:00:00Z' }),
    },
    {
      name: 'too early to tell',
      file: 'subject-early.txt',
      options: PAGE,
      report: exampleSubject({ usual: [], newSince: null, departures: [], notes: [] }),
    },
    {
      name: 'nothing departed',
      file: 'subject-usual.txt',
      options: PAGE,
      report: exampleSubject({
        kind: 'principal',
        name: 'arn:aws:iam::123456789012:user/alice',
        departures: [],
      }),
    },
  ])('$name', async ({ file, options, report }) => {
    const text = subjectText(report, options)
    expect(text.split('\n').filter((line) => OBEYED.test(line))).toEqual([])
    expect(options.unicode || /^[ -~\n]*$/u.test(text)).toBe(true)
    await expect(text).toMatchFileSnapshot(`../goldens/${file}`)
  })

  test('a hostile name is spelled out', () => {
    const text = subjectText(exampleSubject({ name: HOSTILE }), PAGE)
    expect(text.split('\n').filter((line) => OBEYED.test(line))).toEqual([])
    expect(text).not.toMatch(/^INCIDENT/mu)
  })

  test('of many days those with most departures are told', () => {
    const [one] = exampleSubject().departures
    const days = Array.from(
      { length: 20 },
      (_, day) => `2026-01-${String(day + 1).padStart(2, '0')}T00:00:00Z`,
    )
    const departures = days.flatMap((at) => (one === undefined ? [] : [{ ...one, at }]))
    const text = subjectText(exampleSubject({ departures }), PAGE)
    expect(text).toContain('and 8 days with fewer')
  })
})

describe('as JSON', () => {
  test.each([
    { name: 'with departures', report: exampleSubject() },
    { name: 'too early to tell', report: exampleSubject({ newSince: null, departures: [] }) },
  ])('$name: by the schema, nothing lost, nothing that a terminal obeys', ({ report }) => {
    const text = subjectJson(report)
    const document: unknown = JSON.parse(text)
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
    expect(document).toEqual(report)
    expect(OBEYED.test(text.trimEnd())).toBe(false)
  })

  test('the schema knows no other keys', () => {
    expect(validate({ ...exampleSubject(), more: 1 })).toBe(false)
    const { notes: _, ...without } = exampleSubject()
    expect(validate(without)).toBe(false)
  })
})
