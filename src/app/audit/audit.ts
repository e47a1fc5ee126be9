import type { Level } from '#findings/index.ts'
import {
  type AuditDiff,
  type AuditReport,
  auditChecks,
  buildAuditReport,
  diffAudits,
  leaveOutMilder,
  runChecks,
  type Snapshot,
  type Usage,
} from '#posture/index.ts'
import type { Settings } from '../settings.ts'
import { readSnapshot } from './read-snapshot.ts'

export interface AuditOptions {
  readonly settings: Settings
  /** What the logs say of use; undefined: no logs were given. */
  readonly usage: Usage | undefined
  /** Milder failures are left out. */
  readonly minLevel: Level
  /** For suppressions, which run out by the calendar. */
  readonly nowMs: number
}

/** Looks at a snapshot with every check. @throws SnapshotError where the file is none. */
export function auditSnapshot(file: string, options: AuditOptions): AuditReport {
  const { settings, usage } = options
  const snapshot = readSnapshot(file)
  const outcomes = runChecks(snapshot, {
    usage,
    hasTrustedNetworks: settings.trustedNetworks.length > 0,
    otherAccounts: settings.accounts,
  })
  const regions = new Set(snapshot.accounts.flatMap((one) => one.regions.map(({ RegionName }) => RegionName)))
  const report = buildAuditReport(outcomes, {
    snapshot: {
      file,
      collectedAt: snapshot.collectedAt,
      accounts: snapshot.accounts.map(({ accountId }) => accountId),
      regions: regions.size,
    },
    logs: logsOf(usage),
    suppressions: settings.auditSuppressions,
    today: new Date(options.nowMs).toISOString().slice(0, 10),
    notes: notesOf(snapshot, usage),
  })
  return leaveOutMilder(report, options.minLevel)
}

/** What changed between two snapshots, both looked at with the checks of today. */
export const diffSnapshots = (before: string, after: string, options: AuditOptions): AuditDiff =>
  diffAudits(auditSnapshot(before, options), auditSnapshot(after, options))

/** What is looked for, for `audit checks`. */
export const listChecks = (): AuditReport['checks'] => auditChecks()

const logsOf = (usage: Usage | undefined): AuditReport['logs'] =>
  usage === undefined
    ? null
    : {
        since: new Date(usage.span.fromMs).toISOString(),
        until: new Date(usage.span.toMs).toISOString(),
        days: usage.days,
      }

function notesOf({ accounts }: Snapshot, usage: Usage | undefined): readonly string[] {
  const unlisted = accounts.filter(({ enabledRegions }) => 'notKnown' in enabledRegions)
  const logged = new Set([...(usage?.regions.keys() ?? [])].map((place) => place.split('/')[0]))
  const silent = usage === undefined ? [] : accounts.filter(({ accountId }) => !logged.has(accountId))
  return [
    ...unlisted.map(
      ({ accountId, regions }) =>
        `Which regions account ${accountId} has switched on is not known: ${String(regions.length)} were looked at.`,
    ),
    ...(usage === undefined
      ? [
          'No logs were given (--workspace): what is really used does not weigh in, and keys are not compared with networks.',
        ]
      : []),
    ...silent.map(
      ({ accountId }) => `The logs hold no event of account ${accountId}: nothing there counts as used.`,
    ),
  ]
}
