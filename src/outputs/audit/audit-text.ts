import { LEVELS } from '#findings/index.ts'
import { plainCount } from '#kernel/index.ts'
import type { AuditCheck, AuditReport, AuditResult, AuditSummary } from '#posture/index.ts'
import { counted } from '../numbers.ts'
import { openPage, type Page, type PageOptions } from '../page.ts'
import { badge } from '../terminal-badge.ts'
import { plainTime } from '../times.ts'
import { byCheck, worstOf } from './by-check.ts'
import { resultLines, stepLines } from './result-lines.ts'

export interface AuditTextOptions extends PageOptions {
  /** Every resource with its fix; otherwise the first few of each check and the fix of one. */
  readonly verbose: boolean
}

const MOST_RESOURCES = 5
const MOST_NOT_KNOWN = 20

/** What an audit found, for a terminal: the gravest check first, each with what failed, why it matters and what mends it. */
export function auditText(report: AuditReport, options: AuditTextOptions): string {
  const page = openPage(options)
  const sheet = {
    page,
    most: options.verbose ? Number.POSITIVE_INFINITY : MOST_RESOURCES,
    verbose: options.verbose,
  }
  const lines = [
    page.paint('bold', headline(report.summary)),
    ...page.wrap(page.safe(lookedAt(report), 600), { first: '', rest: '' }),
    ...scoreLines(report, page),
    ...byCheck(report).flatMap(({ check, results }) => [
      '',
      page.paint('dim', page.rule()),
      ...checkLines(check, results, sheet),
    ]),
    ...notKnownLines(report, page),
    ...noteLines(report, page),
    '',
    page.paint('dim', endLine(report.summary)),
  ]
  return `${lines.join('\n')}\n`
}

interface Sheet {
  readonly page: Page
  readonly most: number
  readonly verbose: boolean
}

function headline({ failed, failedByLevel, notKnown }: AuditSummary): string {
  const levels = LEVELS.toReversed().flatMap((level) => {
    const count = failedByLevel[level] ?? 0
    return count === 0 ? [] : [`${plainCount(count)} ${level}`]
  })
  const told = failed === 0 ? 'Nothing failed' : `${counted(failed, 'failure')}: ${levels.join(', ')}`
  return notKnown === 0 ? `${told}.` : `${told}; ${counted(notKnown, 'answer')} not known.`
}

function lookedAt({ snapshot, logs }: AuditReport): string {
  const places = `${counted(snapshot.accounts.length, 'account')} (${snapshot.accounts.slice(0, 5).join(', ')}), ${counted(snapshot.regions, 'region')}`
  const use =
    logs === null
      ? 'no logs'
      : `logs of ${counted(logs.days, 'day')} from ${plainTime(logs.since)} to ${plainTime(logs.until)}`
  return `Snapshot of ${plainTime(snapshot.collectedAt)}; ${places}; ${use}.`
}

const MOST_SCORES = 8

/** The score, and how it came to it where a workspace remembers. */
function scoreLines({ score, history }: AuditReport, page: Page): readonly string[] {
  if (score === null) return []
  const before = history.slice(-MOST_SCORES)
  const series = before.map((one) => `${one.collectedAt.slice(0, 10)} ${String(one.score ?? '-')}`)
  const told = `Score ${String(score)} of 100 (the share that is surely fine, by weight).`
  return page.wrap(page.safe(series.length < 2 ? told : `${told} Over time: ${series.join(', ')}.`, 600), {
    first: '',
    rest: '',
  })
}

function checkLines(
  check: AuditCheck,
  results: readonly AuditResult[],
  { page, most, verbose }: Sheet,
): readonly string[] {
  const level = worstOf(results)
  const shown = results.slice(0, most)
  const more = results.length - shown.length
  const about = [
    check.id,
    `row ${check.rows.join(', ')}`,
    ...(check.cis.length === 0 ? [] : [`CIS ${check.cis.join(', ')}`]),
    ...(check.controls.length === 0 ? [] : [`Security Hub ${check.controls.join(', ')}`]),
  ]
  const fixed = verbose ? [] : (results[0]?.fix ?? [])
  return [
    `${badge(level, page)}  ${page.paint('bold', page.safe(check.title))}${results.length > 1 ? ` ${page.signs.times}${plainCount(results.length)}` : ''}`,
    ...page
      .wrap(page.safe(about.join(` ${page.signs.dot} `), 400), { first: '  ', rest: '  ' })
      .map((line) => page.paint('dim', line)),
    ...page.wrap(page.safe(check.why, 400), { first: '  ', rest: '  ' }),
    ...shown.flatMap((result) => resultLines(result, { page, verbose, level })),
    ...(more > 0
      ? [page.paint('dim', `    and ${plainCount(more)} more (--verbose, --csv or --json have all)`)]
      : []),
    ...(fixed.length === 0
      ? []
      : [`  Fix${results.length > 1 ? ' (of the first)' : ''}:`, ...stepLines(fixed, page, '    ')]),
  ]
}

/** One line for each call that told nothing, however many checks asked for it. */
function notKnownLines({ results }: AuditReport, page: Page): readonly string[] {
  const unknown = results.filter(({ result }) => result === 'notKnown')
  if (unknown.length === 0) return []
  const byCall = [
    ...Map.groupBy(unknown, ({ notKnown }) => `${notKnown?.action ?? ''} (${notKnown?.error ?? ''})`),
  ]
  const shown = byCall.slice(0, MOST_NOT_KNOWN)
  return [
    '',
    page.paint('bold', 'Not known: these calls told nothing'),
    ...shown.flatMap(([call, all]) => {
      const open = [...new Set(all.map(({ notKnown }) => notKnown?.leavesOpen ?? ''))]
      const where = [...new Set(all.map(({ region, accountId }) => region ?? accountId))]
      const places = where.length > 3 ? `${plainCount(where.length)} places` : where.join(', ')
      return page.wrap(page.safe(`${call}, ${places}: ${open.slice(0, 4).join(' ')}`, 600), {
        first: `  ${page.signs.bullet} `,
        rest: '    ',
      })
    }),
    ...(byCall.length > shown.length
      ? [page.paint('dim', `  and ${plainCount(byCall.length - shown.length)} more`)]
      : []),
  ]
}

function noteLines({ notes, results }: AuditReport, page: Page): readonly string[] {
  const accepted = results.flatMap(({ check, resource, suppressed }) =>
    suppressed === null
      ? []
      : [`Accepted until ${suppressed.until}: ${check} for ${resource} (${suppressed.reason})`],
  )
  const all = [...notes, ...accepted]
  if (all.length === 0) return []
  return [
    '',
    page.paint('bold', 'Also'),
    ...all.flatMap((note) =>
      page.wrap(page.safe(note, 500), { first: `  ${page.signs.bullet} `, rest: '    ' }),
    ),
  ]
}

const endLine = ({ failed, suppressed, passed, notKnown, notApplicable }: AuditSummary): string =>
  `(${plainCount(failed)} failed, ${plainCount(suppressed)} accepted, ${plainCount(passed)} passed, ${plainCount(notKnown)} not known, ${plainCount(notApplicable)} not applicable)`
