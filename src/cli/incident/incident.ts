import type { Command } from 'commander'
import { configOption, jsonOption, workspaceOption } from '../common-options.ts'
import { withAck } from './ack.ts'
import { withClose } from './close.ts'
import { withExport } from './export.ts'
import { withList } from './list.ts'
import { withNote } from './note.ts'
import { withReopen } from './reopen.ts'
import { withReport } from './report.ts'
import { withShow } from './show.ts'

export function addIncident(program: Command): void {
  const incident = program
    .command('incident')
    .description('incidents that runs found: list, show, and say what you make of them')
  const verb = (name: string, description: string): Command =>
    incident
      .command(name)
      .description(description)
      .addOption(workspaceOption())
      .addOption(configOption())
      .addOption(jsonOption())
      .exitOverride()
  withList(verb('list', 'all incidents, open ones first'))
  withShow(verb('show', 'one incident whole: verdict, what to do, damage, who, timeline, and its triage'))
  withReport(verb('report', 'write one incident: page, Markdown, timeline, OCSF, ASFF'))
  withExport(verb('export', 'write the evidence of one incident: its events, reports, manifest and hashes'))
  withAck(verb('ack', 'somebody looks at it'))
  withClose(verb('close', 'it is done with; it opens again when something new joins it'))
  withReopen(verb('reopen', 'it is not done with after all'))
  withNote(verb('note', 'add a note'))
}
