import { LEVELS, type Level } from '#findings/index.ts'
import { type AwsCall, writeCalls } from '#kernel/index.ts'
import type { Result, Step } from './check.ts'
import { CHECKS } from './checks/catalogue.ts'
import type { CheckOutcome } from './run-checks.ts'
import { scoreOf } from './score.ts'
import type { TouchedBy } from './standing/touched.ts'
import { hasRunOut, type Suppression, suppressionOf } from './suppressions.ts'

/** What an audit found; `trailhound audit --json` prints it as it is (schemas/audit.schema.json). */
export interface AuditReport {
  readonly schemaVersion: 1
  readonly snapshot: {
    readonly file: string
    readonly collectedAt: string
    readonly accounts: readonly string[]
    readonly regions: number
  }
  /** The logs that told of use; null: none were given. */
  readonly logs: { readonly since: string; readonly until: string; readonly days: number } | null
  readonly summary: AuditSummary
  /** Of all results, milder ones too (`scoreOf`), 0 to 100; null: nothing counts. */
  readonly score: number | null
  /** Scores of the same accounts, oldest snapshot first, this one among them; empty where no workspace keeps them. */
  readonly history: readonly AuditScore[]
  readonly checks: readonly AuditCheck[]
  /** What failed first: what open incidents touch, then the gravest; then what is not known, passed, not applicable. */
  readonly results: readonly AuditResult[]
  /** Sentences: what this audit cannot show. */
  readonly notes: readonly string[]
}

export interface AuditSummary {
  /** Without what is suppressed. */
  readonly failed: number
  readonly failedByLevel: Readonly<Partial<Record<Level, number>>>
  readonly suppressed: number
  readonly notKnown: number
  readonly passed: number
  readonly notApplicable: number
}

/** One audit, as a workspace remembers it. */
export interface AuditScore {
  /** When the snapshot was taken. */
  readonly collectedAt: string
  readonly score: number | null
  readonly failed: number
  readonly notKnown: number
}

export interface AuditCheck {
  readonly id: string
  readonly title: string
  /** Unless use or circumstance of a resource says otherwise. */
  readonly level: Level
  readonly rows: readonly string[]
  readonly why: string
  readonly cis: readonly string[]
  readonly controls: readonly string[]
}

export interface AuditResult {
  readonly check: string
  readonly result: Result
  readonly level: Level
  readonly accountId: string
  readonly region: string | null
  readonly resource: string
  readonly evidence: string
  readonly use: string | null
  readonly fix: readonly AuditStep[]
  readonly notKnown: {
    readonly action: string
    readonly error: string
    readonly message: string
    readonly leavesOpen: string
  } | null
  readonly suppressed: { readonly reason: string; readonly until: string } | null
  /** Of a failure: the open incidents of the workspace that have to do with it, the worst first. */
  readonly incidents: readonly TouchedBy[]
}

/** A command for a POSIX shell, or something to do by hand. */
export type AuditStep = { readonly run: string } | { readonly note: string }

export interface ReportFacts {
  readonly snapshot: AuditReport['snapshot']
  readonly logs: AuditReport['logs']
  readonly suppressions: readonly Suppression[]
  /** `2026-11-24`: suppressions run out by the calendar, not by the snapshot. */
  readonly today: string
  readonly notes: readonly string[]
}

export function buildAuditReport(outcomes: readonly CheckOutcome[], facts: ReportFacts): AuditReport {
  const alive = facts.suppressions.filter((one) => !hasRunOut(one, facts.today))
  const results = outcomes.map((one) => resultOf(one, alive))
  return {
    schemaVersion: 1,
    snapshot: facts.snapshot,
    logs: facts.logs,
    summary: summaryOf(results),
    score: scoreOf(results) ?? null,
    history: [],
    checks: auditChecks(),
    results,
    notes: [...facts.notes, ...suppressionNotes(facts, results)],
  }
}

/** @returns the report without milder failures; its score stays that of all. */
export function leaveOutMilder(report: AuditReport, minLevel: Level): AuditReport {
  const least = LEVELS.indexOf(minLevel)
  const results = report.results.filter(
    ({ result, level }) => result !== 'failed' || LEVELS.indexOf(level) >= least,
  )
  return { ...report, results, summary: summaryOf(results) }
}

/** What is looked for. */
export const auditChecks = (): readonly AuditCheck[] =>
  CHECKS.map(({ id, title, level, rows, why, cis, controls }) => ({
    id,
    title,
    level,
    rows,
    why,
    cis,
    controls,
  }))

function resultOf(
  { check, accountId, region, level, outcome }: CheckOutcome,
  suppressions: readonly Suppression[],
): AuditResult {
  const { result, resource, evidence, use, fix = [], notKnown } = outcome
  const suppressed =
    result === 'failed' ? suppressionOf({ check: check.id, resource, accountId }, suppressions) : undefined
  return {
    check: check.id,
    result,
    level,
    accountId,
    region: region ?? null,
    resource,
    evidence,
    use: use ?? null,
    fix: fix.flatMap(stepsOf),
    notKnown: notKnown ?? null,
    suppressed: suppressed === undefined ? null : { reason: suppressed.reason, until: suppressed.until },
    incidents: [],
  }
}

function stepsOf(step: Step): readonly AuditStep[] {
  if (typeof step === 'string') return [{ note: step }]
  const { commands, notes } = writeCalls([step satisfies AwsCall])
  return [...commands.map((run) => ({ run })), ...notes.map((note) => ({ note }))]
}

function summaryOf(results: readonly AuditResult[]): AuditSummary {
  const count = (result: Result): number => results.filter((one) => one.result === result).length
  const open = results.filter(({ result, suppressed }) => result === 'failed' && suppressed === null)
  const byLevel: Partial<Record<Level, number>> = {}
  for (const { level } of open) byLevel[level] = (byLevel[level] ?? 0) + 1
  return {
    failed: open.length,
    failedByLevel: byLevel,
    suppressed: count('failed') - open.length,
    notKnown: count('notKnown'),
    passed: count('passed'),
    notApplicable: count('notApplicable'),
  }
}

function suppressionNotes(
  { suppressions, today }: ReportFacts,
  results: readonly AuditResult[],
): readonly string[] {
  const ids = new Set(CHECKS.map(({ id }) => id))
  return suppressions.flatMap((one) => {
    const named = `The suppression of ${one.check}${one.resource === undefined ? '' : ` for ${one.resource}`} (${one.reason})`
    if (!ids.has(one.check)) return [`${named} names no check: "trailhound audit checks" lists them.`]
    if (hasRunOut(one, today)) return [`${named} ran out on ${one.until}.`]
    const isUsed = results.some(
      ({ check, resource, accountId, result }) =>
        result === 'failed' && suppressionOf({ check, resource, accountId }, [one]) !== undefined,
    )
    return isUsed ? [] : [`${named} hides nothing: take it out.`]
  })
}
