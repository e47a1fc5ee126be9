import type { Command } from 'commander'
import { describeWorkspace } from '#app/index.ts'
import { workspaceJson, workspaceText } from '#outputs/index.ts'
import { configOption, jsonOption, settingsFrom, workspaceOption } from './common-options.ts'
import { pageOptions, print } from './console.ts'
import { withWorkspace } from './run.ts'

export function addWorkspace(program: Command): void {
  program
    .command('workspace')
    .description('what the workspace holds: days, accounts, regions, events, gaps in delivery, sizes')
    .addOption(workspaceOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async (options: { workspace: string; config?: string; json?: boolean }) => {
      const report = await withWorkspace(
        options.workspace,
        settingsFrom(options),
        async ({ workspace }) => describeWorkspace(workspace),
        true,
      )
      await print(options.json === true ? workspaceJson(report) : workspaceText(report, pageOptions()))
    })
}
