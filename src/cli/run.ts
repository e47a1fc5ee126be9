import type { IngestProgress, Settings, Workspace } from '#app/index.ts'
import { interruptedError, openWorkspace } from '#app/index.ts'
import { SECOND_MS } from '#kernel/index.ts'
import { openProgress } from '#outputs/index.ts'
import { EXIT } from './exit-codes.ts'
import { printFailure } from './failure.ts'

/** What a verb works with while it runs. */
export interface Run {
  readonly workspace: Workspace
  readonly signal: AbortSignal
  readonly onProgress: (stage: string, progress: IngestProgress) => void
}

/** What has no safe place to stop at by then is left as it is: a workspace survives that. */
const GRACE_MS = 2 * SECOND_MS

/**
 * Opens the workspace, runs, and closes it whatever happens; Ctrl-C stops the run at a safe place.
 *
 * @param mustExist - the verb reads what is there: it makes no workspace.
 */
export async function withWorkspace<T>(
  root: string,
  settings: Settings,
  act: (run: Run) => Promise<T>,
  mustExist = false,
): Promise<T> {
  const workspace = await openWorkspace(root, settings, mustExist)
  const abort = new AbortController()
  const stop = (): void => {
    abort.abort(new Error('interrupted'))
    workspace.interrupt()
    setTimeout(() => {
      // The process does not end before its engine does.
      workspace.interrupt()
      progress.close()
      printFailure(interruptedError(abort.signal.reason))
      process.exit(EXIT.interrupted)
    }, GRACE_MS).unref()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const progress = openProgress(process.stderr, workspace.clock)
  try {
    const result = await act({
      workspace,
      signal: abort.signal,
      onProgress: (stage, { filesDone, filesTotal, bytesDone, bytesTotal, events, day }) =>
        progress.show({ stage, filesDone, filesTotal, bytesDone, bytesTotal, events, day }),
    })
    if (abort.signal.aborted) throw interruptedError(abort.signal.reason)
    return result
  } catch (error) {
    if (abort.signal.aborted) throw interruptedError(error)
    throw error
  } finally {
    progress.close()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    await workspace.close()
  }
}
