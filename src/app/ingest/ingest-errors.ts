import { plainCount, ToolError } from '#kernel/index.ts'

/** There is no room left where the workspace lies. */
export class DiskFullError extends ToolError {
  override readonly code = 'DISK_FULL'
}

/** What is read at once takes more memory than there is. */
export class OutOfMemoryError extends ToolError {
  override readonly code = 'OUT_OF_MEMORY'
}

/** The user or the system ended the run before it was through. */
export class InterruptedError extends ToolError {
  override readonly code = 'INTERRUPTED'
}

/** How many of the files that were to be read are in the workspace: they get there many at a time. */
export interface Kept {
  readonly files: number
  readonly filesTotal: number
}

/** @param kept - of a run that read files. An error that says already what became of an interrupted run stays. */
export function interruptedError(cause: unknown, kept?: Kept): InterruptedError {
  if (cause instanceof InterruptedError) return cause
  if (kept === undefined) {
    return new InterruptedError('Interrupted.', {
      hint: 'Run the same command again. What the workspace held, it still holds.',
      cause,
    })
  }
  const { files, filesTotal } = kept
  if (files === 0) {
    return new InterruptedError('Interrupted before the first files were kept: nothing of this run is.', {
      hint: 'Run the same command again: it begins anew.',
      cause,
    })
  }
  return new InterruptedError(
    `Interrupted. ${plainCount(files)} of ${plainCount(filesTotal)} new files are kept in the workspace.`,
    { hint: 'Run the same command again: it reads only the others.', cause },
  )
}

/** A full disk by its own name; any other error as it is. */
export function diskError(error: unknown, root: string): unknown {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : ''
  if (!/ENOSPC|EDQUOT|No space left|disk is full/u.test(text)) return error
  return new DiskFullError(`The disk is full: the workspace ${root} could not be written.`, {
    hint: 'Make room, or put the workspace elsewhere with --workspace; then run the same command again. Nothing that was committed is lost.',
    cause: error,
  })
}

/** Memory that ended while reading by its own name; any other error as it is. WebAssembly says "unreachable" where it gets no more. */
export function memoryError(error: unknown): unknown {
  if (!(error instanceof Error) || !/^unreachable$|^out of memory/u.test(error.message)) return error
  return new OutOfMemoryError('Out of memory: a thread may use 4 GB for what it reads at once.', {
    hint: 'Lower limits.maxRecordBytes in the settings, or split the largest file. Then run the same command again: what was committed is kept.',
    cause: error,
  })
}
