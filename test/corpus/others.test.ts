import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { isCorpusThere, reportOnRecords } from './corpus.ts'
import { type Compared, NOT_COMPARED, PANTHER, STREAMALERT } from './others-table.ts'
import { eventIdOf, type OthersTest, othersTests, recordOf } from './others-tests.ts'

const tests = isCorpusThere ? othersTests() : []
const compared: Readonly<Record<string, Compared>> = { ...PANTHER, ...STREAMALERT }

/** Our rules that found the event of each test, with their levels. */
let found: readonly ReadonlySet<string>[] = []

describe.skipIf(!isCorpusThere)("tests of others' rules", () => {
  beforeAll(async () => {
    const { findings } = await reportOnRecords(tests.map(recordOf))
    found = tests.map(
      (_, n) =>
        new Set(
          findings
            .filter(({ eventIds }) => eventIds.includes(eventIdOf(n)))
            .map(({ detection }) => detection),
        ),
    )
  }, 120_000)

  test('every rule is compared, or it is said why not', () => {
    const rules = new Set(tests.map(({ rule }) => rule))
    const told = new Set([...Object.keys(compared), ...Object.keys(NOT_COMPARED)])
    expect([...rules].filter((rule) => !told.has(rule))).toEqual([])
    expect([...told].filter((rule) => !rules.has(rule))).toEqual([])
  })

  test.each(Object.entries(compared))('%s', (rule, { ours, differ = {} }) => {
    const differing = tests.flatMap((one, n) =>
      one.rule === rule && one.expected !== ours.some((name) => found[n]?.has(name) === true)
        ? [one.test]
        : [],
    )
    expect(differing.toSorted()).toEqual(Object.keys(differ).toSorted())
  })

  test('the docs tell all of it', () => {
    const doc = readFileSync(join(import.meta.dirname, '../../docs/corpus.md'), 'utf8')
    const rows = [...Object.keys(compared), ...Object.keys(NOT_COMPARED)]
    expect(rows.filter((rule) => !doc.includes(`| ${rule} |`))).toEqual([])
    const reasons = [
      ...Object.values(compared).flatMap(({ differ = {} }) => Object.values(differ)),
      ...Object.values(NOT_COMPARED),
    ]
    expect(reasons.filter((reason) => !doc.includes(reason))).toEqual([])
  })

  test('numbers', () => {
    const count = (from: OthersTest['from'], table: Readonly<Record<string, Compared>>): string => {
      const some = tests.filter((one) => one.from === from && one.rule in table)
      const differing = Object.values(table).reduce(
        (sum, { differ = {} }) => sum + Object.keys(differ).length,
        0,
      )
      return `${from}: ${some.length - differing} of ${some.length} tests of ${Object.keys(table).length} rules agree`
    }
    const lines = [count('panther', PANTHER), count('streamalert', STREAMALERT)]
    for (const line of lines) console.log(line)
    expect(lines).toHaveLength(2)
  })
})
