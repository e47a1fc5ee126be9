/**
 * posture: standing risk. A snapshot of settings and the use seen in the logs become outcomes of checks, and these a report.
 * Pure: it reads no file, asks no lake and calls nobody.
 */
export type { ApiCall } from './collect/ask.ts'
export { collectAccount } from './collect/collect-account.ts'
export { limited } from './collect/limited.ts'
export { type AuditDiff, diffAudits } from './diff.ts'
export { buildPolicyReport, type PolicyReport } from './privilege/policy-report.ts'
export {
  type AuditCheck,
  type AuditReport,
  type AuditResult,
  type AuditScore,
  type AuditStep,
  type AuditSummary,
  auditChecks,
  buildAuditReport,
  leaveOutMilder,
} from './report.ts'
export { placesOf, runChecks } from './run-checks.ts'
export {
  parseSnapshot,
  SNAPSHOT_VERSION,
  type Snapshot,
  SnapshotError,
  snapshotJsonSchema,
} from './snapshot/snapshot.ts'
export { type KeptAudit, type KeptRisk, keptOf } from './standing/kept-audit.ts'
export { type IncidentRisk, type StandingRisk, standingRisk } from './standing/standing-risk.ts'
export type { Subject } from './standing/subject.ts'
export { type OpenIncident, touchedFirst } from './standing/touched.ts'
export type { Suppression } from './suppressions.ts'
export type { KeyUse, RegionUse, SignInUse, Usage } from './usage.ts'
