import type { Command } from 'commander'
import { detectInWorkspace, loadRules } from '#app/index.ts'
import { settingsFrom } from './common-options.ts'
import { exitCodeOf } from './exit-codes.ts'
import {
  printReport,
  type ReportOptions,
  scopeFrom,
  withReportOptions,
  writeReports,
} from './report-options.ts'
import { withWorkspace } from './run.ts'

export function addDetect(program: Command): void {
  const command = program.command('detect').description('report on what the workspace holds already')
  withReportOptions(command).action(async (options: ReportOptions) => {
    const settings = settingsFrom(options)
    const rules = loadRules(settings, options.rules)
    const ask = { settings, rules, scope: scopeFrom(options), minLevel: options.minLevel }
    const { report, told } = await withWorkspace(
      options.workspace,
      settings,
      async ({ workspace }) => detectInWorkspace(workspace, ask),
      true,
    )
    await printReport(report, options)
    writeReports(told, options)
    process.exitCode = exitCodeOf(report)
  })
}
