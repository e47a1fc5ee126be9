import { type DetectionScope, filtersOf, type RuleSet, scopeSql } from '#detections/index.ts'
import { type Finding, LEVELS, type Level, worstFirst } from '#findings/index.ts'
import { type BuiltIncidents, buildIncidents } from '#incidents/index.ts'
import {
  buildReport,
  coverageNotes,
  type EmptyScope,
  type Report,
  reportGuardDuty,
  type ToldIncident,
} from '#outputs/index.ts'
import { type KeptAudit, standingRisk } from '#posture/index.ts'
import { type Fragment, sql } from '#store/index.ts'
import { updateAddresses } from './addresses.ts'
import { newestAudits } from './audit/kept-audits.ts'
import { subjectOf } from './audit/subject-of.ts'
import { detectDepartures } from './behaviours.ts'
import { coverageOf } from './coverage.ts'
import { detect } from './detect.ts'
import { guardDutySeen } from './guardduty.ts'
import { underKnownIds } from './incidents/under-known-ids.ts'
import { type IngestProgress, type IngestResult, ingest } from './ingest/ingest.ts'
import { inputFacts } from './input-facts.ts'
import { lakeEvents } from './lake.ts'
import { upToDateProfiles } from './profiles.ts'
import { readLimitsOf, type Settings } from './settings.ts'
import { TOOL } from './tool.ts'
import { applyExceptions } from './tuning/apply-exceptions.ts'
import type { Workspace } from './wire.ts'

export interface InvestigateOptions {
  readonly settings: Settings
  readonly rules: RuleSet
  /** Times, accounts and regions to look at; which sources is known from the inputs. */
  readonly scope: Omit<DetectionScope, 'sourceIds'>
  /** Milder findings are left out. */
  readonly minLevel: Level
  /** Nothing is hidden. */
  readonly withoutExceptions?: boolean
  readonly signal: AbortSignal
  readonly onProgress: (stage: string, progress: IngestProgress) => void
}

/** What a look at the logs comes to. */
export interface Run {
  readonly report: Report
  /** The report's incidents, each whole; one whose events are out of reach is not among them. */
  readonly told: readonly ToldIncident[]
  /** Of every level. */
  readonly findings: readonly Finding[]
}

/** Raw logs to a report in one go. */
export async function investigate(
  inputs: readonly string[],
  workspace: Workspace,
  options: InvestigateOptions,
): Promise<Run> {
  const { settings, signal } = options
  const result = await ingest(inputs, workspace, {
    limits: readLimitsOf(settings),
    workerCount: workspace.threads,
    signal,
    onProgress: (progress) => options.onProgress('Reading', progress),
  })
  return await reportOn(
    workspace,
    result,
    { ...options.scope, sourceIds: await sourceScope(workspace, result) },
    options,
  )
}

/** Looks at what the workspace holds already. */
export async function detectInWorkspace(
  workspace: Workspace,
  options: Omit<InvestigateOptions, 'signal' | 'onProgress'>,
): Promise<Run> {
  const sources = await workspace.state
    .selectFrom('sources')
    .select('id')
    .where('state', '=', 'done')
    .execute()
  const sourceIds = sources.map(({ id }) => id)
  const result = { sourceIds, skippedCount: sourceIds.length, problems: [] }
  return await reportOn(workspace, result, { ...options.scope, sourceIds: undefined }, options)
}

async function reportOn(
  workspace: Workspace,
  result: IngestResult,
  scope: DetectionScope,
  { settings, rules, minLevel, withoutExceptions }: Omit<InvestigateOptions, 'signal' | 'onProgress'>,
): Promise<Run> {
  const lookedMs = workspace.clock.nowMs()
  const { relation: addresses, basis } = await updateAddresses(workspace, settings)
  const profiles = await upToDateProfiles(workspace, addresses, basis)
  const events = await lakeEvents(workspace)
  const inScope: Fragment = sql`(select * from ${events} e where ${scopeSql(scope)})`
  const coverage = await coverageOf(workspace.engine, inScope)
  const ruled = await detect(workspace, events, { rules, settings, scope })
  const asked = { behaviours: rules.behaviours, addresses, profiles, scope }
  const departures = await detectDepartures(workspace, events, asked)
  const seen = await guardDutySeen(workspace, events, scope)
  const tuned = await applyExceptions(workspace, [...ruled, ...departures.findings, ...seen.findings], {
    settings,
    rules,
    events,
    without: withoutExceptions,
  })
  const built = await buildIncidents(workspace.engine, tuned.forIncidents, {
    events,
    addresses,
    profiles,
    scope: scopeSql(scope),
    isHeldOfAll: isAll(scope),
  })
  const findings = tuned.told(built.incidents)
  const input = await inputFacts(workspace, result)
  const nowMs = workspace.clock.nowMs()
  const keeping = { workspace, isWhole: isAll(scope), nowMs: lookedMs, isTrial: withoutExceptions === true }
  const audits = await newestAudits(workspace.state)
  const known = await underKnownIds(built, toldOf(built, { findings, audits, nowMs }), keeping)
  const told = toldOf(known, { findings, audits, nowMs })
  const guardduty = reportGuardDuty(seen, known.incidents, findings)
  const looked = coverage.accounts.reduce((sum, account) => sum + account.events, 0)
  const reading = {
    events: looked,
    emptyScope: looked > 0 ? undefined : await emptyScopeOf(workspace, events, scope),
    rejectedCount: input.rejectedCount,
    ...rulesRead(rules),
    guardDutyWithoutEvents: guardduty?.withoutEvents ?? 0,
    habits: departures.history,
  }
  const report = buildReport({
    tool: TOOL,
    generatedAtMs: nowMs,
    input: { ...input, events: looked },
    coverage: { ...coverage, notes: coverageNotes(coverage, reading) },
    rules: { loaded: countOf(rules), errors: rules.errors, warnings: rules.warnings },
    exceptions: tuned.report(built.incidents),
    guardduty,
    findings: findings.filter(({ level }) => LEVELS.indexOf(level) >= LEVELS.indexOf(minLevel)),
    ...known,
    standing: new Map(told.map(({ incident, standing }) => [incident.id, standing])),
  })
  return { report, told, findings }
}

const rulesRead = (rules: RuleSet) => ({
  brokenRuleFiles: new Set(rules.errors.map(({ file }) => file)).size,
  filters: filtersOf(rules).map(({ title }) => title),
})

/** What the same sources hold elsewhere, where the part asked for holds nothing; undefined where all of them were asked for. */
async function emptyScopeOf(
  { engine }: Workspace,
  events: Fragment,
  { sourceIds, ...asked }: DetectionScope,
): Promise<EmptyScope | undefined> {
  if (isAll({ ...asked, sourceIds: undefined })) return undefined
  const all = { ...asked, sourceIds, fromMs: undefined, toMs: undefined, accounts: [], regions: [] }
  const held = await coverageOf(engine, sql`(select * from ${events} e where ${scopeSql(all)})`)
  return { ...asked, held }
}

const countOf = ({ rules, correlations, behaviours }: RuleSet): number =>
  rules.length + correlations.length + behaviours.length

/** Whether a scope leaves nothing out. */
const isAll = ({ fromMs, toMs, accounts, regions, sourceIds }: DetectionScope): boolean =>
  fromMs === undefined &&
  toMs === undefined &&
  sourceIds === undefined &&
  accounts.length + regions.length === 0

interface Telling {
  readonly findings: readonly Finding[]
  readonly audits: readonly KeptAudit[]
  readonly nowMs: number
}

function toldOf(
  { incidents, stories }: BuiltIncidents,
  { findings: all, audits, nowMs }: Telling,
): Run['told'] {
  const byId = new Map(all.map((finding) => [finding.id, finding]))
  return incidents.flatMap((incident) => {
    const story = stories.get(incident.id)
    if (story === undefined) return []
    const findings = incident.findingIds.flatMap((id) => byId.get(id) ?? []).toSorted(worstFirst)
    const standing = standingRisk(audits, subjectOf(incident, story))
    return [{ incident, story, findings, standing, tool: TOOL, toldMs: nowMs }]
  })
}

/**
 * The sources whose events are looked at: those named, and those that held some of their events before. Undefined when that
 * is all there is in the workspace.
 */
async function sourceScope(
  { state }: Workspace,
  { sourceIds }: IngestResult,
): Promise<readonly number[] | undefined> {
  const all = await state.selectFrom('sources').select('id').where('state', '=', 'done').execute()
  const wanted = new Set(sourceIds)
  if (all.every(({ id }) => wanted.has(id))) return undefined
  const overlaps = await state.selectFrom('overlaps').selectAll().execute()
  const holders = overlaps.filter(({ source_id }) => wanted.has(source_id)).map(({ other_id }) => other_id)
  return [...wanted, ...holders]
}
