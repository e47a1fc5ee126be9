import type { IngestProgress, Settings, Workspace } from '#app/index.ts'
import { openWorkspace } from '#app/index.ts'
import { openProgress } from '#outputs/index.ts'

/** What a verb works with while it runs. */
export interface Run {
  readonly workspace: Workspace
  readonly signal: AbortSignal
  readonly onProgress: (stage: string, progress: IngestProgress) => void
}

/** Opens the workspace, runs, and closes it whatever happens; Ctrl-C stops the run at a safe place. */
export async function withWorkspace<T>(
  root: string,
  settings: Settings,
  act: (run: Run) => Promise<T>,
): Promise<T> {
  const workspace = await openWorkspace(root, settings)
  const abort = new AbortController()
  const stop = (): void => abort.abort(new Error('interrupted'))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const progress = openProgress(process.stderr, workspace.clock)
  try {
    return await act({
      workspace,
      signal: abort.signal,
      onProgress: (stage, { filesDone, filesTotal, bytesDone, bytesTotal, events, day }) =>
        progress.show({ stage, filesDone, filesTotal, bytesDone, bytesTotal, events, day }),
    })
  } finally {
    progress.close()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    await workspace.close()
  }
}
