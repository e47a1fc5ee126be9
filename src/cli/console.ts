import { once } from 'node:events'
import type { PageOptions } from '#outputs/index.ts'

/** How text for people is to look here. */
export function pageOptions(): PageOptions {
  const { stdout, env } = process
  const noColor = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== ''
  const locale = env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG'] ?? 'C.UTF-8'
  return {
    width: widthOf(stdout.columns) ?? widthOf(Number(env['COLUMNS'])),
    color: stdout.isTTY && !noColor && env['TERM'] !== 'dumb',
    unicode: /utf-?8/iu.test(locale),
  }
}

const widthOf = (columns: number | undefined): number | undefined =>
  columns !== undefined && Number.isInteger(columns) && columns > 0 ? columns : undefined

/** Writes to standard output at the reader's pace; a reader that has gone away ends the run quietly. */
export async function print(parts: string | Iterable<string>): Promise<void> {
  for (const part of typeof parts === 'string' ? [parts] : parts) {
    if (!process.stdout.write(part)) await once(process.stdout, 'drain')
  }
}

/** `trailhound … | head` closes the pipe early: that is no error. */
export function endQuietlyWhenPipeCloses(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}
