import type { Command } from 'commander'
import { exportIncident } from '#app/index.ts'
import { harmless, jsonText } from '#outputs/index.ts'
import { settingsFrom } from '../common-options.ts'
import { print } from '../console.ts'
import { withWorkspace } from '../run.ts'
import { byOption, whoFrom } from '../who-says-so.ts'
import type { JudgingOptions } from './incident-options.ts'

interface ExportOptions extends JudgingOptions {
  readonly out: string
}

export function withExport(verb: Command): void {
  verb
    .argument('<id>', 'its id, or the beginning of it')
    .requiredOption('--out <folder>', 'folder that is made; nothing is ever overwritten')
    .addOption(byOption())
    .action(async (id: string, options: ExportOptions) => {
      const exported = await withWorkspace(
        options.workspace,
        settingsFrom(options),
        async ({ workspace }) => exportIncident(workspace, { id, out: options.out, who: whoFrom(options) }),
        true,
      )
      const { id: whole, events, eventCount } = exported
      await print(
        options.json === true
          ? `${jsonText({ schemaVersion: 1, ...exported, out: options.out })}\n`
          : `${whole}: ${String(events)} of ${String(eventCount)} events, reports and hashes in ${harmless(options.out, {})}\n`,
      )
    })
}
