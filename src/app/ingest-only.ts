import type { ReportInput } from '#outputs/index.ts'
import { updateAddresses } from './addresses.ts'
import { type IngestProgress, ingest } from './ingest/ingest.ts'
import { inputFacts } from './input-facts.ts'
import { readLimitsOf, type Settings } from './settings.ts'
import type { Workspace } from './wire.ts'

/** Brings logs into the lake and says what became of them. */
export async function ingestOnly(
  inputs: readonly string[],
  workspace: Workspace,
  options: {
    readonly settings: Settings
    readonly signal: AbortSignal
    readonly onProgress: (progress: IngestProgress) => void
  },
): Promise<ReportInput> {
  const result = await ingest(inputs, workspace, {
    limits: readLimitsOf(options.settings),
    workerCount: workspace.threads,
    signal: options.signal,
    onProgress: options.onProgress,
  })
  await updateAddresses(workspace, options.settings, options.signal)
  return await inputFacts(workspace, result)
}
