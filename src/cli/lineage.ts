import type { Command } from 'commander'
import { lineageOf } from '#app/index.ts'
import { lineageJson, lineageText } from '#outputs/index.ts'
import { configOption, jsonOption, settingsFrom, workspaceOption } from './common-options.ts'
import { pageOptions, print } from './console.ts'
import { withWorkspace } from './run.ts'

interface LineageOptions {
  readonly workspace: string
  readonly config?: string
  readonly json?: boolean
}

export function addLineage(program: Command): void {
  program
    .command('lineage')
    .description('where a credential comes from, and which others came of it')
    .argument('<credential>', 'access key or session id (AKIA…, ASIA…), or ARN of a user or role')
    .addOption(workspaceOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async (text: string, options: LineageOptions) => {
      const settings = settingsFrom(options)
      const lineage = await withWorkspace(
        options.workspace,
        settings,
        async ({ workspace, signal }) => lineageOf(workspace, { text, settings, signal }),
        true,
      )
      await print(options.json === true ? lineageJson(lineage) : lineageText(lineage, pageOptions()))
    })
}
