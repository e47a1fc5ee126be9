/** outputs: findings and incidents leave the tool. Pure rendering: never asks the store, never reads the environment. */
export { auditAsff } from './audit/audit-asff.ts'
export { auditCsv } from './audit/audit-csv.ts'
export { auditDiffText } from './audit/audit-diff-text.ts'
export { auditHtml } from './audit/audit-html.ts'
export { auditDiffJson, auditJson, checksJson, policyJson } from './audit/audit-json.ts'
export { auditOcsf } from './audit/audit-ocsf.ts'
export { type AuditTextOptions, auditText } from './audit/audit-text.ts'
export { checksText } from './audit/checks-text.ts'
export { policyText } from './audit/policy-text.ts'
export { coverageNotes, type EmptyScope, type ReadingFacts } from './coverage-notes.ts'
export { toCsv } from './csv.ts'
export { type GuardDutyFacts, reportGuardDuty } from './guardduty/report-guardduty.ts'
export type { HabitFacts } from './habit-notes.ts'
export { type HarmlessOptions, harmless } from './harmless.ts'
export { type AsffOptions, asff } from './incident/asff.ts'
export { incidentHtml } from './incident/html/incident-page.ts'
export { type IncidentFile, incidentFiles } from './incident/incident-files.ts'
export { incidentMarkdown } from './incident/markdown.ts'
export { ocsfDetectionFinding } from './incident/ocsf.ts'
export type { ReportStory } from './incident/report-story.ts'
export { type IncidentTerminalOptions, incidentTerminal } from './incident/terminal-story.ts'
export { timelineCsv } from './incident/timeline-csv.ts'
export type { ToldIncident } from './incident/told-incident.ts'
export { ingestJson, ingestText } from './ingest-report.ts'
export { jsonText, toJson, toJsonl } from './json.ts'
export { lineageJson, lineageText } from './lineage-report.ts'
export type { PageOptions } from './page.ts'
export {
  openProgress,
  type Progress,
  type ProgressStream,
  type ProgressWriter,
  progressLine,
} from './progress.ts'
export { type QueryResult, queryCsv, queryJson, queryJsonl, queryTable } from './query-result.ts'
export {
  type AccountCoverage,
  buildReport,
  type DataEvents,
  type Gap,
  type NotEvents,
  type Rejected,
  type Report,
  type ReportCoverage,
  type ReportFinding,
  type ReportIncident,
  type ReportInput,
  type ReportRules,
  type ReportTool,
  type RuleProblem,
  type RunFacts,
} from './report.ts'
export {
  type LintReport,
  lintJson,
  lintText,
  type RuleCounts,
  type RuleDetails,
  type RuleSummary,
  ruleJson,
  rulesListJson,
  rulesListText,
  ruleText,
} from './rules-report.ts'
export {
  type Departure,
  type SubjectDay,
  type SubjectDimension,
  type SubjectReport,
  type SubjectTotals,
  type SubjectValue,
  subjectJson,
} from './subject-report.ts'
export { subjectText } from './subject-text.ts'
export { type TerminalOptions, toTerminal } from './terminal.ts'
export { isoTime } from './times.ts'
export { incidentListJson, incidentListText } from './triage/incident-list.ts'
export type { SavedIncident, TriagedIncident } from './triage/saved-incident.ts'
export { shownIncidentJson } from './triage/shown-json.ts'
export { historyText, triageJson, triageText } from './triage/triage-text.ts'
export { type ExceptionList, exceptionListJson, exceptionListText } from './tuning/exception-list.ts'
export {
  type AlsoHidden,
  type Proposal,
  type ProposedException,
  proposalJson,
  proposalText,
} from './tuning/proposal.ts'
export type { ExceptionFacts } from './tuning/report-exceptions.ts'
export {
  isBlinded,
  type LostAttack,
  type SelftestReport,
  selftestJson,
  selftestText,
} from './tuning/selftest-report.ts'
export {
  type CheckedException,
  needsALook,
  type TuningCheck,
  tuningCheckJson,
  tuningCheckText,
} from './tuning/tuning-check.ts'
export { isStillOpen, type Verdict, verdictOf } from './verdict.ts'
export { type WorkspaceDay, type WorkspaceReport, workspaceJson, workspaceText } from './workspace-report.ts'
