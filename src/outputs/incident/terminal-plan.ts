import type { PlanStep } from '#incidents/index.ts'
import { plainCount } from '#kernel/index.ts'
import type { Page } from '../page.ts'
import { pad } from '../page.ts'
import { isShownAsIs, shownCommand } from './shown-command.ts'

const MAX_COMMANDS = 20

/** Steps with their commands; a command is never wrapped: it is there to be copied. */
export function planLines(
  steps: readonly PlanStep[],
  page: Page,
  { most, indent = '' }: PlanLinesOptions,
): readonly string[] {
  const more = steps.length - most
  return [
    ...steps.slice(0, most).flatMap((step, place) => stepLines(step, place + 1, { page, indent })),
    ...(more > 0
      ? [page.paint('dim', `${indent}  and ${more === 1 ? '1 more step' : `${plainCount(more)} more steps`}`)]
      : []),
  ]
}

export interface PlanLinesOptions {
  readonly most: number
  readonly indent?: string
}

interface Sheet {
  readonly page: Page
  readonly indent: string
}

function stepLines(
  { title, why, commands, breaks, undo }: PlanStep,
  number: number,
  { page, indent }: Sheet,
): readonly string[] {
  const rest = { first: `${indent}      `, rest: `${indent}      ` }
  return [
    ...page
      .wrap(page.safe(title, 200), {
        first: `${indent}${pad(String(number), 4, 'right')}. `,
        rest: rest.rest,
      })
      .map((line) => page.paint('bold', line)),
    ...page.wrap(page.safe(why, 700), rest),
    ...commands.slice(0, MAX_COMMANDS).flatMap((command) => commandLines(command, { page, indent })),
    ...breaks
      .slice(0, 5)
      .flatMap((said) =>
        page.wrap(`breaks: ${page.safe(said, 300)}`, rest).map((line) => page.paint('yellow', line)),
      ),
    ...(undo.length === 0
      ? []
      : [
          `${indent}      back:`,
          ...undo.slice(0, MAX_COMMANDS).flatMap((command) => commandLines(command, { page, indent })),
        ]),
  ]
}

function commandLines(command: string, { page, indent }: Sheet): readonly string[] {
  const lines = shownCommand(command).map(
    (line) => `${indent}      ${page.paint('cyan', page.safe(line, line.length + 1))}`,
  )
  const note = 'It holds characters that do not show, or is too long: it will not work as it stands.'
  return isShownAsIs(command)
    ? lines
    : [...lines, ...page.wrap(note, { first: `${indent}      `, rest: `${indent}      ` })]
}
