import { ToolError } from '#kernel/index.ts'
import { harmless } from '#outputs/index.ts'

const MOST_LINES = 40
const MOST_CHARS = 1000

/** Tells on standard error what went wrong and what to do about it. */
export function printFailure(error: unknown): void {
  if (!(error instanceof ToolError)) {
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return
  }
  tell(`${error.message} (${error.code})`)
  if (error.hint !== undefined) process.stderr.write(`  ${harmless(error.hint, { maxChars: MOST_CHARS })}\n`)
}

/** Messages quote what they are about: lines after the first stand indented, so that none can pass for one of ours. */
function tell(text: string): void {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  for (const [index, line] of lines.slice(0, MOST_LINES).entries()) {
    process.stderr.write(
      `${index === 0 ? 'trailhound: ' : '  '}${harmless(line, { maxChars: MOST_CHARS })}\n`,
    )
  }
}
