/** app: use cases. Wires the rooms; holds no rule of its own. */

export {
  RESOLUTIONS,
  type Resolution,
  SEVERITIES,
  type Severity,
  STATUSES,
  type Status,
} from '#incidents/index.ts'
export { addressesRelation, updateAddresses } from './addresses.ts'
export { type AuditOptions, auditSnapshot, diffSnapshots, listChecks } from './audit/audit.ts'
export { auditInWorkspace } from './audit/audit-in-workspace.ts'
export { type CollectSnapshotOptions, collectSnapshot } from './audit/collect-snapshot.ts'
export { proposePolicy } from './audit/policy.ts'
export { readUsage } from './audit/read-usage.ts'
export { writeDemo } from './demo.ts'
export { exportIncident } from './incidents/export-incident.ts'
export { listIncidents } from './incidents/list-incidents.ts'
export { type ShownIncident, showIncident } from './incidents/show-incident.ts'
export { type TriageAsked, triageIncidents } from './incidents/triage-incidents.ts'
export type { IngestProgress } from './ingest/ingest.ts'
export { interruptedError } from './ingest/ingest-errors.ts'
export { ingestOnly } from './ingest-only.ts'
export { proposeSettings } from './init/propose-settings.ts'
export { settingsText } from './init/settings-text.ts'
export { detectInWorkspace, type InvestigateOptions, investigate, type Run } from './investigate.ts'
export { type LineageQuestion, lineageOf } from './lineage.ts'
export { QUERY_LIMITS, queryLake } from './query.ts'
export { loadRules } from './rule-files.ts'
export { lintRuleFiles, listRules, showRule } from './rules.ts'
export { selftest } from './selftest/selftest.ts'
export { DEFAULT_SETTINGS, readSettings, type Settings, settingsJsonSchema } from './settings.ts'
export { describeSubject } from './subject/describe-subject.ts'
export type { SubjectQuestion } from './subject/find-subject.ts'
export { TOOL } from './tool.ts'
export { checkExceptions } from './tuning/check.ts'
export { exceptionsJsonSchema } from './tuning/exceptions-schema.ts'
export { proposedException, proposeExceptions } from './tuning/propose.ts'
export { type AskedException, listExceptions, type TunePlace, tuneAdd, tuneRemove } from './tuning/tune.ts'
export { openWorkspace, type Workspace } from './wire.ts'
export { describeWorkspace } from './workspace.ts'
export { writePrivateFiles } from './write-files.ts'
