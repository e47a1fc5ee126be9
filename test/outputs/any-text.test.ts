import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  harmless,
  incidentHtml,
  incidentMarkdown,
  incidentTerminal,
  ocsfDetectionFinding,
  queryCsv,
  queryJsonl,
  queryTable,
  toTerminal,
} from '#outputs/index.ts'
import { columnsOf, openPage } from '../../src/outputs/page.ts'
import { finding } from '../incidents/finding-example.ts'
import { hostileTold } from './incident/incident-example.ts'
import { exampleReport } from './report-example.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
)
const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/u
const PAGE = { width: 80, color: false, unicode: true }

describe('whatever the text', () => {
  test('it is harmless, bounded, and stays so when shown again', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 120 }), fc.boolean(), (given, maxChars, ascii) => {
        const shown = harmless(given, { maxChars, ascii })
        expect(OBEYED.test(shown)).toBe(false)
        expect(Array.from(shown).length).toBeLessThanOrEqual(maxChars)
        expect(harmless(shown, { maxChars, ascii })).toBe(shown)
        expect(!ascii || /^[ -~]*$/u.test(shown)).toBe(true)
      }),
    )
  })

  test('wrapping loses no letter and stays within the page', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 140 }), (given, width) => {
        const page = openPage({ ...PAGE, width })
        const safe = page.safe(given, 1000)
        const lines = page.wrap(safe, { first: '  * ', rest: '    ' })
        expect(lines.map(columnsOf).filter((columns) => columns > width)).toEqual([])
        expect(lines.join('').replaceAll(' ', '').slice(1)).toBe(safe.replaceAll(' ', ''))
      }),
    )
  })

  test('a table is as many lines as it has rows, none wider than the page', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ a: text, b: text, c: fc.bigInt() }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          const lines = queryTable({ rows, truncated: false }, PAGE).split('\n')
          expect(lines).toHaveLength(rows.length + 4)
          expect(lines.filter((line) => columnsOf(line) > PAGE.width)).toEqual([])
        },
      ),
      { numRuns: 50 },
    )
  })

  test('CSV and JSONL are read back a row a row', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ a: text, b: text }), { minLength: 1, maxLength: 5 }), (rows) => {
        const csv: unknown[] = parse([...queryCsv({ rows, truncated: false })].join(''), {
          record_delimiter: '\r\n',
        })
        expect(csv).toHaveLength(rows.length + 1)
        const lines = [...queryJsonl({ rows, truncated: false })]
        expect(lines.map((line): unknown => JSON.parse(line))).toEqual(rows)
      }),
    )
  })

  test('a report keeps to its width', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 140 }), (given, width) => {
        const report = exampleReport([
          finding({ why: given, title: given, principal: given, clients: [given], calls: [given] }),
        ])
        const lines = toTerminal(report, { ...PAGE, width, verbose: true }).split('\n')
        const wide = lines.filter((line) => columnsOf(line) > width && !line.trim().startsWith('trailhound '))
        expect(wide).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  test('an incident is told within its width, and in the same markup', () => {
    const marks = (page: string): readonly string[] =>
      page.match(/<[a-z/!][^>]*>/giu)?.map((tag) => tag.split(/[\s>]/u)[0] ?? '') ?? []
    const plain = marks(incidentHtml(hostileTold('x')))
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 140 }), (given, width) => {
        const told = hostileTold(`${given}x`)
        const lines = incidentTerminal(told, { ...PAGE, width, verbose: true }).split('\n')
        const wide = lines.filter((line) => columnsOf(line) > width && !/^ {6}|^ {4}trailhound/u.test(line))
        expect(wide).toEqual([])
        const shown = marks(incidentHtml(told)).filter((tag) => tag !== '<p' && tag !== '</p')
        expect(shown).toEqual(plain.filter((tag) => tag !== '<p' && tag !== '</p'))
        expect(incidentMarkdown(told)).not.toMatch(/\n\n\n\n/u)
        expect(() => JSON.parse(ocsfDetectionFinding(told))).not.toThrow()
      }),
      { numRuns: 40 },
    )
  })
})
