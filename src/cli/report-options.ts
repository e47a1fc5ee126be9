import type { Command } from 'commander'
import { writePrivateFiles } from '#app/index.ts'
import type { Level } from '#findings/index.ts'
import { UsageError } from '#kernel/index.ts'
import {
  harmless,
  incidentFiles,
  type Report,
  type ToldIncident,
  toCsv,
  toJson,
  toJsonl,
  toTerminal,
} from '#outputs/index.ts'
import {
  configOption,
  formOptions,
  jsonOption,
  parseAccounts,
  parseLevel,
  parseTime,
  refuseEmptySpan,
  rulesOption,
  workspaceOption,
} from './common-options.ts'
import { pageOptions, print } from './console.ts'
import { queryCommandFor } from './go-on.ts'

/** Options of the verbs that print a report. */
export interface ReportOptions {
  readonly workspace: string
  readonly config?: string
  readonly rules: readonly string[]
  readonly since?: number
  readonly until?: number
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  readonly minLevel: Level
  readonly json?: boolean
  readonly jsonl?: boolean
  readonly csv?: boolean
  readonly verbose?: boolean
  readonly reports?: string
}

export function withReportOptions(command: Command): Command {
  command
    .addOption(workspaceOption())
    .addOption(configOption())
    .addOption(rulesOption())
    .option('--since <time>', 'look at events from this time on (UTC)', parseTime)
    .option('--until <time>', 'look at events before this time (UTC)', parseTime)
    .option('--account <id...>', 'look at these accounts only', parseAccounts)
    .option('--region <name...>', 'look at these regions only')
    .option('--min-level <level>', 'leave out milder findings', parseLevel, 'informational')
    .addOption(jsonOption())
    .option('-v, --verbose', 'every finding in full')
    .option('--reports <folder>', 'write each incident whole into a folder: page, Markdown, CSV, OCSF, ASFF')
  for (const form of formOptions({ jsonl: 'one finding a line, as JSON', csv: 'findings as CSV' }))
    command.addOption(form)
  return command
}

/** `--reports`: what was written is said on standard error, so that a pipe holds the report alone. */
export function writeReports(told: readonly ToldIncident[], { reports }: ReportOptions): void {
  if (reports === undefined) return
  try {
    for (const one of told) writePrivateFiles(reports, incidentFiles(one))
  } catch (cause) {
    throw new UsageError(`The reports cannot be written to ${reports}.`, {
      hint: 'Name a folder that you may write to: "trailhound detect --reports <folder>" writes them without reading the logs again.',
      cause,
    })
  }
  const count = told.length === 1 ? '1 incident' : `${told.length} incidents`
  process.stderr.write(`${count} written to ${harmless(reports, {})}\n`)
}

/** @throws UsageError for a time that ends before it begins. */
export function scopeFrom({ since, until, account = [], region = [] }: ReportOptions) {
  refuseEmptySpan(since, until)
  return { fromMs: since, toMs: until, accounts: account, regions: region }
}

export async function printReport(report: Report, options: ReportOptions): Promise<void> {
  if (options.json === true) return await print(toJson(report))
  if (options.jsonl === true) return await print(toJsonl(report))
  if (options.csv === true) return await print(toCsv(report))
  const queryCommand = queryCommandFor(options)
  await print(toTerminal(report, { ...pageOptions(), verbose: options.verbose === true, queryCommand }))
}
