import type { AuditDiff, AuditReport, PolicyReport } from '#posture/index.ts'
import { documentJson, jsonText } from '../json.ts'

/** The report as schemas/audit.schema.json describes it, a result a line. */
export const auditJson = (report: AuditReport): Iterable<string> => documentJson(report)

export const auditDiffJson = (diff: AuditDiff): string => `${jsonText(diff)}\n`

/** Checks as they are, one a line. */
export const checksJson = (checks: AuditReport['checks']): Iterable<string> => documentJson({ checks })

/** A principal, what it does, and a tighter policy. */
export const policyJson = (report: PolicyReport): Iterable<string> => documentJson(report)
