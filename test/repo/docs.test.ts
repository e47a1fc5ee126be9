import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  DEFAULT_SETTINGS,
  ingestOnly,
  listExceptions,
  loadRules,
  openWorkspace,
  queryLake,
  readSettings,
  type Workspace,
  writeDemo,
} from '#app/index.ts'
import { ERROR_CODES } from '#kernel/index.ts'
import { EXIT } from '../../src/cli/exit-codes.ts'

const page = (name: string): string => readFileSync(name, 'utf8')
const rowsOf = (text: string, cell: RegExp): readonly string[] =>
  [...text.matchAll(cell)].map(([, found = '']) => found)
const blocksOf = (text: string, language: string): readonly string[] =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gmu)].flatMap(([, name, body = '']) =>
    name === language ? [body] : [],
  )

const folder = mkdtempSync(join(tmpdir(), 'trailhound-docs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

test('docs/errors.md names every code, and no other', () => {
  const named = rowsOf(page('docs/errors.md'), /^\| ([A-Z_]+)\s*\|/gmu)
  expect(new Set(named)).toEqual(new Set(ERROR_CODES))
})

describe('docs/settings.md', () => {
  test('names every setting, and no other', () => {
    const named = rowsOf(page('docs/settings.md'), /^\| `([\w.]+)` \|/gmu)
    const { limits, ...others } = DEFAULT_SETTINGS
    const known = [...Object.keys(others), ...Object.keys(limits).map((name) => `limits.${name}`)]
    expect(new Set(named)).toEqual(new Set(known))
  })

  test('says the defaults as they are', () => {
    const told = [...page('docs/settings.md').matchAll(/^\| `([\w.]+)` \| `([^`]+)` \|/gmu)]
    const lines = told.map(([, name = '', value = '']) => {
      const [outer, inner] = name.split('.')
      return inner === undefined ? `${outer}: ${value}` : `${outer}: { ${inner}: ${value} }`
    })
    expect(lines).not.toHaveLength(0)
    for (const [index, line] of lines.entries())
      expect(readSettings(written(`default-${String(index)}.yml`, line)), line).toEqual(DEFAULT_SETTINGS)
  })

  test.each(blocksOf(page('docs/settings.md'), 'yaml'))('has an example that is read', (example) => {
    expect(readSettings(written('example.yml', example))).not.toEqual(DEFAULT_SETTINGS)
  })
})

describe('docs/cli.md', () => {
  test('names every exit code, and no other', () => {
    const named = rowsOf(page('docs/cli.md'), /^\| (\d+) \|/gmu).map(Number)
    expect(new Set(named)).toEqual(new Set(Object.values(EXIT)))
  })

  test('names every verb and option, and no other', () => {
    const verbs = helpOf([]).verbs.flatMap((verb) => {
      const inner = ['incident', 'rules', 'tune', 'audit'].includes(verb) ? helpOf([verb]).verbs : []
      // The audit itself is a verb, too.
      return [
        ...(inner.length === 0 || verb === 'audit' ? [verb] : []),
        ...inner.map((name) => `${verb} ${name}`),
      ]
    })
    const text = page('docs/cli.md')
    const named = rowsOf(text, /^\| `trailhound ((?:incident|rules|tune|audit) \w+|\w+)/gmu)
    expect(new Set(named)).toEqual(new Set(verbs))
    const options = [[], ...verbs.map((verb) => verb.split(' '))].flatMap((verb) => helpOf(verb).options)
    expect(new Set(rowsOf(text, /^\|(?: `-\w`,)? `(--[\w-]+)/gmu))).toEqual(new Set(options))
    // A process for each verb.
  }, 180_000)
})

describe('docs/rules.md', () => {
  test('has examples that compile', () => {
    const files = blocksOf(page('docs/rules.md'), 'yaml').map((text, index) =>
      written(`rule-${String(index)}.yml`, text),
    )
    expect(files).not.toHaveLength(0)
    const problems = loadRules(DEFAULT_SETTINGS, files)
    expect(problems.errors).toEqual([])
    expect(problems.warnings.filter(({ file }) => files.includes(file))).toEqual([])
  })
})

test.each(blocksOf(page('docs/tuning.md'), 'yaml').filter((text) => text.startsWith('exceptions:')))(
  'docs/tuning.md has exceptions that are read',
  (text) => {
    const exceptions = written('exceptions.yml', text)
    const place = { root: folder, settings: { ...DEFAULT_SETTINGS, exceptions }, nowMs: Date.now() }
    expect(listExceptions(place).exceptions).not.toHaveLength(0)
  },
)

describe('docs/query.md', () => {
  let workspace: Workspace
  beforeAll(async () => {
    writeDemo(join(folder, 'logs'))
    workspace = await openWorkspace(join(folder, 'workspace'), DEFAULT_SETTINGS)
    await ingestOnly([join(folder, 'logs')], workspace, {
      settings: DEFAULT_SETTINGS,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    })
  })
  afterAll(async () => workspace.close())
  const LIMITS = { maxRows: 1000, timeoutMs: 60_000 }

  test('names every column, and no other', async () => {
    const { rows } = await queryLake(workspace, 'describe events', LIMITS)
    const [, table = ''] = /## Columns([\s\S]*?)^`addresses`/mu.exec(page('docs/query.md')) ?? []
    const named = rowsOf(table, /^\| (`[^|]+) \|/gmu).flatMap((cell) => rowsOf(cell, /`(\w+)`/gu))
    expect(new Set(named)).toEqual(new Set(rows.map((row) => row['column_name'])))
  })

  test('names every column of addresses, and no other', async () => {
    const { rows } = await queryLake(workspace, 'describe addresses', LIMITS)
    const [, table = ''] = /^`addresses`, one row([\s\S]*?)## Examples/mu.exec(page('docs/query.md')) ?? []
    const named = rowsOf(table, /^\| (`[^|]+) \|/gmu).flatMap((cell) => rowsOf(cell, /`(\w+)`/gu))
    expect(new Set(named)).toEqual(new Set(rows.map((row) => row['column_name'])))
  })

  test.each(blocksOf(page('docs/query.md'), 'sql'))('answers: %s', async (statement) => {
    const { columns } = await queryLake(workspace, statement, LIMITS)
    expect(columns.length).toBeGreaterThan(1)
  })
})

test('counts in docs/rules.md and the output in README.md are what the tool says (else: `npm run docs`)', () => {
  expect(() => run(['scripts/make-docs.ts', '--check'])).not.toThrow()
})

test('README.md names every exit code, and no other', () => {
  const named = rowsOf(page('README.md'), /^\| (\d+) \|/gmu).map(Number)
  expect(new Set(named)).toEqual(new Set(Object.values(EXIT)))
})

const PAGES = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true })
    .filter((name) => String(name).endsWith('.md'))
    .map((name) => `docs/${String(name)}`),
]

test.each(PAGES)('%s links to what is there', (name) => {
  const text = page(name).replaceAll(/^```[\s\S]*?^```/gmu, '')
  const links = rowsOf(text, /\]\(([^)\s]+)\)/gu).filter((link) => !/^https?:/u.test(link))
  expect(links.filter((link) => !leadsSomewhere(name, link))).toEqual([])
})

test('docs/decisions/README.md lists every decision', () => {
  const listed = rowsOf(page('docs/decisions/README.md'), /\]\((\d{4}-[\w-]+\.md)\)/gu)
  expect(listed).toEqual(readdirSync('docs/decisions').filter((name) => /^\d/u.test(name)))
})

function leadsSomewhere(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? from : join(dirname(from), path)
  return existsSync(target) && (anchor === undefined || anchorsOf(target).includes(anchor))
}

/** As GitHub makes them of headings. */
const anchorsOf = (name: string): readonly string[] =>
  rowsOf(page(name), /^#+ (.+)$/gmu).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/gu, '')
      .replaceAll(' ', '-'),
  )

function helpOf(verb: readonly string[]): {
  readonly verbs: readonly string[]
  readonly options: readonly string[]
} {
  const [, options = '', commands = ''] =
    /Options:\n([\s\S]*?)(?:\nCommands:\n([\s\S]*))?$/u.exec(
      run(['bin/trailhound.mjs', ...verb, '--help']),
    ) ?? []
  return {
    verbs: rowsOf(commands, /^ {2}(\w+)/gmu).filter((name) => name !== 'help'),
    options: rowsOf(options, /^ {2}(?:-\w, )?(--[\w-]+)/gmu),
  }
}

function run(args: readonly string[]): string {
  return execFileSync(
    process.execPath,
    ['--conditions=source', '--disable-warning=ExperimentalWarning', ...args],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
}
