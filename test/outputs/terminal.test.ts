import { describe, expect, test } from 'vitest'
import { type TerminalOptions, toTerminal } from '#outputs/index.ts'
import { columnsOf } from '../../src/outputs/page.ts'
import { emptyReport, exampleReport } from './report-example.ts'

const PLAIN: TerminalOptions = { width: 100, color: false, unicode: true, verbose: false }

describe('goldens, read by a person when they change', () => {
  const CASES = [
    { file: 'terminal-100.txt', options: PLAIN, report: exampleReport() },
    {
      file: 'terminal-80-ascii.txt',
      options: { ...PLAIN, width: 80, unicode: false },
      report: exampleReport(),
    },
    {
      file: 'terminal-verbose.txt',
      options: { ...PLAIN, width: 120, verbose: true },
      report: exampleReport(),
    },
    { file: 'terminal-color.txt', options: { ...PLAIN, color: true }, report: exampleReport() },
    { file: 'terminal-nothing-found.txt', options: PLAIN, report: emptyReport(12_300) },
    { file: 'terminal-nothing-read.txt', options: PLAIN, report: emptyReport(0) },
  ]
  test.each(CASES)('$file', async ({ file, options, report }) => {
    await expect(toTerminal(report, options)).toMatchFileSnapshot(`../goldens/${file}`)
  })
})

describe.each([60, 80, 100, 140, 400, Number.NaN])('at %d columns', (width) => {
  test('no line is wider than the page, but commands to be copied', () => {
    const lines = toTerminal(exampleReport(), { ...PLAIN, width }).split('\n')
    const most = Number.isNaN(width) ? 80 : Math.min(width, 140)
    const wide = lines.filter((line) => columnsOf(line) > most && !line.trim().startsWith('trailhound '))
    expect(wide).toEqual([])
  })
})

test('without unicode nothing beyond ASCII leaves', () => {
  expect(toTerminal(exampleReport(), { ...PLAIN, unicode: false })).toMatch(/^[\n -~]*$/u)
})

test('colour adds escapes and nothing else', () => {
  const coloured = toTerminal(exampleReport(), { ...PLAIN, color: true })
  expect(coloured).toContain('\u001b[')
  // oxlint-disable-next-line no-control-regex
  expect(coloured.replaceAll(/\u001b\[\d+(?:;\d+)*m/gu, '')).toBe(toTerminal(exampleReport(), PLAIN))
})

test('of many incidents the worst are told and the others named', () => {
  const report = exampleReport()
  const [first] = report.incidents
  const many =
    first === undefined ? [] : Array.from({ length: 50 }, (_, n) => ({ ...first, id: `i${n}`, rank: n + 1 }))
  const text = toTerminal({ ...report, incidents: many }, PLAIN)
  expect(text).toContain('And 30 more incidents')
  expect(text).toContain(' 50  CRITICAL')
})

test('closed ones come last, with a line each, and are nothing to begin with', () => {
  const report = exampleReport()
  const closed = report.incidents.map((incident) => ({
    ...incident,
    status: 'closed' as const,
    resolution: 'benign' as const,
  }))
  const text = toTerminal({ ...report, incidents: closed }, PLAIN)
  expect(text).toContain(`Closed before (${String(closed.length)})`)
  expect(text).toContain(`${closed[0]?.id ?? ''} is closed as benign`)
  expect(text).not.toContain('Begin with incident')
  expect(text).not.toContain('What to do')
})
