import type { Command } from 'commander'
import { describeSubject, type SubjectQuestion } from '#app/index.ts'
import { subjectJson, subjectText } from '#outputs/index.ts'
import {
  configOption,
  jsonOption,
  parseCount,
  parseTime,
  refuseEmptySpan,
  settingsFrom,
  workspaceOption,
} from './common-options.ts'
import { pageOptions, print } from './console.ts'
import { withWorkspace } from './run.ts'

interface SubjectOptions {
  readonly workspace: string
  readonly config?: string
  readonly since?: number
  readonly until?: number
  readonly recent: number
  readonly json?: boolean
}

const RECENT_DAYS = 30

/** A verb that tells what one key or principal usually does. */
export function withSubject(command: Command, kind: SubjectQuestion['kind']): void {
  command
    .addOption(workspaceOption())
    .addOption(configOption())
    .option('--since <time>', 'look at events from this time on (UTC)', parseTime)
    .option('--until <time>', 'look at events before this time (UTC)', parseTime)
    .option('--recent <days>', 'what was first met in its last days is new', parseCount, RECENT_DAYS)
    .addOption(jsonOption())
    .action(async (text: string, options: SubjectOptions) => {
      const settings = settingsFrom(options)
      refuseEmptySpan(options.since, options.until)
      const question = {
        kind,
        text,
        settings,
        fromMs: options.since,
        toMs: options.until,
        recentDays: options.recent,
      }
      const report = await withWorkspace(
        options.workspace,
        settings,
        async ({ workspace, signal }) => describeSubject(workspace, { ...question, signal }),
        true,
      )
      await print(options.json === true ? subjectJson(report) : subjectText(report, pageOptions()))
    })
}
