/**
 * Writes the parts of docs/ that are counted from the rules: `npm run docs`. A test compares, so that they stay true.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { DEFAULT_SETTINGS, listRules, loadRules } from '#app/index.ts'
import { LEVELS } from '#findings/index.ts'

const PAGE = 'docs/rules.md'
const BLOCK = /(<!-- counts:[^\n]*-->\n)[\s\S]*?(<!-- \/counts -->)/u

const page = readFileSync(PAGE, 'utf8')
const fresh = page.replace(BLOCK, (_, start: string, end: string) => `${start}${counts()}${end}`)
if (process.argv.includes('--check')) process.exitCode = fresh === page ? 0 : 1
else writeFileSync(PAGE, fresh)

/** Detections that give findings of their own, by folder and level. */
function counts(): string {
  const set = loadRules(DEFAULT_SETTINGS, [])
  const list = listRules(set)
  const levels = LEVELS.toReversed().filter((level) => list.some((rule) => rule.level === level))
  const line = (name: string, rules: typeof list): string =>
    `| ${[name, rules.length, ...levels.map((level) => rules.filter((rule) => rule.level === level).length || '')].join(' | ')} |\n`
  const byFolder = Map.groupBy(list, ({ file }) => file.split('/')[2] ?? '')
  const helpers = set.rules.length + set.correlations.length - list.length
  return (
    `\n${String(list.length)} detections give findings of their own, ${String(set.correlations.length)} of all being correlations; ` +
    `${String(helpers)} more rules only feed a correlation.\n\n` +
    `| subject | detections | ${levels.join(' | ')} |\n|---|${'---|'.repeat(levels.length + 1)}\n` +
    [...byFolder]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, rules]) => line(name, rules))
      .join('') +
    `${line('all', list)}\n`
  )
}
