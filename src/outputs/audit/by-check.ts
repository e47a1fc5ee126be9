import { LEVELS, type Level } from '#findings/index.ts'
import type { AuditCheck, AuditReport, AuditResult } from '#posture/index.ts'

/** What failed and nobody accepted, by check: those that an open incident touches first, then the gravest. */
export function byCheck(
  report: AuditReport,
): readonly { readonly check: AuditCheck; readonly results: readonly AuditResult[] }[] {
  const open = report.results.filter(({ result, suppressed }) => result === 'failed' && suppressed === null)
  const grouped = Map.groupBy(open, ({ check }) => check)
  return report.checks
    .flatMap((check) => {
      const results = grouped.get(check.id)
      return results === undefined ? [] : [{ check, results }]
    })
    .toSorted(
      (a, b) =>
        Number(isTouched(b.results)) - Number(isTouched(a.results)) ||
        LEVELS.indexOf(worstOf(b.results)) - LEVELS.indexOf(worstOf(a.results)),
    )
}

export const worstOf = (results: readonly AuditResult[]): Level =>
  LEVELS.findLast((level) => results.some((one) => one.level === level)) ?? 'informational'

const isTouched = (results: readonly AuditResult[]): boolean =>
  results.some(({ incidents }) => incidents.length > 0)
