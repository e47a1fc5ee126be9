import { DEFAULT_SETTINGS } from '#app/index.ts'
import { ingest } from '#app/ingest/ingest.ts'
import { EXIT } from '#cli/exit-codes.ts'
import { printFailure } from '#cli/failure.ts'
import { withWorkspace } from '#cli/run.ts'
import { ToolError } from '#kernel/index.ts'
import { DEFAULT_READ_LIMITS } from '#sources/index.ts'

/**
 * `trailhound ingest` in small units, so that tests find it in the middle of something.
 * Arguments: workspace, inflated bytes of a unit, threads, logs. Says how many files are read, a line each time.
 */
const [root = '', unitBytes = '', workerCount = '', ...logs] = process.argv.slice(2)

try {
  await withWorkspace(root, DEFAULT_SETTINGS, async ({ workspace, signal }) =>
    ingest(logs, workspace, {
      limits: DEFAULT_READ_LIMITS,
      workerCount: Number(workerCount),
      unitBytes: Number(unitBytes),
      signal,
      onProgress: ({ filesDone }) => process.stdout.write(`${String(filesDone)}\n`),
    }),
  )
} catch (error) {
  printFailure(error)
  process.exitCode =
    error instanceof ToolError && error.code === 'INTERRUPTED' ? EXIT.interrupted : EXIT.failed
}
