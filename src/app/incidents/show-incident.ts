import type { ToldIncident, TriagedIncident } from '#outputs/index.ts'
import { standingRisk } from '#posture/index.ts'
import { newestAudits } from '../audit/kept-audits.ts'
import { subjectOf } from '../audit/subject-of.ts'
import type { Workspace } from '../wire.ts'
import { WorkspaceError } from '../workspace-error.ts'
import { findIncident } from './find-incident.ts'
import { readIncidentDocument } from './incident-document.ts'
import { triagedIncident } from './triaged-incident.ts'

export interface ShownIncident {
  readonly told: ToldIncident
  readonly triage: TriagedIncident
  /** The id that was asked for, where that is a part of this one by now. */
  readonly mergedId: string | undefined
}

/**
 * One saved incident whole, with what people made of it.
 *
 * @throws UsageError where `text` names none, or more than one.
 * @throws WorkspaceError where what was told of it cannot be read.
 */
export async function showIncident(workspace: Workspace, text: string): Promise<ShownIncident> {
  const { state } = workspace
  const { row, mergedId } = await findIncident(state, text)
  const document = readIncidentDocument(workspace, row)
  if (document === undefined) {
    // A run that is going on may have replaced the file since the row was read.
    const again = await findIncident(state, row.id)
    if (again.row.document !== row.document) return await showIncident(workspace, again.row.id)
    throw new WorkspaceError(
      `What was told of ${row.id} is gone from ${workspace.folder.incidents}, or another version wrote it.`,
      {
        hint: 'trailhound detect tells it anew; its triage is not lost.',
      },
    )
  }
  const { incident, story, findings, tool } = document
  const standing = standingRisk(await newestAudits(state), subjectOf(incident, story))
  return {
    told: { incident, story, findings, standing, tool, toldMs: row.told_ms },
    triage: await triagedIncident(state, row),
    mergedId,
  }
}
