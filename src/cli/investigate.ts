import type { Command } from 'commander'
import { investigate, loadRules, type Settings } from '#app/index.ts'
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

export function addInvestigate(program: Command): void {
  const command = program
    .command('investigate')
    .description('read logs and report what they show: files, folders, globs, zips, or - for standard input')
    .argument('<logs...>', 'CloudTrail logs in any of the forms of docs/inputs.md')
  withReportOptions(command).action(async (logs: readonly string[], options: ReportOptions) => {
    process.exitCode = await investigateLogs(logs, options, settingsFrom(options))
  })
}

/** @returns the exit code. */
export async function investigateLogs(
  logs: readonly string[],
  options: ReportOptions,
  settings: Settings,
): Promise<number> {
  const rules = loadRules(settings, options.rules)
  const { report, told } = await withWorkspace(
    options.workspace,
    settings,
    async ({ workspace, signal, onProgress }) =>
      investigate(logs, workspace, {
        settings,
        rules,
        scope: scopeFrom(options),
        minLevel: options.minLevel,
        signal,
        onProgress,
      }),
  )
  await printReport(report, options)
  writeReports(told, options)
  return exitCodeOf(report)
}
