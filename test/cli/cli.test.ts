import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, startNode } from '../support/run-node.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = (name: string): string => join(folder, name)
const trailhound = async (args: readonly string[], input?: string): Promise<Ended> =>
  startNode('bin/trailhound.mjs', args, input).ended
const parsed = (text: string): unknown => JSON.parse(text)

/** What an attacker may call himself: terminal escapes, a spreadsheet's formula, HTML, SQL, line ends, bidi. */
const HOSTILE =
  "=cmd|'/c calc'!A1\u001b]0;owned\u0007\u001b[2J<script>alert(1)</script>\r\n'; drop table events; --\u202e\ufeff"

const event = (i: number, more: object) => ({
  eventVersion: '1.08',
  eventTime: `2026-11-${String(20 + (i % 4))}T08:00:${String(i % 60).padStart(2, '0')}Z`,
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2',
  readOnly: true,
  managementEvent: true,
  userIdentity: {
    type: 'IAMUser',
    userName: 'alice',
    accountId: '123456789012',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::123456789012:user/alice',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  },
  eventID: `11111111-2222-3333-4444-${String(i).padStart(12, '0')}`,
  recipientAccountId: '123456789012',
  ...more,
})
const stopTrail = (i: number, more: object = {}) =>
  event(i, {
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    requestParameters: { name: 'trail' },
    readOnly: false,
    ...more,
  })
const log = (name: string, records: readonly object[]): string => {
  mkdirSync(join(path(name), '..'), { recursive: true })
  writeFileSync(path(name), JSON.stringify({ Records: records }))
  return path(name)
}

const quiet = log('quiet.json', [event(1, {}), event(2, {})])
const attack = log('attack.json', [
  event(10, {}),
  stopTrail(11),
  stopTrail(12, { awsRegion: 'eu-west-1', recipientAccountId: '111122223333' }),
])
const hostile = log('hostile.json', [
  stopTrail(20, {
    userAgent: HOSTILE,
    requestParameters: { name: HOSTILE },
    userIdentity: {
      type: 'IAMUser',
      userName: HOSTILE,
      accountId: '123456789012',
      arn: `arn:aws:iam::123456789012:user/${HOSTILE}`,
      accessKeyId: HOSTILE,
    },
  }),
])
const broken = path('broken.json')
writeFileSync(broken, `${JSON.stringify(event(30, {}))}\n{"eventName": "cut`)

/** Nothing that a terminal obeys, reorders or hides. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const expectHarmless = (text: string): void => {
  expect(text.split('\n').filter((line) => OBEYED.test(line))).toEqual([])
}

const workspace = path('workspace')
beforeAll(async () => {
  await trailhound(['ingest', attack, hostile, '-w', workspace])
})

describe.concurrent('exit codes say what became of the run', () => {
  test.each([
    { name: 'nothing found', logs: [quiet], code: 0, says: 'No incident found' },
    { name: 'incidents', logs: [attack], code: 10, says: 'needs you now' },
    { name: 'a part could not be read', logs: [quiet, broken], code: 20, says: 'broken.json' },
    { name: 'incidents, and an unreadable part', logs: [attack, broken], code: 10, says: 'broken.json' },
    { name: 'a path that is not there', logs: [quiet, path('missing')], code: 20, says: 'missing' },
    // Nothing was looked at: that must not pass for "nothing found".
    { name: 'no other path', logs: [path('missing')], code: 20, says: 'No verdict' },
    { name: 'a folder without files', logs: [path('empty-folder')], code: 20, says: 'No verdict' },
  ])('$name: $code', async ({ name, logs, code, says }) => {
    mkdirSync(path('empty-folder'), { recursive: true })
    const ended = await trailhound(['investigate', ...logs, '-w', path(`codes ${name}`)])
    expect(ended.code).toBe(code)
    expect(ended.err).toBe('')
    expect(ended.out).toContain(says)
  })

  test('ingest: 0, and 20 when a part could not be read', async () => {
    expect((await trailhound(['ingest', quiet, '-w', path('codes-ingest')])).code).toBe(0)
    expect((await trailhound(['ingest', broken, '-w', path('codes-ingest')])).code).toBe(20)
  })

  test.each([
    { args: ['investigat'], says: 'Did you mean investigate?' },
    { args: ['investigate', quiet, '--jsn'], says: 'Did you mean --json?' },
    { args: ['investigate'], says: "missing required argument 'logs'" },
    { args: ['investigate', quiet, '--since', 'yesterday'], says: 'Give a time such as 2026-11-24' },
    {
      args: ['investigate', quiet, '--min-level', 'urgent'],
      says: 'informational, low, medium, high, critical',
    },
    { args: ['query', 'select 1', '--limit', '0', '-w', workspace], says: 'whole number above 0' },
    { args: ['query', 'select 1', '-w', path('none')], says: 'There is no workspace at' },
    { args: ['detect', '-w', path('none')], says: 'There is no workspace at' },
    { args: ['workspace', '-w', path('none')], says: 'There is no workspace at' },
    { args: ['investigate', quiet, '-w', quiet], says: '(WORKSPACE)' },
    { args: ['investigate', quiet, '--rules', path('none')], says: 'There are no rules at' },
    { args: ['investigate', quiet, '--config', path('none')], says: 'cannot be read' },
    { args: ['detect', '--csv', '--json', '-w', workspace], says: "cannot be used with option '--json'" },
    { args: ['detect', '--jsonl', '--csv', '-w', workspace], says: "cannot be used with option '--jsonl'" },
    { args: ['query', 'select 1', '--json', '--jsonl'], says: "cannot be used with option '--json'" },
    { args: ['audit', '--snapshot', quiet, '--html', '--ocsf'], says: "cannot be used with option '--ocsf'" },
    {
      args: ['incident', 'report', 'inc-1', '--json', '--html', '-', '-w', workspace],
      says: 'Two forms cannot be printed at once',
    },
    { args: ['rules', 'show', 'no-such-rule'], says: "There is no rule 'no-such-rule'" },
    { args: [], says: 'Usage: trailhound' },
  ])('1 and what to do: $args', async ({ args, says }) => {
    const { code, out, err } = await trailhound(args)
    expect(err).toContain(says)
    expect(err).not.toMatch(/^\s+at /mu)
    expect(out).toBe('')
    expect(code).toBe(1)
  })

  test('help and version are no failure', async () => {
    const [help, version] = await Promise.all([
      trailhound(['investigate', '--help']),
      trailhound(['--version']),
    ])
    expect([help.code, version.code]).toEqual([0, 0])
    expect(help.out).toContain('--min-level')
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/u)
  })
})

describe.concurrent('investigate', () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
    Object(parsed(readFileSync('schemas/report.schema.json', 'utf8'))),
  )
  const detectJson = async (...args: readonly string[]) => {
    const { code, out, err } = await trailhound(['detect', '-w', workspace, '--json', ...args])
    expect(err).toBe('')
    const report: unknown = parsed(out)
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
    expect(OBEYED.test(out.replaceAll('\n', ''))).toBe(false)
    return {
      code,
      text: out,
      ids: [...new Set(out.match(/11111111-2222-3333-4444-0000000000\d\d/gu))].toSorted(),
    }
  }
  const last = (ids: readonly string[]) => ids.map((id) => Number(id.slice(-2)))

  test('--json is one document by the schema, and says what hostile text is in harmless signs', async () => {
    const { code, ids, text } = await detectJson()
    expect(code).toBe(10)
    // 10 is what the intruder did beside: no finding names it, the incident does.
    expect(last(ids)).toEqual([10, 11, 12, 20])
    expect(text).not.toContain('<')
    expect(text).toContain(JSON.stringify('owned').slice(1, -1))
  })

  test('--since and --until, --account, --region, --min-level', async () => {
    expect(last((await detectJson('--account', '111122223333')).ids)).toEqual([12])
    expect(last((await detectJson('--region', 'eu-west-1')).ids)).toEqual([12])
    expect(last((await detectJson('--since', '2026-11-23', '--until', '2026-11-24')).ids)).toEqual([11])
    expect(last((await detectJson('--until', '2026-11-20T08:00:15Z')).ids)).toEqual([12])
  }, 300_000)

  test('a scope without events: 20, what was asked for and what is there instead', async () => {
    const none = await detectJson('--account', '444455556666', '--since', '2026-11-23')
    expect([none.code, none.ids]).toEqual([20, []])
    expect(none.text).toContain(
      'There are no events in account 444455556666, from 2026-11-23 00:00:00 on: nothing was looked at, and nothing can be said.',
    )
    expect(none.text).toContain(
      'These logs hold 4 events, 2026-11-20 08:00:12 – 2026-11-23 08:00:11 UTC, of accounts 111122223333, 123456789012 in regions eu-west-1, us-east-1.',
    )
  }, 300_000)

  test('--jsonl: a line a finding; --csv: cells that no spreadsheet computes', async () => {
    const [jsonl, csv] = await Promise.all([
      trailhound(['detect', '-w', workspace, '--jsonl']),
      trailhound(['detect', '-w', workspace, '--csv']),
    ])
    const lines = jsonl.out.trimEnd().split('\n')
    for (const line of lines) expect(parsed(line)).toHaveProperty('eventIds')
    const rows: unknown = parse(csv.out, { bom: true })
    if (!Array.isArray(rows)) throw new Error('no rows')
    expect(rows).toHaveLength(lines.length + 1)
    const cells = rows.flat().map(String)
    expect(cells.filter((cell) => /^[\s]*[=+@-]/u.test(cell))).toEqual([])
    expectHarmless(csv.out.replaceAll('\r\n', '\n').replace('\ufeff', ''))
  })

  test('the report for people is harmless too', async () => {
    const { out, err } = await trailhound(['detect', '-w', workspace, '--verbose'])
    expectHarmless(out)
    expect(err).toBe('')
    expect(out).toContain('drop table events')
  })

  test('standard input, and a second delivery of the same', async () => {
    const root = path('stdin')
    const first = await trailhound(['investigate', '-', '-w', root, '--json'], readFileSync(attack, 'utf8'))
    expect(first.code).toBe(10)
    const again = await trailhound(['investigate', '-', '-w', root, '--json'], readFileSync(attack, 'utf8'))
    expect(again.code).toBe(10)
    const { out } = await trailhound(['query', 'select count(*) as n from events', '-w', root, '--jsonl'])
    expect(out).toBe('{"n":3}\n')
  })

  test('a rule that cannot be compiled is listed with its line; the others work', async () => {
    mkdirSync(path('rules'), { recursive: true })
    writeFileSync(
      path('rules/bad.yml'),
      'title: Bad\nid: 11111111-1111-4111-8111-111111111111\nlogsource:\n  product: aws\ndetection:\n  selection:\n    eventName|nonsense: x\n  condition: selection\nlevel: high\n',
    )
    const { code, out } = await trailhound(['detect', '-w', workspace, '--rules', path('rules'), '--json'])
    expect(code).toBe(10)
    expect(parsed(out)).toMatchObject({
      rules: {
        errors: [{ file: path('rules/bad.yml'), line: 7 }],
      },
    })
    const shown = await trailhound(['detect', '-w', workspace, '--rules', path('rules')])
    expect(shown.out).toContain('bad.yml:7')
  })

  test('mistakes in settings are told with their lines', async () => {
    writeFileSync(path('bad.yml'), '# mine\naccounts: [1234]\nlimits:\n  maxDepth: many\nunknownSetting: 1\n')
    const { code, err } = await trailhound(['detect', '-w', workspace, '--config', path('bad.yml')])
    expect(code).toBe(1)
    expect(err).toMatch(/ {2}.*line 2: accounts/u)
    expect(err).toMatch(/ {2}.*line 4: limits\.maxDepth/u)
    expect(err).toContain('unknownSetting')
    expect(err).toContain('(CONFIG_INVALID)')
  })
})

describe.concurrent('query', () => {
  const query = async (sql: string, ...args: readonly string[]) =>
    trailhound(['query', sql, '-w', workspace, ...args])

  test('rows as a table, JSON, JSONL and CSV, harmless in each', async () => {
    const sql = 'select "eventID", "userAgent", "userIdentity" from events order by 1 desc limit 1'
    const [table, json, jsonl, csv] = await Promise.all([
      query(sql),
      query(sql, '--json'),
      query(sql, '--jsonl'),
      query(sql, '--csv'),
    ])
    for (const { code, out, err } of [table, json, jsonl, csv]) {
      expect([code, err]).toEqual([0, ''])
      expectHarmless(out.replaceAll('\r\n', '\n').replace('\ufeff', ''))
    }
    expect(parsed(jsonl.out)).toMatchObject({ userAgent: HOSTILE, userIdentity: { userName: HOSTILE } })
    expect(JSON.stringify(parsed(json.out))).toContain('drop table events')
    const [, row] = parse(csv.out, { bom: true })
    expect(String(row?.[1])).toMatch(/^'=cmd/u)
  })

  test('limits, and the wall around it: test/store/duckdb has more', async () => {
    const [few, writes, reads] = await Promise.all([
      query('select * from range(5000)', '--limit', '2', '--json'),
      query(`explain analyze copy (select 1) to '${join(workspace, 'events/x.csv')}'`),
      query(`select * from read_blob('${join(workspace, 'state.sqlite')}')`),
    ])
    expect(parsed(few.out)).toMatchObject({ truncated: true })
    expect(readdirSync(join(workspace, 'events')).filter((name) => !name.startsWith('day='))).toEqual([])
    for (const { code, out, err } of [writes, reads]) {
      expect([code, out]).toEqual([1, ''])
      expect(err).toContain('(ENGINE_QUERY)')
    }
  })
})

describe.concurrent('other verbs', () => {
  test('workspace tells what is there', async () => {
    const [text, json] = await Promise.all([
      trailhound(['workspace', '-w', workspace]),
      trailhound(['workspace', '-w', workspace, '--json']),
    ])
    expectHarmless(text.out)
    expect(text.out).toContain('123456789012')
    expect(parsed(json.out)).toMatchObject({ schemaVersion: 1, path: workspace, sources: 2 })
  })

  test('rules list, show and lint', async () => {
    const [list, json, show, lint] = await Promise.all([
      trailhound(['rules', 'list']),
      trailhound(['rules', 'list', '--json']),
      trailhound(['rules', 'show', 'trail-stopped']),
      trailhound(['rules', 'lint', '--json']),
    ])
    expect([list.code, json.code, show.code, lint.code]).toEqual([0, 0, 0, 0])
    expect(list.out).toContain('5.6')
    expect(JSON.stringify(parsed(json.out))).toContain('trail-stopped')
    expect(show.out).toContain('StopLogging')
    expect(parsed(lint.out)).toMatchObject({ errors: [] })
  })

  test('rules list in a pipe cuts nothing, unless COLUMNS says how wide it is', async () => {
    const widest = (text: string) =>
      Math.max(
        ...text
          .split('\n')
          .slice(0, -2)
          .map((line) => line.length),
      )
    const [free, narrow] = await Promise.all([
      trailhound(['rules', 'list']),
      startNode('bin/trailhound.mjs', ['rules', 'list'], '', { COLUMNS: '110' }).ended,
    ])
    expect(free.out).not.toContain('…')
    expect(widest(narrow.out)).toBeLessThanOrEqual(110)
    expect(widest(free.out)).toBeGreaterThan(140)
  })

  test('rules show tells one document of a file that holds several; a folder may be called as ours', async () => {
    const rule = (title: string) =>
      `title: ${title}\nname: ${title}\nlogsource: { product: aws, service: cloudtrail }\nlevel: low\ndetection:\n  s: { eventName: ListUsers }\n  condition: s\n`
    mkdirSync(path('rules'), { recursive: true })
    writeFileSync(
      path('rules/three.yml'),
      `# all\n${rule('one')}---\n# of two\n${rule('two')}--- # last\n${rule('three')}`,
    )
    const sources = await Promise.all(
      ['one', 'two', 'three'].map(async (name) => {
        const args = ['rules', 'show', name, '--rules', 'rules', '--json']
        const { out } = await startNode('bin/trailhound.mjs', args, '', {}, folder).ended
        return JSON.parse(out).source
      }),
    )
    expect(sources).toEqual([
      `# all\n${rule('one')}`.trimEnd(),
      `# of two\n${rule('two')}`.trimEnd(),
      `--- # last\n${rule('three')}`,
    ])
  })

  test('rules lint of one’s own files knows ours, and looks at the given ones alone', async () => {
    mkdirSync(path('lint-own'), { recursive: true })
    const ours = '7d474ff5-dd28-4892-9a0c-c03370ecd8c8'
    const head = 'logsource: { product: aws, service: cloudtrail }\n'
    const filter = (rule: string) =>
      `title: filter\n${head}filter:\n  rules: ['${rule}']\n  selection: { userAgent: x }\n  condition: selection\n`
    const correlation = `title: both\nid: 00000000-0000-4000-8000-000000000009\nlevel: low\ncorrelation:\n  type: event_count\n  rules: ['${ours}']\n  group-by: [principal]\n  timespan: 1h\n  condition: { gte: 2 }\n`
    writeFileSync(
      path('lint-own/mine.yml'),
      [filter(ours), filter('nobody-knows'), correlation].join('---\n'),
    )
    const { code, out } = await trailhound(['rules', 'lint', '--rules', path('lint-own'), '--json'])
    expect(code).toBe(0)
    expect(parsed(out)).toEqual({
      rules: 1,
      counts: { sigma: 0, correlations: 1, behaviours: 0, feeding: 0, filters: 2 },
      errors: [],
      warnings: [
        {
          file: path('lint-own/mine.yml'),
          line: 8,
          reason: "The filter names the rule 'nobody-knows', which is not among the rules.",
        },
      ],
    })
  })

  test('rules lint of a folder with a mistake: 1, with file and line', async () => {
    mkdirSync(path('lint'), { recursive: true })
    writeFileSync(path('lint/bad.yml'), 'title: x\ndetection:\n  selection: [\n')
    const { code, out } = await trailhound(['rules', 'lint', '--rules', path('lint'), '--json'])
    expect(code).toBe(1)
    expect(parsed(out)).toMatchObject({ errors: [{ file: path('lint/bad.yml') }] })
  })

  test.each([
    {
      name: 'a query that runs for ever',
      args: ['query', 'select count(*) from range(100000000000) a, range(100000) b'],
    },
    { name: 'standard input that never ends', args: ['ingest', '-'] },
  ])('Ctrl-C ends $name: 130', async ({ args }) => {
    const { code, err } = await interrupted(args)
    expect(code).toBe(130)
    expect(err).toContain('(INTERRUPTED)')
  })

  /** On a busy machine the signal may come before anybody listens for it: then once more, later. */
  async function interrupted(args: readonly string[]): Promise<Ended> {
    let outcome: Ended | undefined
    for (const delayMs of [2000, 8000, 20_000]) {
      const { child, ended } = startNode('bin/trailhound.mjs', [...args, '-w', workspace], null)
      const timer = setTimeout(() => child.kill('SIGINT'), delayMs)
      outcome = await ended
      clearTimeout(timer)
      if (outcome.signal === null) return outcome
    }
    throw new Error(`ended by ${String(outcome?.signal)}`)
  }

  test('a reader that goes away ends the run quietly', async () => {
    const run = startNode('bin/trailhound.mjs', [
      'query',
      'select * from range(200000)',
      '-w',
      workspace,
      '-n',
      '200000',
      '--jsonl',
    ])
    run.child.stdout?.once('data', () => run.child.stdout?.destroy())
    const { code, err } = await run.ended
    expect([code, err]).toEqual([0, ''])
  })
})

test('what demo makes up goes into no database that the settings name', async () => {
  writeFileSync(path('elsewhere.yml'), 'state: postgresql://ann@127.0.0.1:1/none\n')
  const run = ['-c', path('elsewhere.yml'), '--csv']
  expect(await trailhound(['demo', '--folder', path('demo'), ...run])).toMatchObject({ code: 0, err: '' })
  expect(
    await trailhound(['init', '-w', path('demo/workspace'), '--print', ...run.slice(0, 2)]),
  ).toMatchObject({
    code: 1,
    err: expect.stringContaining('The PostgreSQL database of the state cannot be used'),
  })
})

describe('what cannot be is said, and what to do about it', () => {
  const noSuchFolder = '/proc/none'
  writeFileSync(path('unknown.yml'), 'nonsense: 1\n')
  test.each<{ args: readonly string[]; says: string }>([
    {
      args: ['detect', '-w', workspace, '--since', '2026-11-24', '--until', '2026-11-24'],
      says: 'not after',
    },
    {
      args: ['key', 'AKIAIOSFODNN7EXAMPLE', '--since', '2026-11-25', '--until', '2026-11-24'],
      says: 'not after',
    },
    { args: ['detect', '-w', workspace, '--account', '123456789012', '12345678901'], says: 'twelve digits' },
    { args: ['audit', 'collect', '--out', path('s.json'), '--endpoint-url', 'localhost'], says: 'http://' },
    { args: ['workspace', '-c', path('unknown.yml')], says: 'line 1: nonsense: there is no such name here' },
    { args: ['init', '-w', workspace, '--file', path('none/x.yml')], says: 'cannot be written. (USAGE)' },
    { args: ['demo', '--folder', attack], says: 'cannot be made. (USAGE)' },
    { args: ['detect', '-w', workspace, '--csv', '--reports', attack], says: 'cannot be written to' },
    ...(process.platform === 'linux'
      ? [
          { args: ['ingest', attack, '-w', noSuchFolder], says: '(WORKSPACE)' },
          {
            args: [
              'tune',
              'add',
              '-d',
              'trail-stopped',
              '--role',
              'abc',
              '--reason',
              'why',
              '--expires',
              '9d',
              '-w',
              noSuchFolder,
            ],
            says: 'cannot be written. (USAGE)',
          },
          { args: ['demo', '--folder', noSuchFolder], says: 'cannot be made. (USAGE)' },
        ]
      : []),
  ])('$args: $says', async ({ args, says }) => {
    const { code, err } = await trailhound(args)
    expect(code).toBe(1)
    expect(err).toContain(says)
    expect(err).not.toContain(' at ')
  })
})
