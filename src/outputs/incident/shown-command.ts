import { harmless } from '../harmless.ts'

const MAX_LINES = 60
const MAX_LINE_CHARS = 4000

/** A command as it may be shown and copied: its line ends stay, whatever else does not show is spelled out. */
export function shownCommand(command: string): readonly string[] {
  const start = command.slice(0, MAX_LINES * MAX_LINE_CHARS)
  return start
    .split('\n')
    .slice(0, MAX_LINES)
    .map((line) => harmless(line, { maxChars: MAX_LINE_CHARS }))
}

/** False where what is shown is not what was meant: it would do something else than the plan says. */
export function isShownAsIs(command: string): boolean {
  return shownCommand(command).join('\n') === command
}
