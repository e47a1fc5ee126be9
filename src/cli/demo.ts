import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { writeDemo } from '#app/index.ts'
import { DEFAULT_WORKSPACE, settingsFrom } from './common-options.ts'
import { print } from './console.ts'
import { EXIT } from './exit-codes.ts'
import { investigateLogs } from './investigate.ts'
import { type ReportOptions, withReportOptions } from './report-options.ts'

const FOLDER = 'trailhound-demo'

/** A report with incidents is what the demo is for: its exit code says only whether it worked. */
export function addDemo(program: Command): void {
  const command = program
    .command('demo')
    .description('write a made-up sample with an attack in it, and investigate it; needs nothing')
    .option('--folder <folder>', 'where the sample is written', FOLDER)
  withReportOptions(command).action(async (given: ReportOptions & { readonly folder: string }) => {
    // Its settings may name a database, in which this workspace is not: commands to go on with leave them out.
    const { config: _, ...options } = given
    const logs = join(options.folder, 'logs')
    const workspace =
      options.workspace === DEFAULT_WORKSPACE ? join(options.folder, 'workspace') : options.workspace
    const isText = options.json !== true && options.jsonl !== true && options.csv !== true
    if (!existsSync(logs)) writeDemo(logs)
    if (isText) {
      await print(`A made-up organisation's CloudTrail, four days, one theft. The logs are in ${logs}\n`)
      await print(`$ trailhound investigate ${logs} -w ${workspace}\n\n`)
    }
    // Made-up logs do not belong into anybody's database.
    const settings = { ...settingsFrom(given), state: null }
    const code = await investigateLogs([logs], { ...options, workspace }, settings)
    process.exitCode = code === EXIT.incidentsFound ? EXIT.nothingFound : code
  })
}
