import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { Finding } from '#findings/index.ts'
import {
  asff,
  harmless,
  incidentHtml,
  incidentMarkdown,
  incidentTerminal,
  lintText,
  ocsfDetectionFinding,
  openProgress,
  progressLine,
  queryCsv,
  queryJson,
  queryJsonl,
  queryTable,
  type Report,
  rulesListText,
  ruleText,
  timelineCsv,
  toCsv,
  toJson,
  toJsonl,
  toTerminal,
  workspaceText,
} from '#outputs/index.ts'
import { finding } from '../incidents/finding-example.ts'
import { hostileTold } from './incident/incident-example.ts'
import { exampleReport } from './report-example.ts'

const PAGE = { width: 100, color: false, unicode: true }
const COUNTS = { sigma: 1, correlations: 0, behaviours: 0, feeding: 0, filters: 0 }

/** What an attacker writes into user agents, names of users, roles and buckets, and file names. */
const HOSTILE = {
  'a CSI sequence': '\u001b[2J\u001b[1;1Hall is well\u001b[8m',
  'a C1 CSI': '\u009b31mred\u009b0m',
  'OSC 8, a link': '\u001b]8;;https://example.com/\u0007click\u001b]8;;\u0007',
  'OSC 52, the clipboard': '\u001b]52;c;cm0gLXJmIC8=\u0007',
  'a terminal title': '\u001b]0;pwned\u001b\\',
  'carriage return and backspaces': 'critical\rnothing \b\b\b\u007f',
  'line ends': 'one\r\ntwo\nthree\u2028four\u2029five\u0085six\u000bseven\u000ceight',
  'a bidi override': 'user\u202egpj.exe\u202c\u2066x\u2069',
  'zero-width and invisible letters': 'ad\u200bmin\u2060\ufeff\u00ad\u3164\u{e0041}\u180e',
  'marks that climb': `z${'\u0301'.repeat(500)}`,
  'a lone surrogate': 'x\ud800y',
  'a formula': '=HYPERLINK("http://example.com/?"&A1,"click")',
  'a formula, plus': "+cmd|' /C calc'!A0",
  'a formula, minus': "-2+3+cmd|' /C calc'!A0",
  'a formula, at': '@SUM(1+1)',
  'a formula behind a tab': '\t=1+1',
  'a formula behind a return': '\r=1+1',
  'a formula behind a separator': 'x;=1+1',
  'quotes and commas': '",=1+1,"',
  SQL: "'; drop table events; --",
  'a shell': '"; rm -rf / #`id`$(id)',
  HTML: '</script><script>alert(1)</script><img src=x onerror=alert(1)>',
  'prototype names': '__proto__',
  'a megabyte': 'A'.repeat(1_000_000),
  'a megabyte of escapes': '\u001b'.repeat(1_000_000),
} as const

/** Nothing that a terminal obeys, reorders or hides; line ends and spaces between words are the report's own. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/u

/** A megabyte in each of thirty fields says no more than in three, and takes a minute. */
function hostileFinding(text: string): Finding {
  if (text.length > 10_000)
    return finding({ id: 'long', level: 'high', why: text, principal: text, clients: [text] })

  return finding({
    id: text,
    detectionId: text,
    detection: text,
    title: text,
    why: text,
    principal: text,
    actorClass: text,
    accountId: text,
    techniques: [{ id: text, name: text }],
    tactics: [text],
    rows: [text],
    accessKeys: [text, `AKIA${text}`],
    sessions: [text],
    regions: [text],
    sourceIps: [text],
    clients: [text],
    calls: [text],
    resources: [text],
    eventIds: [text],
    falsePositives: [text],
    blindSpots: [text],
    respond: [text],
    references: [text],
    level: 'high',
  })
}

function hostileReport(text: string): Report {
  const report = exampleReport([
    hostileFinding(text),
    { ...hostileFinding(text), id: 'low', level: 'low', accessKeys: [] },
  ])
  return {
    ...report,
    tool: { name: text, version: text },
    input: {
      ...report.input,
      rejected: [{ file: text, place: text, reason: text }],
      notEvents: [{ file: text, what: text }],
    },
    rules: { loaded: 1, errors: [{ file: text, line: 1, reason: text }], warnings: [] },
    coverage: {
      ...report.coverage,
      accounts: [
        {
          id: text,
          regions: [text],
          firstEvent: '2026-03-01T00:00:00.000Z',
          lastEvent: '2026-03-01T00:00:00.000Z',
          events: 1,
        },
      ],
      notes: [text],
    },
  }
}

function expectHarmlessLines(text: string): void {
  expect(text.split('\n').find((line) => OBEYED.test(line))).toBeUndefined()
  expect(text.length).toBeLessThan(100_000)
}

describe.each(Object.entries(HOSTILE))('%s', (_name, text) => {
  const row = {
    [text.slice(0, 100)]: text,
    list: [text],
    struct: { [text.slice(0, 100)]: text },
    n: 7n,
    none: null,
  }

  test.each([
    { unicode: true, verbose: false },
    { unicode: true, verbose: true },
    { unicode: false, verbose: true },
  ])('on a terminal: $unicode $verbose', (options) => {
    const shown = toTerminal(hostileReport(text), { ...PAGE, ...options })
    expectHarmlessLines(shown)
    for (const command of shown.split('\n').filter((line) => line.trim().startsWith('trailhound query'))) {
      expect(command).toMatch(/^ {4,7}trailhound query "[\w ,.'*=():/@+-]*"(?: --json)?$/u)
    }
  })

  test('in JSON', () => {
    const report = hostileReport(text)
    const json = [...toJson(report)].join('')
    expect(JSON.parse(json)).toEqual(report)
    expect(json.split('\n').find((line) => OBEYED.test(line))).toBeUndefined()
    expect(json).not.toContain('<')
  })

  test('in JSONL: a line each', () => {
    const lines = [...toJsonl(hostileReport(text))].join('').split(/[\n\r\u2028\u2029\u0085]/u)
    expect(lines).toHaveLength(3)
    expect(JSON.parse(lines[0] ?? '')).toEqual(hostileReport(text).findings[0])
  })

  test('in CSV: a row each, no cell a formula', () => {
    const csv = [...toCsv(hostileReport(text))].join('')
    expect(csv).toMatch(/^id,level,title,why,/u)
    expectCells(csv, 3, 24)
    const cells = [...queryCsv({ rows: [row], truncated: false })].join('')
    expectCells(cells, 2, 5)
  })

  test('as rows of a query', () => {
    expectHarmlessLines(queryTable({ rows: [row], truncated: true }, PAGE))
    expectHarmlessLines(
      queryTable({ rows: [row], columns: Array.from({ length: 40 }, () => 'list'), truncated: true }, PAGE),
    )
    const result = { rows: [row], truncated: false }
    expect(JSON.parse([...queryJson(result)].join(''))).toMatchObject({
      rows: [{ list: [text], n: 7, none: null }],
    })
    expect([...queryJsonl(result)].join('').split(/[\n\r\u2028\u2029\u0085]/u)).toHaveLength(2)
  })

  test.each([
    { unicode: true, verbose: false },
    { unicode: false, verbose: true },
  ])('an incident told on a terminal: $unicode $verbose', (options) => {
    expectHarmlessLines(incidentTerminal(hostileTold(text), { ...PAGE, ...options }))
  })

  test('an incident told as a page', () => {
    const page = incidentHtml(hostileTold(text))
    expectHarmlessLines(page.replace(/<style>.*?<\/style>/su, '').replace(/<script>.*?<\/script>/su, ''))
    expect(page.match(/<(?:script|style|img|iframe|object|base|form|link|meta)\b/gu)).toHaveLength(7)
    expect(page).not.toMatch(/<[^>"']*(?:"[^"]*"[^>"']*)*\s(?:on\w+|style|srcdoc)\s*=/u)
  })

  test('an incident told in Markdown', () => {
    const page = incidentMarkdown(hostileTold(text))
    expectHarmlessLines(page)
    expectInertMarkdown(page)
  })

  test('an incident told in CSV, OCSF and ASFF', () => {
    const told = hostileTold(text)
    expectCells(timelineCsv(told), 3, 12)
    for (const json of [ocsfDetectionFinding(told), asff(told)]) {
      expectHarmlessLines(json)
      expect(JSON.stringify(JSON.parse(json))).not.toMatch(OBEYED)
      expect(json).not.toContain('<')
    }
  })

  test('in the other views', () => {
    const rule = { id: text, level: 'high', title: text, rows: [text], file: text } as const
    const more = {
      kind: 'sigma',
      description: text,
      techniques: [text],
      tactics: [text],
      source: text,
    } as const
    const lists = { falsePositives: [text], blindSpots: [text], respond: [text], references: [text] }
    expectHarmlessLines(rulesListText([rule], COUNTS, PAGE))
    expectHarmlessLines(ruleText({ ...rule, ...more, ...lists }, PAGE))
    expectHarmlessLines(
      lintText(
        { rules: 1, counts: COUNTS, errors: [{ file: text, line: 1, reason: text }], warnings: [] },
        PAGE,
      ),
    )
    const account = {
      id: text,
      regions: [text],
      firstEvent: '2026-03-01T00:00:00.000Z',
      lastEvent: '2026-03-02T00:00:00.000Z',
      events: 1,
    }
    const days = [{ day: text, events: 1, accounts: 1, regions: 1, bytes: 1 }]
    const gaps = [{ accountId: text, region: text, from: account.firstEvent, to: account.lastEvent }]
    const held = {
      schemaVersion: 1,
      path: text,
      accounts: [account],
      days,
      gaps,
      sources: 1,
      files: 1,
      bytes: 1,
    } as const
    expectHarmlessLines(workspaceText(held, PAGE))
    const progress = {
      stage: text,
      filesDone: 1,
      filesTotal: 2,
      bytesDone: 1,
      bytesTotal: 2,
      events: 1,
      day: text,
    }
    expect(progressLine(progress, 1000, 80)).toMatch(/^[ -~]{1,79}$/u)
  })
})

/** What is neither code nor escaped: no markup, no link, no call to a person may be left of it. */
function expectInertMarkdown(page: string): void {
  const bare = page
    .replaceAll(/^(`{3,})sh\n.*?^\1$/gmsu, '')
    .replaceAll(/\\[!-/:-@[-`{-~]/gu, '')
    .replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/gu, '')
  expect(bare).not.toMatch(/[<>[\]`]|:\/\/|@|www\./u)
}

function expectCells(csv: string, rows: number, columns: number): void {
  expect(csv.split('\r\n')).toHaveLength(rows + 1)
  const cells: string[][] = parse(csv, { record_delimiter: '\r\n' })
  expect(cells.map((line) => line.length)).toEqual(Array.from({ length: rows }, () => columns))
  for (const cell of cells.flat()) {
    expect(cell).not.toMatch(/^\s*[=+\-@]/u)
    expect(OBEYED.test(cell)).toBe(false)
    expect(cell.length).toBeLessThan(32_767)
  }
}

describe('what is shown instead', () => {
  const CASES = [
    { name: 'escape', text: '\u001b[2J', shown: '\\x1b[2J' },
    { name: 'C1', text: '\u009b2J', shown: '\\x9b2J' },
    { name: 'line ends and tabs', text: 'a\r\n\tb', shown: 'a\\r\\n\\tb' },
    { name: 'bidi override', text: 'a\u202eb', shown: 'a\\u202eb' },
    { name: 'zero width', text: 'a\u200bb', shown: 'a\\u200bb' },
    { name: 'beyond the BMP', text: 'a\u{e0041}b', shown: 'a\\u{e0041}b' },
    { name: 'lone surrogate', text: 'a\ud800b', shown: 'a\\ud800b' },
    { name: 'other spaces', text: 'a\u00a0b\u3000c', shown: 'a b c' },
    { name: 'two marks stay, the rest goes', text: 'e\u0301\u0302\u0303\u0304', shown: 'e\u0301\u0302' },
    { name: 'letters of any script stay', text: 'Zoë 東京 日本 Ω', shown: 'Zoë 東京 日本 Ω' },
    { name: 'exactly as long as allowed', text: 'a'.repeat(200), shown: 'a'.repeat(200) },
    { name: 'one too long', text: 'a'.repeat(201), shown: `${'a'.repeat(199)}…` },
  ]
  test.each(CASES)('$name', ({ text, shown }) => expect(harmless(text)).toBe(shown))

  test('in ASCII', () => expect(harmless('Zoë – 東…', { ascii: true })).toBe('Zo\\xeb - \\u6771...'))
  test('of a path the end', () =>
    expect(harmless('/a/b/c/d.json', { maxChars: 8, keep: 'end' })).toBe('…/d.json'))
})

test('progress writes nothing into a pipe, and wipes its line on a terminal', () => {
  const written: string[] = []
  const write = (text: string): void => void written.push(text)
  const clock = { nowMs: () => 0 }
  const progress = {
    stage: 'Reading',
    filesDone: 1,
    filesTotal: 2,
    bytesDone: 1,
    bytesTotal: 2,
    events: 1,
    day: undefined,
  }
  const silent = openProgress({ write }, clock)
  silent.show(progress)
  silent.close()
  expect(written).toEqual([])
  const loud = openProgress({ write, isTTY: true, columns: 80 }, clock)
  loud.show(progress)
  loud.close()
  expect(written.at(-1)).toBe('\r\u001b[2K')
})
