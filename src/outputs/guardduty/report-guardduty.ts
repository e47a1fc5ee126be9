import { type Finding, LEVELS } from '#findings/index.ts'
import type { Incident } from '#incidents/index.ts'

/** What GuardDuty saw and we did not, and the reverse. Counts are exact; every finding is in one of the last five. */
export interface ReportGuardDuty {
  /** Findings given beside the logs, each once; samples are not among them. */
  readonly findings: number
  readonly samples: number
  /** Of `findings`, put aside in GuardDuty: they raise nothing by themselves. */
  readonly archived: number
  /** In an incident that our own detections raise as well. */
  readonly agreed: number
  /** In an incident that nothing but GuardDuty raises. */
  readonly raisedAlone: number
  /** In no incident, though these logs hold their events. */
  readonly inNone: number
  /** In no incident: these logs hold none of their events. */
  readonly withoutEvents: number
  /** Beyond what is told one by one. */
  readonly untold: number
  /** In no incident, and of medium level or above, whatever is shown of them: they count in verdict and exit code. */
  readonly worthALook: number
  /** Which findings stand behind which incident. */
  readonly incidents: readonly { readonly incidentId: string; readonly findingIds: readonly string[] }[]
  /** Ids of incidents that nothing but GuardDuty raises. */
  readonly incidentsAlone: readonly string[]
  /** Ids of incidents that GuardDuty said nothing about. */
  readonly incidentsUnseen: readonly string[]
}

export interface GuardDutyFacts {
  readonly findings: readonly Finding[]
  readonly count: number
  readonly sampleCount: number
  readonly archivedCount: number
}

const MEDIUM = LEVELS.indexOf('medium')

/**
 * @param all - every finding that incidents name, whatever is shown of them.
 * @returns null where none of GuardDuty's findings were given.
 */
export function reportGuardDuty(
  { findings, count, sampleCount, archivedCount }: GuardDutyFacts,
  incidents: readonly Pick<Incident, 'id' | 'findingIds'>[],
  all: readonly Finding[],
): ReportGuardDuty | null {
  if (count + sampleCount === 0) return null
  const theirs = new Set(findings.map(({ id }) => id))
  const ours = new Set(all.filter((one) => !theirs.has(one.id) && isGrave(one)).map(({ id }) => id))
  const seen = incidents
    .map(({ id, findingIds }) => ({
      incidentId: id,
      findingIds: findingIds.filter((one) => theirs.has(one)),
      isOurs: findingIds.some((one) => ours.has(one)),
    }))
    .filter(({ findingIds }) => findingIds.length > 0)
  const agreed = new Set(seen.filter(({ isOurs }) => isOurs).flatMap(({ findingIds }) => findingIds))
  const tied = new Set(seen.flatMap(({ findingIds }) => findingIds))
  const loose = findings.filter(({ id }) => !tied.has(id))
  const withoutEvents = loose.filter(({ eventIds }) => eventIds.length === 0).length
  return {
    findings: count,
    samples: sampleCount,
    archived: archivedCount,
    agreed: agreed.size,
    raisedAlone: tied.size - agreed.size,
    inNone: loose.length - withoutEvents,
    withoutEvents,
    untold: count - findings.length,
    worthALook: looseGuardDuty({ findings: all, incidents }).length,
    incidents: seen.map(({ incidentId, findingIds }) => ({ incidentId, findingIds })),
    incidentsAlone: seen.filter(({ isOurs }) => !isOurs).map(({ incidentId }) => incidentId),
    incidentsUnseen: incidents
      .map(({ id }) => id)
      .filter((id) => !seen.some(({ incidentId }) => incidentId === id)),
  }
}

/** Findings of GuardDuty's that no incident tells and that are worth a look by themselves. */
export function looseGuardDuty<T extends Pick<Finding, 'id' | 'kind' | 'level'>>(report: {
  readonly findings: readonly T[]
  readonly incidents: readonly { readonly findingIds: readonly string[] }[]
}): readonly T[] {
  const told = new Set(report.incidents.flatMap(({ findingIds }) => findingIds))
  return report.findings.filter((one) => one.kind === 'guardduty' && isGrave(one) && !told.has(one.id))
}

const isGrave = ({ level }: Pick<Finding, 'level'>): boolean => LEVELS.indexOf(level) >= MEDIUM
