import type { Command } from 'commander'
import { configOption, jsonOption, workspaceOption } from '../common-options.ts'
import { withAck } from './ack.ts'
import { withClose } from './close.ts'
import { withList } from './list.ts'
import { withNote } from './note.ts'
import { withReopen } from './reopen.ts'
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
  withAck(verb('ack', 'somebody looks at it'))
  withClose(verb('close', 'it is done with; it opens again when something new joins it'))
  withReopen(verb('reopen', 'it is not done with after all'))
  withNote(verb('note', 'add a note'))
}
