import type { AuditDiff, AuditReport } from '#posture/index.ts'
import { documentJson, jsonText } from '../json.ts'

/** The report as schemas/audit.schema.json describes it, a result a line. */
export const auditJson = (report: AuditReport): Iterable<string> => documentJson(report)

export const auditDiffJson = (diff: AuditDiff): string => `${jsonText(diff)}\n`

/** Checks as they are, one a line. */
export const checksJson = (checks: AuditReport['checks']): Iterable<string> => documentJson({ checks })
