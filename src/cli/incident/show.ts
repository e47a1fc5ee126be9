import type { Command } from 'commander'
import { showIncident } from '#app/index.ts'
import { historyText, incidentTerminal, shownIncidentJson } from '#outputs/index.ts'
import { settingsFrom } from '../common-options.ts'
import { pageOptions, print } from '../console.ts'
import { queryCommandFor } from '../go-on.ts'
import { withWorkspace } from '../run.ts'
import type { IncidentOptions } from './incident-options.ts'

interface ShowOptions extends IncidentOptions {
  readonly verbose?: boolean
}

export function withShow(verb: Command): void {
  verb
    .argument('<id>', 'its id, or the beginning of it')
    .option('-v, --verbose', 'all of it')
    .action(async (id: string, options: ShowOptions) => {
      const { told, triage, mergedId } = await withWorkspace(
        options.workspace,
        settingsFrom(options),
        async ({ workspace }) => showIncident(workspace, id),
        true,
      )
      if (options.json === true) return await print(shownIncidentJson(told, triage))
      const page = pageOptions()
      const queryCommand = queryCommandFor(options)
      await print([
        incidentTerminal(told, { ...page, verbose: options.verbose === true, queryCommand }),
        '\n',
        historyText(triage, { ...page, mergedId }),
      ])
    })
}
