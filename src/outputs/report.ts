import { type Finding, type Level, worstFirst } from '#findings/index.ts'
import {
  type Incident,
  type Resolution,
  type Severity,
  type Status,
  type Story,
  type Triage,
  UNTOUCHED,
} from '#incidents/index.ts'
import type { StandingRisk } from '#posture/index.ts'
import type { ReportGuardDuty } from './guardduty/report-guardduty.ts'
import { type ReportStory, reportStory } from './incident/report-story.ts'
import { isoTime } from './times.ts'
import {
  type ExceptionFacts,
  NO_EXCEPTIONS,
  type ReportExceptions,
  reportExceptions,
} from './tuning/report-exceptions.ts'

/**
 * One run, as `--json` prints it (schemas/report.schema.json). Plain JSON: times are ISO 8601 strings in UTC, what is
 * unknown is null, no key is ever left out.
 */
export interface Report {
  readonly schemaVersion: 1
  readonly tool: ReportTool
  readonly generatedAt: string
  readonly input: ReportInput
  readonly coverage: ReportCoverage
  readonly rules: ReportRules
  readonly exceptions: ReportExceptions
  /** Null where no findings of GuardDuty's were given. */
  readonly guardduty: ReportGuardDuty | null
  readonly findings: readonly ReportFinding[]
  readonly incidents: readonly ReportIncident[]
}

export interface ReportTool {
  readonly name: string
  readonly version: string
}

/** What was read. Whoever fills it bounds the lists (1000 each is plenty) and keeps the counts exact. */
export interface ReportInput {
  /** Source objects read in this run: files, members of zips, standard input. */
  readonly files: number
  /** Source objects that the workspace already held unchanged. */
  readonly skipped: number
  /** Bytes of the source objects at rest (compressed). */
  readonly bytes: number
  readonly records: number
  /** Events that were looked at: new ones of this run and those the workspace held, within the limits asked for. */
  readonly events: number
  /** Records that were there before, by eventID and account. */
  readonly duplicates: number
  /** GuardDuty's findings among the records, each once. */
  readonly guardDutyFindings: number
  readonly rejected: readonly Rejected[]
  readonly rejectedCount: number
  readonly notEvents: readonly NotEvents[]
  readonly notEventsCount: number
}

/** Something that could not be taken for events. */
export interface Rejected {
  readonly file: string
  /** `record 17`, `line 3`, `file`. */
  readonly place: string
  readonly reason: string
}

/** A file that was recognised and holds no events: `CloudTrail digest`. */
export interface NotEvents {
  readonly file: string
  readonly what: string
}

/** What the logs can show, and what not. */
export interface ReportCoverage {
  readonly accounts: readonly AccountCoverage[]
  /** Regions with at least one event, sorted. */
  readonly regionsWithEvents: readonly string[]
  /** True where at least one data event of that kind was met. */
  readonly dataEvents: DataEvents
  /** True where at least one management event that only reads was met. */
  readonly readEvents: boolean
  readonly gaps: readonly Gap[]
  /** Days with at least one event. */
  readonly days: number
  readonly firstEvent: string | null
  readonly lastEvent: string | null
  /** Sentences: what these logs cannot show (`coverageNotes`). */
  readonly notes: readonly string[]
}

export interface AccountCoverage {
  readonly id: string
  readonly regions: readonly string[]
  readonly firstEvent: string
  readonly lastEvent: string
  readonly events: number
}

export interface DataEvents {
  readonly s3: boolean
  readonly lambda: boolean
  readonly dynamodb: boolean
}

/** A stretch without events where the account and region have some before and after. */
export interface Gap {
  readonly accountId: string
  readonly region: string
  readonly from: string
  readonly to: string
}

export interface ReportRules {
  /** Detections that were asked. */
  readonly loaded: number
  readonly errors: readonly RuleProblem[]
  readonly warnings: readonly RuleProblem[]
}

/** A rule that could not be compiled (error) or that will hardly do what it should (warning). */
export interface RuleProblem {
  readonly file: string
  readonly line: number
  readonly reason: string
}

/** A finding with ISO times, and null where something is unknown. */
export interface ReportFinding
  extends Omit<Finding, 'firstMs' | 'lastMs' | 'techniques' | 'principal' | 'actorClass' | 'accountId'> {
  readonly level: Level
  readonly techniques: readonly { readonly id: string; readonly name: string | null }[]
  readonly principal: string | null
  readonly actorClass: string | null
  readonly accountId: string | null
  readonly firstEvent: string
  readonly lastEvent: string
}

export interface ReportIncident extends Omit<Incident, 'firstMs' | 'lastMs' | 'detectedMs'> {
  readonly severity: Severity
  readonly firstEvent: string
  readonly lastEvent: string
  readonly detectedAt: string
  /** What people made of it. */
  readonly status: Status
  /** Of a closed one. */
  readonly resolution: Resolution | null
  /** Null where no story was asked for. */
  readonly story: ReportStory | null
  /** What the last audits say of who and what it is about; null where none saw its accounts. */
  readonly standingRisk: StandingRisk | null
}

export interface RunFacts {
  readonly tool: ReportTool
  readonly generatedAtMs: number
  readonly input: ReportInput
  readonly coverage: ReportCoverage
  readonly rules: ReportRules
  /** Left out where there are none. */
  readonly exceptions?: ExceptionFacts
  readonly guardduty?: ReportGuardDuty | null
  /** Those that are to be told. */
  readonly findings: readonly Finding[]
  readonly incidents: readonly Incident[]
  /** By incident id: what people made of those that are kept. */
  readonly triage?: ReadonlyMap<string, Triage>
  /** By incident id. */
  readonly stories?: ReadonlyMap<string, Story>
  /** By incident id. */
  readonly standing?: ReadonlyMap<string, StandingRisk>
}

/**
 * The document of a run, findings worst first whatever order they came in: what the run found out, with times and unknowns as JSON has
 * them. No id stands in it for a finding that was left out.
 */
export function buildReport(run: RunFacts): Report {
  const told = new Set(run.findings.map(({ id }) => id))
  const onlyTold = (ids: readonly string[]): readonly string[] => ids.filter((id) => told.has(id))
  return {
    schemaVersion: 1,
    tool: run.tool,
    generatedAt: isoTime(run.generatedAtMs),
    input: run.input,
    coverage: run.coverage,
    rules: run.rules,
    exceptions: reportExceptions(run.exceptions ?? NO_EXCEPTIONS),
    guardduty:
      run.guardduty === null || run.guardduty === undefined ? null : guardDutyOf(run.guardduty, onlyTold),
    findings: run.findings.toSorted(worstFirst).map(reportFinding),
    incidents: run.incidents.map((incident) =>
      reportIncident(
        { ...incident, findingIds: onlyTold(incident.findingIds) },
        {
          story: storyOf(run.stories?.get(incident.id), onlyTold),
          triage: run.triage?.get(incident.id),
          standing: run.standing?.get(incident.id),
        },
      ),
    ),
  }
}

type OnlyTold = (ids: readonly string[]) => readonly string[]

const guardDutyOf = (guardduty: ReportGuardDuty, onlyTold: OnlyTold): ReportGuardDuty => ({
  ...guardduty,
  incidents: guardduty.incidents.map((one) => ({ ...one, findingIds: onlyTold(one.findingIds) })),
})

const storyOf = (story: Story | undefined, onlyTold: OnlyTold): Story | undefined =>
  story && {
    ...story,
    timeline: story.timeline.map((entry) => ({ ...entry, findingIds: onlyTold(entry.findingIds) })),
  }

export function reportFinding({ firstMs, lastMs, ...finding }: Finding): ReportFinding {
  return {
    ...finding,
    techniques: finding.techniques.map(({ id, name }) => ({ id, name: name ?? null })),
    principal: finding.principal ?? null,
    actorClass: finding.actorClass ?? null,
    accountId: finding.accountId ?? null,
    firstEvent: isoTime(firstMs),
    lastEvent: isoTime(lastMs),
  }
}

/** What is known of an incident beside itself. */
interface IncidentFacts {
  readonly story?: Story | undefined
  readonly triage?: Triage | undefined
  readonly standing?: StandingRisk | undefined
}

export function reportIncident(
  { firstMs, lastMs, detectedMs, ...incident }: Incident,
  { story, triage = UNTOUCHED, standing }: IncidentFacts = {},
): ReportIncident {
  return {
    ...incident,
    firstEvent: isoTime(firstMs),
    lastEvent: isoTime(lastMs),
    detectedAt: isoTime(detectedMs),
    status: triage.status,
    resolution: triage.resolution ?? null,
    story: story === undefined ? null : reportStory(story),
    standingRisk: standing === undefined || standing.audits.length === 0 ? null : standing,
  }
}
