import { describe, expect, test } from 'vitest'
import {
  coverageNotes,
  lintJson,
  lintText,
  openProgress,
  progressLine,
  ruleJson,
  rulesListJson,
  rulesListText,
  ruleText,
  verdictOf,
  workspaceJson,
  workspaceText,
} from '#outputs/index.ts'
import { emptyReport, exampleReport } from './report-example.ts'

const PAGE = { width: 100, color: false, unicode: true }

const RULE = {
  id: 'trail-stopped',
  level: 'critical',
  title: 'CloudTrail logging stopped',
  rows: ['5.6'],
  file: 'rules/sigma/trail-stopped.yml',
  kind: 'sigma',
  description: 'Somebody stopped a trail, or tried to: from then on calls leave no trace.',
  techniques: ['T1562.008'],
  tactics: ['defense-evasion'],
  falsePositives: ['A trail that is taken down on purpose'],
  blindSpots: ['What happened after the trail had stopped'],
  respond: ['Switch the trail on again'],
  references: ['https://attack.mitre.org/techniques/T1562/008/'],
  source: 'title: CloudTrail logging stopped\r\nlevel: critical\n\tdetection: x\n',
} as const

const COUNTS = { sigma: 376, correlations: 93, behaviours: 22, feeding: 110, filters: 0 }

describe('rules', () => {
  test('list', async () => {
    const other = {
      ...RULE,
      id: 'key-created-for-other-user',
      level: 'high',
      title: 'Access key created for another user',
      rows: ['2.1', '2.3'],
    } as const
    await expect(rulesListText([RULE, other], COUNTS, PAGE)).toMatchFileSnapshot('../goldens/rules-list.txt')
    expect(JSON.parse(rulesListJson([RULE], COUNTS))).toMatchObject({
      rules: [{ id: 'trail-stopped', level: 'critical' }],
      counts: COUNTS,
    })
  })

  test('list: says what is counted', () => {
    expect(rulesListText([RULE], COUNTS, { ...PAGE, width: 140 })).toContain(
      '(1 detection; 110 more rules only for correlations. In all 491 rules: 376 Sigma rules, 93 correlations, 22 behaviours)',
    )
    const few = { sigma: 1, correlations: 0, behaviours: 0, feeding: 0, filters: 2 }
    expect(rulesListText([RULE], few, PAGE)).toContain(
      '(1 detection. In all 1 rule: 1 Sigma rule; and 2 filters)',
    )
  })

  test.each([
    { width: 100, cut: true },
    { width: 170, cut: false },
    { width: undefined, cut: false },
  ])('list: titles are cut at $width columns: $cut', ({ width, cut }) => {
    const title = 'Access key created for another user, by somebody who never did so'
    const text = rulesListText([{ ...RULE, title }], COUNTS, { ...PAGE, width })
    expect(text.includes(title)).toBe(!cut)
    const lines = text.split('\n').slice(0, 3)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width ?? 200)
  })

  test('show', async () => {
    await expect(ruleText(RULE, PAGE)).toMatchFileSnapshot('../goldens/rules-show.txt')
    expect(JSON.parse(ruleJson({ ...RULE, description: undefined }))).toMatchObject({
      description: null,
      source: RULE.source,
    })
  })

  test('lint', () => {
    const problem = { file: 'my-rules/odd.yml', line: 12, reason: "unknown modifier 'startwith'" }
    const found = {
      rules: 3,
      counts: { sigma: 2, correlations: 1, behaviours: 0, feeding: 1, filters: 1 },
      errors: [problem],
      warnings: [{ ...problem, line: 2, reason: 'PassRole is no event' }],
    }
    expect(lintText(found, PAGE)).toBe(
      "error    my-rules/odd.yml:12: unknown modifier 'startwith'\n" +
        'warning  my-rules/odd.yml:2: PassRole is no event\n\n1 error, 1 warning in 3 rules: 2 Sigma rules, 1 correlation; and 1 filter\n',
    )
    expect(lintJson(found)).toBe(`${JSON.stringify(found)}\n`)
  })
})

describe('workspace', () => {
  const { accounts, gaps } = exampleReport().coverage
  const day = { events: 1757, accounts: 2, regions: 2, bytes: 210_000 }
  const days = Array.from({ length: 40 }, (_, n) => ({
    ...day,
    day: new Date(Date.UTC(2026, 1, n + 1)).toISOString().slice(0, 10),
  }))
  const held = {
    schemaVersion: 1,
    path: '/home/alice/.trailhound',
    accounts,
    days,
    gaps,
    sources: 48,
    files: 41,
    bytes: 8_400_000,
  } as const

  test('what is in it', async () => {
    await expect(workspaceText(held, PAGE)).toMatchFileSnapshot('../goldens/workspace.txt')
    expect(JSON.parse(workspaceJson(held))).toEqual(held)
  })

  test('an empty one says how to fill it', () => {
    expect(workspaceText({ ...held, days: [] }, PAGE)).toContain('trailhound ingest')
  })
})

describe('progress', () => {
  const half = {
    stage: 'Reading',
    filesDone: 240,
    filesTotal: 480,
    bytesDone: 5e8,
    bytesTotal: 1e9,
    events: 610_000,
    day: '2026-03-07',
  }
  const CASES = [
    {
      name: 'all of it',
      progress: half,
      elapsedMs: 10_000,
      columns: 140,
      line: 'Reading  240 of 480 files, 50 %, 610,000 events, 50.0 MB/s, 61,000 events/s, 2026-03-07, 10 s left',
    },
    {
      name: 'narrow: the lightest parts go, the time left stays',
      progress: half,
      elapsedMs: 10_000,
      columns: 80,
      line: 'Reading  240 of 480 files, 50 %, 610,000 events, 50.0 MB/s, 10 s left',
    },
    {
      name: 'standard input: no total, no guess',
      progress: { ...half, filesDone: 0, filesTotal: 0, bytesTotal: 0, day: undefined },
      elapsedMs: 10_000,
      columns: 140,
      line: 'Reading  0 files, 610,000 events, 50.0 MB/s, 61,000 events/s',
    },
    {
      name: 'the first seconds: no guess',
      progress: half,
      elapsedMs: 1999,
      columns: 60,
      line: 'Reading  240 of 480 files, 50 %, 610,000 events, 250 MB/s',
    },
  ]
  test.each(CASES)('$name', ({ progress, elapsedMs, columns, line }) => {
    expect(progressLine(progress, elapsedMs, columns)).toBe(line)
  })

  test('is redrawn no oftener than ten times a second', () => {
    const written: string[] = []
    let nowMs = 0
    const writer = openProgress({ isTTY: true, write: (text) => written.push(text) }, { nowMs: () => nowMs })
    for (nowMs = 0; nowMs < 1000; nowMs += 10) writer.show(half)
    expect(written).toHaveLength(10)
  })
})

describe('verdict', () => {
  const report = exampleReport()
  const grave = (...severities: readonly ('high' | 'medium')[]) =>
    report.incidents
      .slice(0, 1)
      .flatMap((incident) => severities.map((severity) => ({ ...incident, severity })))
  const CASES = [
    { name: 'one now', incidents: grave('high'), tone: 'alarm', text: '1 incident: 1 needs you now.' },
    {
      name: 'some now',
      incidents: grave('high', 'high', 'medium'),
      tone: 'alarm',
      text: '3 incidents: 2 need you now, 1 is worth a look.',
    },
    {
      name: 'none now',
      incidents: grave('medium', 'medium'),
      tone: 'look',
      text: '2 incidents worth a look, none that must be now.',
    },
  ]
  const closed = grave('high').map((incident) => ({ ...incident, status: 'closed' as const }))
  const acknowledged = grave('high').map((incident) => ({ ...incident, status: 'acknowledged' as const }))
  const WITH_CLOSED = [
    {
      name: 'one now, one closed',
      incidents: [...grave('high'), ...closed],
      tone: 'alarm',
      text: '1 incident: 1 needs you now; 1 closed before.',
    },
    {
      name: 'one that somebody looks at',
      incidents: acknowledged,
      tone: 'alarm',
      text: '1 incident: 1 needs you now.',
    },
    {
      name: 'closed ones only',
      incidents: [...closed, ...closed],
      tone: 'calm',
      text: expect.stringContaining('No incident is open; 2 closed before'),
    },
  ]
  test.each([...CASES, ...WITH_CLOSED])('$name', ({ incidents, tone, text }) =>
    expect(verdictOf({ ...report, incidents })).toEqual({ tone, text }),
  )
  test('nothing found is not nothing looked at', () => {
    expect(verdictOf(emptyReport(1)).tone).toBe('calm')
    expect(verdictOf(emptyReport(0)).tone).toBe('unknown')
  })
})

describe('what the logs cannot show', () => {
  const { coverage } = exampleReport()
  const reading = { events: 10, rejectedCount: 0, brokenRuleFiles: 0 }
  const whole = { ...coverage, gaps: [], dataEvents: { s3: true, lambda: true, dynamodb: true }, days: 7 }
  test('where all is there, that other regions are not', () => {
    expect(coverageNotes(whole, reading)).toEqual([
      'Only 2 accounts and 2 regions have events here (eu-west-1, us-east-1): what happened elsewhere is not in these logs.',
    ])
  })
  test('what filters took out, and what broken rules would have found', () => {
    const filters = ['Ours', 'Theirs']
    const notes = coverageNotes(whole, { ...reading, brokenRuleFiles: 2, filters })
    expect(notes.slice(0, 2)).toEqual([
      'What the rules that could not be compiled would have found is missing (2 files).',
      "What 2 Sigma filters took out is not told: 'Ours', 'Theirs'.",
    ])
  })
  const habits = { days: 31, principals: 40, youngPrincipals: 0, fewDays: 5, waiting: [] }
  const waiting = [7, 22, 30, 60].map((needsDays) => ({ title: `Needs ${String(needsDays)}`, needsDays }))
  test.each([
    { name: 'long', change: {}, says: [/rests on 31 days of logs: .* 94 % at most of what/u] },
    { name: 'short', change: { days: 2 }, says: [/rests on 2 days of logs: .* 33 % at most/u] },
    { name: 'young', change: { youngPrincipals: 12 }, says: [/12 of 40 principals .* fewer than 5/u] },
    { name: 'all young', change: { youngPrincipals: 40 }, says: [/All of 40 principals/u] },
    { name: 'of one day', change: { days: 1, waiting }, says: [/one day .* no behaviours/u] },
    { name: 'of nobody', change: { principals: 0 }, says: [] },
    {
      name: 'too short for some',
      change: { waiting },
      says: [/31 days/u, /for 4 behaviours: Needs 7 \(7 days\); .* \(30 days\); and 1 more\.$/u],
    },
  ])('history: $name', ({ change, says }) => {
    const notes = coverageNotes(whole, { ...reading, habits: { ...habits, ...change } }).slice(1)
    expect(notes).toEqual(says.map((text) => expect.stringMatching(text)))
  })
  const CASES = [
    { name: 'S3', change: { dataEvents: { ...whole.dataEvents, s3: false } }, says: 'No S3 data events' },
    {
      name: 'functions',
      change: { dataEvents: { ...whole.dataEvents, lambda: false } },
      says: 'No data events of Lambda (Invoke).',
    },
    { name: 'reads', change: { readEvents: false }, says: 'only read' },
    { name: 'six days', change: { days: 6 }, says: '6 days only' },
    {
      name: 'gaps, five of them named',
      change: { gaps: Array.from({ length: 7 }, () => coverage.gaps).flat() },
      says: 'And 2 more gaps.',
    },
  ]
  test.each(CASES)('$name', ({ change, says }) => {
    expect(coverageNotes({ ...whole, ...change }, reading).join('\n')).toContain(says)
  })
})
