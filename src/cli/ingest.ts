import type { Command } from 'commander'
import { ingestOnly } from '#app/index.ts'
import { ingestJson, ingestText } from '#outputs/index.ts'
import { configOption, jsonOption, settingsFrom, workspaceOption } from './common-options.ts'
import { pageOptions, print } from './console.ts'
import { EXIT } from './exit-codes.ts'
import { withWorkspace } from './run.ts'

interface IngestVerbOptions {
  readonly workspace: string
  readonly config?: string
  readonly json?: boolean
}

export function addIngest(program: Command): void {
  program
    .command('ingest')
    .description('read logs into the workspace; what was read before is not read again')
    .argument('<logs...>', 'files, folders, globs, zips, or - for standard input')
    .addOption(workspaceOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async (logs: readonly string[], options: IngestVerbOptions) => {
      const settings = settingsFrom(options)
      const input = await withWorkspace(
        options.workspace,
        settings,
        async ({ workspace, signal, onProgress }) =>
          ingestOnly(logs, workspace, {
            settings,
            signal,
            onProgress: (progress) => onProgress('Reading', progress),
          }),
      )
      await print(options.json === true ? ingestJson(input) : ingestText(input, pageOptions()))
      process.exitCode = input.rejectedCount > 0 ? EXIT.partlyUnreadable : EXIT.nothingFound
    })
}
