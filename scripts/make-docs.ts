/**
 * Writes the parts of the pages that are made from the tool itself: counts of rules, and what the demo prints.
 * `npm run docs`; with `--check` it only compares, which a test does.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_SETTINGS, listChecks, listRules, loadRules } from '#app/index.ts'
import { LEVELS } from '#findings/index.ts'

const MADE: readonly (readonly [string, string, () => string])[] = [
  ['docs/rules.md', 'counts', ruleCounts],
  ['docs/audit.md', 'audit', () => `\n\`\`\`text\n${auditExample()}\n\`\`\`\n\n`],
  ['docs/audit.md', 'checks', checks],
  ['README.md', 'demo', () => `\n\`\`\`text\n${excerpt(demo())}\n\`\`\`\n\n`],
]

for (const [file, name, make] of MADE) {
  const page = readFileSync(file, 'utf8')
  const block = new RegExp(`(<!-- ${name}:[^\\n]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`, 'u')
  if (!block.test(page)) throw new Error(`${file} has no block '${name}'`)
  const fresh = page.replace(block, (_, start: string, end: string) => `${start}${make()}${end}`)
  if (!process.argv.includes('--check')) writeFileSync(file, fresh)
  else if (fresh !== page) {
    process.stderr.write(`${file}: the part '${name}' is not what the tool says now; npm run docs\n`)
    process.exitCode = 1
  }
}

/** Detections that give findings of their own, by folder and level. */
function ruleCounts(): string {
  const { list, counts } = listRules(loadRules(DEFAULT_SETTINGS, []))
  const levels = LEVELS.toReversed().filter((level) => list.some((rule) => rule.level === level))
  const line = (name: string, rules: typeof list): string =>
    `| ${[name, rules.length, ...levels.map((level) => rules.filter((rule) => rule.level === level).length || '')].join(' | ')} |\n`
  const byFolder = Map.groupBy(list, ({ file }) => file.split('/').at(-2) ?? '')
  return (
    `\n${String(list.length)} detections give findings of their own (\`rules list\`); ${String(counts.feeding)} more rules only feed a correlation. ` +
    `That is ${String(counts.sigma)} Sigma rules, ${String(counts.correlations)} correlations and ${String(counts.behaviours)} behaviours in all (\`rules lint\`).\n\n` +
    `| subject | detections | ${levels.join(' | ')} |\n|---|${'---|'.repeat(levels.length + 1)}\n` +
    [...byFolder]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, rules]) => line(name, rules))
      .join('') +
    `${line('all', list)}\n`
  )
}

function checkLine({ id, level, rows, title, cis, controls }: ReturnType<typeof listChecks>[number]): string {
  const cells = [level, rows.join(' '), title, cis.join(' '), controls.join(' ')]
  return `| \`${id}\` | ${cells.join(' | ')} |\n`
}

function checks(): string {
  const list = listChecks()
  return (
    `\n${String(list.length)} checks.\n\n| check | level | rows | what is wrong | CIS | Security Hub |\n|---|---|---|---|---|---|\n` +
    `${list.map(checkLine).join('')}\n`
  )
}

/** Head and first checks, then what is not known. */
function auditExample(): string {
  const args = ['--conditions=source', 'bin/trailhound.mjs', 'audit', '--snapshot', 'docs/audit-example.json']
  const env = { ...process.env, LC_ALL: 'C.UTF-8', COLUMNS: '100' }
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
  const lines = stdout.split('\n')
  const unknown = lines.findIndex((text) => text.startsWith('Not known'))
  return [...lines.slice(0, unknown - 1), '', ...lines.slice(unknown, unknown + 6), '…'].join('\n')
}

function demo(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-docs-'))
  try {
    const args = ['--conditions=source', 'bin/trailhound.mjs', 'demo', '--folder', folder]
    const env = { ...process.env, LC_ALL: 'C.UTF-8', COLUMNS: '100' }
    return execFileSync(process.execPath, args, { encoding: 'utf8', env }).split('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The verdict, the first incident with its first finding, the beginning of what to do, and what the logs cannot show. */
function excerpt(lines: readonly string[]): string {
  const from = lines.findIndex((line) => /^\d+ incidents?:/u.test(line))
  const seen = lines.findIndex((line) => line.trim() === 'What was seen')
  const second = lines.findIndex(
    (line, at) => at > seen + 1 && /^ {5}(?:CRITICAL|HIGH|MEDIUM|LOW|Also)/u.test(line),
  )
  const todo = lines.findIndex((line) => line.trim() === 'Stop it, in this order')
  const blind = lines.findIndex((line) => line === 'What these logs cannot show')
  const blindEnd = lines.indexOf('', blind)
  if ([from, seen, second, todo, blind, blindEnd].includes(-1)) throw new Error('the demo prints other parts')
  return [
    ...lines.slice(from, second),
    '…',
    ...lines.slice(todo, todo + 5),
    '…',
    ...lines.slice(blind, blindEnd),
    '…',
  ].join('\n')
}
