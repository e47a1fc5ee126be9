import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { listExceptions, selftest } from '#app/index.ts'
import { isBlinded, selftestJson, selftestText } from '#outputs/index.ts'
import { configOption, jsonOption, rulesOption, settingsFrom, workspaceOption } from './common-options.ts'
import { pageOptions, print } from './console.ts'
import { EXIT } from './exit-codes.ts'
import { withWorkspace } from './run.ts'

interface SelftestOptions {
  readonly workspace: string
  readonly config?: string
  readonly rules: readonly string[]
  readonly json?: boolean
  readonly strict?: boolean
}

export function addSelftest(program: Command): void {
  program
    .command('selftest')
    .description(
      'replay known attacks: which would be seen no more with these settings, filters and exceptions',
    )
    .addOption(workspaceOption())
    .addOption(configOption())
    .addOption(rulesOption())
    .option('--strict', 'fail also for what is unseen only from inside networks that you named')
    .addOption(jsonOption())
    .action(async (options: SelftestOptions) => {
      const settings = settingsFrom(options)
      const { exceptions } = listExceptions({ root: options.workspace, settings, nowMs: Date.now() })
      const asked = { settings, folders: options.rules, exceptions }
      const folder = mkdtempSync(join(tmpdir(), 'trailhound-selftest-'))
      try {
        const report = await withWorkspace(
          join(folder, 'workspace'),
          { ...settings, state: null },
          async ({ workspace, signal, onProgress }) =>
            selftest(workspace, {
              ...asked,
              logs: join(folder, 'logs'),
              signal,
              onProgress: (progress) => onProgress('Replaying', progress),
            }),
        )
        await print(options.json === true ? selftestJson(report) : selftestText(report, pageOptions()))
        process.exitCode = isBlinded(report, options.strict === true) ? EXIT.failed : EXIT.nothingFound
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })
}
