import { type Command, Option } from 'commander'
import { listIncidents, SEVERITIES, type Severity, STATUSES, type Status } from '#app/index.ts'
import { incidentListJson, incidentListText } from '#outputs/index.ts'
import { settingsFrom } from '../common-options.ts'
import { pageOptions, print } from '../console.ts'
import { withWorkspace } from '../run.ts'
import type { IncidentOptions } from './incident-options.ts'

interface ListOptions extends IncidentOptions {
  readonly status: readonly Status[]
  readonly severity: readonly Severity[]
}

export function withList(verb: Command): void {
  verb
    .addOption(new Option('--status <status...>', 'only these').choices([...STATUSES]).default([], 'all'))
    .addOption(
      new Option('--severity <severity...>', 'only these').choices([...SEVERITIES]).default([], 'all'),
    )
    .action(async (options: ListOptions) => {
      const incidents = await withWorkspace(
        options.workspace,
        settingsFrom(options),
        async ({ workspace }) =>
          listIncidents(workspace, { statuses: options.status, severities: options.severity }),
        true,
      )
      await print(
        options.json === true ? incidentListJson(incidents) : incidentListText(incidents, pageOptions()),
      )
    })
}
