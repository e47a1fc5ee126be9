import type { Level } from '#findings/index.ts'
import type { AuditReport, AuditScore } from '../report.ts'

/** What a workspace keeps of the last audit of some accounts. */
export interface KeptAudit extends AuditScore {
  readonly accounts: readonly string[]
  /** What failed and nobody has accepted, the gravest first. */
  readonly risks: readonly KeptRisk[]
}

export interface KeptRisk {
  readonly check: string
  readonly title: string
  readonly level: Level
  readonly accountId: string
  readonly region: string | null
  readonly resource: string
  readonly evidence: string
  /** Whether it is about what would show a theft: rows 5.4 and 5.6 of the mission. */
  readonly hides: boolean
}

/** Of the gravest; an incident shows few. */
const MOST_RISKS = 20_000
const MOST_TEXT = 500
const HIDING_ROWS = new Set(['5.4', '5.6'])

export function keptOf(report: AuditReport): KeptAudit {
  const checks = new Map(report.checks.map((check) => [check.id, check]))
  return {
    collectedAt: report.snapshot.collectedAt,
    accounts: report.snapshot.accounts,
    score: report.score,
    failed: report.summary.failed,
    notKnown: report.summary.notKnown,
    risks: report.results
      .filter(({ result, suppressed }) => result === 'failed' && suppressed === null)
      .slice(0, MOST_RISKS)
      .map(({ check, level, accountId, region, resource, evidence }) => ({
        check,
        title: checks.get(check)?.title ?? check,
        level,
        accountId,
        region,
        resource,
        evidence: evidence.slice(0, MOST_TEXT),
        hides: checks.get(check)?.rows.some((row) => HIDING_ROWS.has(row)) ?? false,
      })),
  }
}
