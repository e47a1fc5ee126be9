import { type Lineage, readLineage } from '#incidents/index.ts'
import { UsageError } from '#kernel/index.ts'
import { emptyProfiles, sql } from '#store/index.ts'
import { updateAddresses } from './addresses.ts'
import { lakeEvents } from './lake.ts'
import type { Settings } from './settings.ts'
import { findSubject } from './subject/find-subject.ts'
import type { Workspace } from './wire.ts'

export interface LineageQuestion {
  /** Access key id, or an ARN, or a part of one that only one principal has. */
  readonly text: string
  readonly settings: Settings
  readonly signal?: AbortSignal
}

/** @throws UsageError for what is in none of the logs. */
export async function lineageOf(
  workspace: Workspace,
  { text, settings, signal }: LineageQuestion,
): Promise<Lineage> {
  const events = await lakeEvents(workspace)
  const kind = /^A(?:KIA|SIA)[0-9A-Z]+$/iu.test(text.trim()) ? 'key' : 'principal'
  const { name } = await findSubject(workspace, events, { kind, text, settings, recentDays: 0 })
  const { relation: addresses } = await updateAddresses(workspace, settings, signal)
  // Habits are not asked about here.
  const lineage = await readLineage(
    workspace.engine,
    { events, addresses, profiles: emptyProfiles(), scope: sql`true` },
    name,
  )
  if (lineage.eventCount === 0 && lineage.ancestors.length === 0) {
    throw new UsageError(`${name} neither acted nor was made in the logs of this workspace.`, {
      hint: 'trailhound query "select session, count(*) as n from events group by 1 order by 2 desc" lists keys and sessions.',
    })
  }
  return lineage
}
