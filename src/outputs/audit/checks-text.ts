import type { AuditCheck } from '#posture/index.ts'
import { counted } from '../numbers.ts'
import { openPage, type PageOptions } from '../page.ts'
import { tableLines } from '../table.ts'

/** What the audit looks for. */
export function checksText(checks: readonly AuditCheck[], options: PageOptions): string {
  const page = openPage(options)
  const table = tableLines(
    {
      heads: ['id', 'level', 'rows', 'title'],
      rows: checks.map(({ id, level, rows, title }) => [id, level, rows.join(' '), title]),
      cut: ['never', 'never', 'never', 'end'],
    },
    page,
  )
  return `${[...table, page.paint('dim', `(${counted(checks.length, 'check')})`)].join('\n')}\n`
}
