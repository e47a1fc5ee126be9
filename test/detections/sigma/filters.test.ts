import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '#store/index.ts'
import { fill, matching, openLake } from './lake.ts'
import { compileText, ruleText } from './support.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openLake()
  await fill(engine, [
    { eventName: 'X', userAgent: 'adm_bob' },
    { eventName: 'X', userAgent: 'eve' },
    { eventName: 'X' },
    { eventName: 'Y' },
  ])
})
afterAll(() => engine.close())

const RULE = ruleText(
  { s: { eventName: 'X' }, condition: 's' },
  {
    id: '6f3e2987-db24-4c78-a860-b4f4095a7095',
    name: 'the_rule',
    logsource: { product: 'aws', service: 'cloudtrail' },
  },
)
const filterText = (
  filter: Readonly<Record<string, unknown>>,
  logsource: unknown = { product: 'aws' },
): string =>
  JSON.stringify({
    title: 'Administrators',
    logsource,
    filter: {
      rules: ['the_rule'],
      selection: { 'userAgent|startswith': 'adm_' },
      condition: 'selection',
      ...filter,
    },
  })

test.each<{ name: string; filters: readonly string[]; keeps: readonly number[] }>([
  { name: 'none', filters: [], keeps: [0, 1, 2] },
  { name: 'by name', filters: [filterText({})], keeps: [1, 2] },
  {
    name: 'by id, whatever its case',
    filters: [filterText({ rules: ['6F3E2987-db24-4c78-a860-b4f4095a7095'] })],
    keeps: [1, 2],
  },
  { name: 'any', filters: [filterText({ rules: 'any' })], keeps: [1, 2] },
  { name: 'any in a list', filters: [filterText({ rules: ['any'] })], keeps: [1, 2] },
  { name: 'another rule', filters: [filterText({ rules: ['other'] })], keeps: [0, 1, 2] },
  { name: 'as pySigma writes it', filters: [filterText({ condition: 'not selection' })], keeps: [1, 2] },
  {
    name: 'pySigma, several',
    filters: [filterText({ two: { userAgent: 'eve' }, condition: 'not selection and not two' })],
    keeps: [2],
  },
  {
    name: 'several selections',
    filters: [filterText({ two: { userAgent: 'eve' }, condition: 'selection or two' })],
    keeps: [2],
  },
  {
    name: 'two filters',
    filters: [filterText({}), filterText({ selection: { userAgent: 'eve' } })],
    keeps: [2],
  },
  {
    name: 'the same logsource',
    filters: [filterText({}, { product: 'aws', service: 'cloudtrail' })],
    keeps: [1, 2],
  },
  { name: 'an unspecific logsource', filters: [filterText({}, {})], keeps: [1, 2] },
  { name: 'another product', filters: [filterText({}, { product: 'windows' })], keeps: [0, 1, 2] },
  {
    name: 'a narrower logsource',
    filters: [filterText({}, { product: 'aws', category: 'x' })],
    keeps: [0, 1, 2],
  },
  {
    name: 'placeholders',
    filters: [filterText({ selection: { 'userAgent|expand': '%iac_roles%' } })],
    keeps: [0, 1, 2],
  },
])('$name', async ({ filters, keeps }) => {
  const { rules, errors } = compileText(RULE, ...filters)
  expect(errors).toEqual([])
  const [rule] = rules
  expect(rule === undefined ? [] : await matching(engine, rule.condition)).toEqual(keeps)
})

test.each([
  [{ rules: [] }, /names no rules/],
  [{ condition: undefined }, /condition is missing/],
  [{ condition: 'nothing' }, /names 'nothing'/],
  [{ selection: { 'a|b': 1 } }, /Unknown modifier/],
])('%j is refused', (filter, reason) => {
  expect(
    compileText(RULE, filterText(filter))
      .errors.map((error) => error.reason)
      .join(),
  ).toMatch(reason)
})
