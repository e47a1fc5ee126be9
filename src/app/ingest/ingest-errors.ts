import { ToolError } from '#kernel/index.ts'

/** There is no room left where the workspace lies. */
export class DiskFullError extends ToolError {
  override readonly code = 'DISK_FULL'
}

/** The user or the system ended the run before it was through. */
export class InterruptedError extends ToolError {
  override readonly code = 'INTERRUPTED'
}

export const interruptedError = (cause: unknown): InterruptedError =>
  new InterruptedError('Interrupted. What was read completely is kept in the workspace.', {
    hint: 'Run the same command again: it goes on where this run ended.',
    cause,
  })

/** A full disk by its own name; any other error as it is. */
export function diskError(error: unknown, root: string): unknown {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : ''
  if (!/ENOSPC|EDQUOT|No space left|disk is full/u.test(text)) return error
  return new DiskFullError(`The disk is full: the workspace ${root} could not be written.`, {
    hint: 'Make room, or put the workspace elsewhere with --workspace; then run the same command again. Nothing that was committed is lost.',
    cause: error,
  })
}
