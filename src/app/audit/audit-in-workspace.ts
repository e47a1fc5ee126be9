import { type AuditReport, keptOf, leaveOutMilder, type OpenIncident, touchedFirst } from '#posture/index.ts'
import { readIncidentDocument } from '../incidents/incident-document.ts'
import { listIncidents } from '../incidents/list-incidents.ts'
import type { Workspace } from '../wire.ts'
import { type AuditOptions, auditSnapshot } from './audit.ts'
import { auditScores, keepAudit } from './kept-audits.ts'
import { readUsage } from './read-usage.ts'
import { subjectOf } from './subject-of.ts'

/** Looked at beside an audit: the worst. */
const MOST_INCIDENTS = 1000

/** Looks at a snapshot beside the logs and the open incidents of a workspace, which keeps what was found. */
export async function auditInWorkspace(
  file: string,
  { workspace, signal }: { readonly workspace: Workspace; readonly signal: AbortSignal },
  options: Omit<AuditOptions, 'usage'>,
): Promise<AuditReport> {
  const usage = await readUsage(workspace, options.settings, signal)
  const whole = auditSnapshot(file, { ...options, usage, minLevel: 'informational' })
  await keepAudit(workspace.state, keptOf(whole))
  const history = await auditScores(workspace.state, whole.snapshot.accounts)
  const incidents = await openIncidents(workspace)
  return leaveOutMilder(touchedFirst({ ...whole, history }, incidents), options.minLevel)
}

/** Those that nobody has closed. One whose file another version wrote is left out: the next run tells it anew. */
async function openIncidents(workspace: Workspace): Promise<readonly OpenIncident[]> {
  const rows = await listIncidents(workspace, { statuses: ['open', 'acknowledged'], severities: [] })
  const documents = await workspace.state
    .selectFrom('incidents')
    .select(['id', 'document', 'document_sha256'])
    .execute()
  const byId = new Map(documents.map((one) => [one.id, one]))
  return rows
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST_INCIDENTS)
    .flatMap(({ id, title, severity }) => {
      const place = byId.get(id)
      const document = place === undefined ? undefined : readIncidentDocument(workspace, place)
      if (document === undefined) return []
      return [{ id, title, severity, subject: subjectOf(document.incident, document.story) }]
    })
}
