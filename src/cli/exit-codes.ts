/** What scripts can go by; docs/cli.md lists them. */
export const EXIT = {
  nothingFound: 0,
  failed: 1,
  incidentsFound: 10,
  partlyUnreadable: 20,
  interrupted: 130,
} as const

/** Incidents outweigh unreadable input: the report tells of both. */
export function exitCodeOf(report: {
  readonly incidents: readonly unknown[]
  readonly input: { readonly rejectedCount: number }
}): number {
  if (report.incidents.length > 0) return EXIT.incidentsFound
  return report.input.rejectedCount > 0 ? EXIT.partlyUnreadable : EXIT.nothingFound
}
