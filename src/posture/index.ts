/**
 * posture: standing risk. A snapshot of settings and the use seen in the logs become outcomes of checks, and these a report.
 * Pure: it reads no file, asks no lake and calls nobody.
 */
export { type AuditDiff, diffAudits } from './diff.ts'
export {
  type AuditCheck,
  type AuditReport,
  type AuditResult,
  type AuditStep,
  type AuditSummary,
  auditChecks,
  buildAuditReport,
} from './report.ts'
export { runChecks } from './run-checks.ts'
export { parseSnapshot, type Snapshot, SnapshotError, snapshotJsonSchema } from './snapshot/snapshot.ts'
export type { Suppression } from './suppressions.ts'
export type { KeyUse, RegionUse, SignInUse, Usage } from './usage.ts'
