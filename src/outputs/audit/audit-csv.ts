import type { AuditReport, AuditResult, AuditStep } from '#posture/index.ts'
import { csvLine } from '../csv.ts'

const COLUMNS: Readonly<Record<string, (result: AuditResult) => string>> = {
  check: ({ check }) => check,
  result: ({ result }) => result,
  level: ({ level }) => level,
  accountId: ({ accountId }) => accountId,
  region: ({ region }) => region ?? '',
  resource: ({ resource }) => resource,
  evidence: ({ evidence }) => evidence,
  use: ({ use }) => use ?? '',
  fix: ({ fix }) => fix.map(stepText).join(' '),
  action: ({ notKnown }) => notKnown?.action ?? '',
  error: ({ notKnown }) => notKnown?.error ?? '',
  leavesOpen: ({ notKnown }) => notKnown?.leavesOpen ?? '',
  incidents: ({ incidents }) => incidents.map(({ id }) => id).join(' '),
  suppressedFor: ({ suppressed }) => suppressed?.reason ?? '',
  suppressedUntil: ({ suppressed }) => suppressed?.until ?? '',
}

/** Every result a line, with a header (RFC 4180); formulas disarmed. */
export function* auditCsv({ results }: AuditReport): Generator<string> {
  yield csvLine(Object.keys(COLUMNS))
  for (const result of results) yield csvLine(Object.values(COLUMNS).map((read) => read(result)))
}

const stepText = (step: AuditStep): string => ('run' in step ? `${step.run};` : step.note)
