import type { Level } from '#findings/index.ts'
import { jsonText } from './json.ts'
import { counted } from './numbers.ts'
import { openPage, type Page, type PageOptions } from './page.ts'
import type { RuleProblem } from './report.ts'
import { tableLines } from './table.ts'
import { badge } from './terminal-badge.ts'

/** One line of `rules list`. */
export interface RuleSummary {
  readonly id: string
  readonly level: Level
  readonly title: string
  /** Rows of the mission; none for rules of others. */
  readonly rows: readonly string[]
  readonly file: string
}

/** All of one rule, for `rules show`. */
export interface RuleDetails extends RuleSummary {
  readonly kind: 'sigma' | 'correlation' | 'behaviour'
  readonly description: string | undefined
  readonly techniques: readonly string[]
  readonly tactics: readonly string[]
  readonly falsePositives: readonly string[]
  readonly blindSpots: readonly string[]
  readonly respond: readonly string[]
  readonly references: readonly string[]
  /** The rule as it stands in its file. */
  readonly source: string
}

/** How many there are of each kind; what could not be compiled is in none. */
export interface RuleCounts {
  readonly sigma: number
  readonly correlations: number
  readonly behaviours: number
  /** Rules and correlations among them that give no finding of their own: a correlation wants them. */
  readonly feeding: number
  readonly filters: number
}

/** What `rules lint` found; `--json` prints exactly this. */
export interface LintReport {
  /** Sigma rules, correlations and behaviours. */
  readonly rules: number
  readonly counts: RuleCounts
  readonly errors: readonly RuleProblem[]
  readonly warnings: readonly RuleProblem[]
}

export function rulesListText(
  rules: readonly RuleSummary[],
  counts: RuleCounts,
  options: PageOptions,
): string {
  const page = openPage(options)
  const rows = rules.map(({ id, level, rows: capabilities, title, file }) => [
    id,
    level,
    title,
    file,
    capabilities.join(' '),
  ])
  const table = tableLines(
    {
      heads: ['id', 'level', 'title', 'file', 'rows'],
      rows,
      cut: ['never', 'never', 'end', 'start', 'end'],
    },
    page,
  )
  const said = page.wrap(listedText(rules.length, counts), { first: '', rest: ' ' })
  return `${[...table, ...said.map((line) => page.paint('dim', line))].join('\n')}\n`
}

function listedText(listed: number, counts: RuleCounts): string {
  const { feeding } = counts
  const more = feeding === 0 ? '' : `; ${counted(feeding, 'more rule')} only for correlations`
  return `(${counted(listed, 'detection')}${more}. In all ${countsText(counts)})`
}

/** `491 rules: 376 Sigma rules, 93 correlations, 22 behaviours; and 2 filters`. */
function countsText({ sigma, correlations, behaviours, filters }: RuleCounts): string {
  const kinds = [
    [sigma, 'Sigma rule'],
    [correlations, 'correlation'],
    [behaviours, 'behaviour'],
  ] as const
  const named = kinds.flatMap(([count, kind]) => (count === 0 ? [] : [counted(count, kind)])).join(', ')
  const beside = filters === 0 ? '' : `; and ${counted(filters, 'filter')}`
  return `${counted(sigma + correlations + behaviours, 'rule')}${named === '' ? '' : `: ${named}`}${beside}`
}

export function rulesListJson(rules: readonly RuleSummary[], counts: RuleCounts): string {
  return `${jsonText({ rules, counts })}\n`
}

export function ruleText(rule: RuleDetails, options: PageOptions): string {
  const page = openPage(options)
  const about = [rule.kind, `rows ${rule.rows.join(', ') || 'none'}`, ...rule.techniques, ...rule.tactics]
  const lines = [
    ...page.wrap(page.safe(rule.title), { first: '', rest: '' }).map((line) => page.paint('bold', line)),
    `${badge(rule.level, page)}  ${page.safe(rule.id)}`,
    ...page.wrap(page.safe(about.join(', '), 400), { first: '', rest: '' }),
    page.paint('dim', page.safePath(rule.file)),
    '',
    ...(rule.description === undefined
      ? []
      : [...page.wrap(page.safe(rule.description, 2000), { first: '', rest: '' }), '']),
    ...listLines('When it may be ordinary', rule.falsePositives, page),
    ...listLines('What it cannot see', rule.blindSpots, page),
    ...listLines('What to do', rule.respond, page),
    ...listLines('Where to read more', rule.references, page),
    page.rule(),
    ...rule.source
      .trimEnd()
      .split(/\r?\n/u)
      .map((line) => page.safe(line, 1000)),
  ]
  return `${lines.join('\n')}\n`
}

export function ruleJson(rule: RuleDetails): string {
  return `${jsonText({ ...rule, description: rule.description ?? null })}\n`
}

export function lintText({ counts, errors, warnings }: LintReport, options: PageOptions): string {
  const page = openPage(options)
  const lines = [
    ...errors.map((problem) => `${page.paint(['bold', 'red'], 'error')}    ${problemText(problem, page)}`),
    ...warnings.map((problem) => `${page.paint('yellow', 'warning')}  ${problemText(problem, page)}`),
    ...(errors.length + warnings.length > 0 ? [''] : []),
    page.paint(
      'bold',
      `${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')} in ${countsText(counts)}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** `{ "rules": n, "counts": {…}, "errors": [{file, line, reason}], "warnings": [] }`, and nothing else. */
export function lintJson({ rules, counts, errors, warnings }: LintReport): string {
  return `${jsonText({ rules, counts, errors: errors.map(plainProblem), warnings: warnings.map(plainProblem) })}\n`
}

function plainProblem({ file, line, reason }: RuleProblem): RuleProblem {
  return { file, line, reason }
}

function problemText({ file, line, reason }: RuleProblem, page: Page): string {
  return `${page.safePath(file)}:${line}: ${page.safe(reason, 400)}`
}

function listLines(title: string, texts: readonly string[], page: Page): readonly string[] {
  if (texts.length === 0) return []
  const lines = texts.flatMap((text) =>
    page.wrap(page.safe(text, 500), { first: `  ${page.signs.bullet} `, rest: '    ' }),
  )
  return [page.paint('bold', title), ...lines, '']
}
