import type { Level } from '#findings/index.ts'
import type { AuditResult, AuditStep } from '#posture/index.ts'
import { isShownAsIs, shownCommand } from '../incident/shown-command.ts'
import type { Page } from '../page.ts'
import { badge } from '../terminal-badge.ts'

/** One resource that failed; its level is said where it is another than the check's. */
export function resultLines(
  { evidence, use, level, fix, incidents }: AuditResult,
  sheet: { readonly page: Page; readonly verbose: boolean; readonly level: Level },
): readonly string[] {
  const { page } = sheet
  const own = level === sheet.level ? '' : `${badge(level, page)} `
  const touched = incidents.map(
    ({ id, severity, title, tie }) =>
      `Open ${severity} incident ${id} (${tie === 'actor' ? 'who acted' : 'what it was done to'}): ${title.slice(0, 120)}.`,
  )
  const told = [evidence, use ?? '', ...touched.slice(0, 2)].filter((text) => text !== '').join(' ')
  return [
    ...page.wrap(`${own}${page.safe(told, 1000)}`, { first: `  ${page.signs.bullet} `, rest: '    ' }),
    ...(sheet.verbose ? stepLines(fix, page, '      ') : []),
  ]
}

/** Commands are never wrapped: they are there to be copied. */
export const stepLines = (steps: readonly AuditStep[], page: Page, indent: string): readonly string[] =>
  steps.flatMap((step) =>
    'note' in step
      ? page.wrap(page.safe(step.note, 500), { first: indent, rest: indent })
      : commandLines(step.run, page, indent),
  )

function commandLines(command: string, page: Page, indent: string): readonly string[] {
  const lines = shownCommand(command).map(
    (line) => `${indent}${page.paint('cyan', page.safe(line, line.length + 1))}`,
  )
  return isShownAsIs(command)
    ? lines
    : [
        ...lines,
        `${indent}(It holds characters that do not show, or is too long: it will not work as it stands.)`,
      ]
}
