import { plainCount } from '#kernel/index.ts'
import type { AuditDiff, AuditResult } from '#posture/index.ts'
import { counted } from '../numbers.ts'
import { openPage, type Page, type PageOptions } from '../page.ts'
import { badge } from '../terminal-badge.ts'
import { plainTime } from '../times.ts'

const MOST_SHOWN = 50

/** What changed between two snapshots, for a terminal. */
export function auditDiffText(diff: AuditDiff, options: PageOptions): string {
  const page = openPage(options)
  const { appeared, solved, gone, hidden, staying } = diff
  const lines = [
    page.paint(
      'bold',
      `${counted(appeared.length, 'new failure')}, ${plainCount(solved.length)} solved, ${plainCount(gone.length)} gone, ${plainCount(hidden.length)} not known any more; ${plainCount(staying)} fail as before.`,
    ),
    page.safe(`From ${plainTime(diff.before.collectedAt)} to ${plainTime(diff.after.collectedAt)}.`),
    ...section('New', appeared, page),
    ...section('Not known any more', hidden, page),
    ...section('Solved', solved, page),
    ...section('Gone with what it was about', gone, page),
  ]
  return `${lines.join('\n')}\n`
}

function section(title: string, results: readonly AuditResult[], page: Page): readonly string[] {
  if (results.length === 0) return []
  const more = results.length - MOST_SHOWN
  return [
    '',
    page.paint('bold', title),
    ...results.slice(0, MOST_SHOWN).flatMap(({ level, check, evidence }) =>
      page.wrap(`${badge(level, page)} ${page.safe(`${check}: ${evidence}`, 600)}`, {
        first: `  ${page.signs.bullet} `,
        rest: '    ',
      }),
    ),
    ...(more > 0 ? [page.paint('dim', `    and ${plainCount(more)} more`)] : []),
  ]
}
