import { isStillOpen, type Report } from '#outputs/index.ts'

/** What scripts can go by; docs/cli.md lists them. */
export const EXIT = {
  nothingFound: 0,
  failed: 1,
  incidentsFound: 10,
  partlyUnreadable: 20,
  interrupted: 130,
} as const

/** Incidents that nobody has closed, and what GuardDuty saw and no incident tells, outweigh unreadable input: the report tells of both. */
export function exitCodeOf(report: Pick<Report, 'incidents' | 'guardduty' | 'input'>): number {
  if (report.incidents.some(isStillOpen) || (report.guardduty?.worthALook ?? 0) > 0)
    return EXIT.incidentsFound
  // Who looked at nothing has not found nothing.
  const isWhole = report.input.rejectedCount === 0 && report.input.events > 0
  return isWhole ? EXIT.nothingFound : EXIT.partlyUnreadable
}

/** Failures outweigh what is not known, and accepted failures do not count. */
export function auditExitCode({
  summary,
}: {
  readonly summary: { readonly failed: number; readonly notKnown: number }
}): number {
  if (summary.failed > 0) return EXIT.incidentsFound
  return summary.notKnown > 0 ? EXIT.partlyUnreadable : EXIT.nothingFound
}

/** What got worse outweighs what can no longer be seen. */
export function diffExitCode(diff: {
  readonly appeared: readonly unknown[]
  readonly hidden: readonly unknown[]
}): number {
  if (diff.appeared.length > 0) return EXIT.incidentsFound
  return diff.hidden.length > 0 ? EXIT.partlyUnreadable : EXIT.nothingFound
}
