import { LEVELS, type Level } from '#findings/index.ts'
import type { TruthRow } from '#simulation/index.ts'
import { type IncidentScores, scoreIncidents } from './score-incidents.ts'
import { type RankScore, scoreRanks } from './score-ranks.ts'
import type { SeenFinding, SeenIncident, SeenReport } from './seen-report.ts'

/** One organisation that was played, and what the command said of it. */
export interface Played {
  readonly seed: number
  readonly days: number
  readonly events: number
  readonly truth: readonly TruthRow[]
  /** Times of the events that the truth names, ms since epoch. */
  readonly times: ReadonlyMap<string, number>
  readonly report: SeenReport
}

export interface AttackScore {
  readonly id: string
  readonly rows: readonly string[]
  readonly stealth: number
  /** The gravest finding that names one of the attack's events; undefined: none of low or above does. */
  readonly level: Level | undefined
  readonly detection: string | undefined
  /** The gravest such finding by kind: `rule` (Sigma, correlations), or the finding's own word. */
  readonly levelByKind: Readonly<Record<string, Level>>
  /** The gravest finding of which at least half the evidence is the attack's: it does not stand there anyway. */
  readonly levelOwn: Level | undefined
  /** The gravest finding on a key or principal of the attack, in the attack's time, whatever events it names. */
  readonly levelOnSubject: Level | undefined
  /** Rows of the mission under which it was seen. */
  readonly rowsSeen: readonly string[]
  /** From the attack's first event to its first one that a finding of medium or above names. */
  readonly detectMs: number | undefined
  /** Of the attack's events, those that findings of low or above name: 0 to 1. */
  readonly named: number
  readonly severity: Level | undefined
  readonly rank: number | undefined
}

export interface OrdinaryScore {
  readonly id: string
  readonly name: string
  /** Findings that name one of its events, by level; and which detections of medium or above they are. */
  readonly levels: LevelCounts
  readonly detections: readonly string[]
  readonly severity: Level | undefined
}

export type LevelCounts = Readonly<Record<Level, number>>

export interface SeedScore {
  readonly seed: number
  readonly days: number
  readonly events: number
  readonly attacks: readonly AttackScore[]
  readonly ordinary: readonly OrdinaryScore[]
  /** Findings that name an event of an attack; else of a hard ordinary event; else of everyday life. */
  readonly findings: {
    readonly true: LevelCounts
    readonly ordinary: LevelCounts
    readonly everyday: LevelCounts
  }
  /** False alarms of low or above, by detection. */
  readonly noise: Readonly<Record<string, LevelCounts>>
  readonly ranks: RankScore
  readonly incidents: IncidentScores
}

const LOW = LEVELS.indexOf('low')
const MEDIUM = LEVELS.indexOf('medium')

/** Compares what was seen with what happened. Findings of `informational` are nobody's alarm: they find nothing. */
export function scoreSeed({ seed, days, events, truth, times, report }: Played): SeedScore {
  const attacks = truth.filter(({ kind }) => kind === 'attack')
  const ordinary = truth.filter(({ kind }) => kind === 'ordinary')
  const touching = touches(report.findings)
  const trueIds = idsOf(attacks.flatMap(touching))
  const ordinaryIds = idsOf(ordinary.flatMap(touching))
  const sorts = Map.groupBy(report.findings, ({ id }) => {
    if (trueIds.has(id)) return 'true'
    return ordinaryIds.has(id) ? 'ordinary' : 'everyday'
  })
  const falseAlarms = report.findings.filter(({ id, level }) => !trueIds.has(id) && gravity(level) >= LOW)
  return {
    seed,
    days,
    events,
    attacks: attacks.map((attack) => scoreAttack(attack, { touched: touching(attack), times, report })),
    ordinary: ordinary.map((one) => scoreOrdinary(one, touching(one), report)),
    findings: {
      true: countLevels(sorts.get('true') ?? []),
      ordinary: countLevels(sorts.get('ordinary') ?? []),
      everyday: countLevels(sorts.get('everyday') ?? []),
    },
    noise: Object.fromEntries(
      [...Map.groupBy(falseAlarms, ({ detection }) => detection)].map(([id, found]) => [
        id,
        countLevels(found),
      ]),
    ),
    incidents: scoreIncidents(truth, report.incidents),
    ranks: scoreRanks(report.incidents.map(({ findingIds }) => findingIds.some((id) => trueIds.has(id)))),
  }
}

function scoreAttack(
  attack: TruthRow,
  seen: {
    readonly touched: readonly SeenFinding[]
    readonly times: ReadonlyMap<string, number>
    readonly report: SeenReport
  },
): AttackScore {
  const { touched, times, report } = seen
  const alarms = touched.filter(({ level }) => gravity(level) >= LOW).toSorted(worstFirst)
  const own = new Set(attack.eventIds)
  const namedBy = (findings: readonly SeenFinding[]): readonly string[] => [
    ...new Set(findings.flatMap(({ eventIds }) => eventIds.filter((id) => own.has(id)))),
  ]
  const onSubject = report.findings.filter((finding) => isOnSubject(finding, attack)).toSorted(worstFirst)
  const grave = namedBy(alarms.filter(({ level }) => gravity(level) >= MEDIUM))
  const detectedMs = Math.min(...grave.map((id) => times.get(id) ?? Number.POSITIVE_INFINITY))
  const incident = worstIncident(report.incidents, idsOf(alarms))
  return {
    id: attack.id,
    rows: attack.rows,
    stealth: attack.stealth,
    level: alarms[0]?.level,
    detection: alarms[0]?.detection,
    levelByKind: Object.fromEntries(alarms.toReversed().map(({ kind, level }) => [kindWord(kind), level])),
    levelOwn: alarms.find(
      ({ eventIds }) => 2 * eventIds.filter((id) => own.has(id)).length >= eventIds.length,
    )?.level,
    levelOnSubject: onSubject[0]?.level,
    rowsSeen: [...new Set(alarms.flatMap(({ rows }) => rows))].toSorted(),
    detectMs: Number.isFinite(detectedMs) ? detectedMs - attack.firstMs : undefined,
    named: namedBy(alarms).length / Math.max(1, own.size),
    severity: incident?.severity,
    rank: incident?.rank,
  }
}

function scoreOrdinary(one: TruthRow, touched: readonly SeenFinding[], report: SeenReport): OrdinaryScore {
  const grave = touched.filter(({ level }) => gravity(level) >= MEDIUM)
  return {
    id: one.id,
    name: one.name,
    levels: countLevels(touched),
    detections: [...new Set(grave.toSorted(worstFirst).map(({ detection }) => detection))],
    severity: worstIncident(report.incidents, idsOf(grave))?.severity,
  }
}

/** Findings that name at least one event of a row of the truth. */
function touches(findings: readonly SeenFinding[]): (row: TruthRow) => readonly SeenFinding[] {
  const byEvent = new Map<string, SeenFinding[]>()
  for (const finding of findings) {
    for (const id of finding.eventIds) byEvent.set(id, [...(byEvent.get(id) ?? []), finding])
  }
  return ({ eventIds }) => [...new Set(eventIds.flatMap((id) => byEvent.get(id) ?? []))]
}

function isOnSubject(finding: SeenFinding, { accessKeys, principals, firstMs, lastMs }: TruthRow): boolean {
  if (gravity(finding.level) < LOW) return false
  // The log's times are to the second.
  if (Date.parse(finding.firstEvent) > lastMs || Date.parse(finding.lastEvent) < firstMs - 1000) return false
  if (finding.principal !== null && principals.includes(finding.principal)) return true
  return finding.accessKeys.some((key) => accessKeys.includes(key))
}

const worstIncident = (
  incidents: readonly SeenIncident[],
  findingIds: ReadonlySet<string>,
): SeenIncident | undefined =>
  incidents
    .filter((one) => one.findingIds.some((id) => findingIds.has(id)))
    .toSorted((a, b) => a.rank - b.rank)[0]

const kindWord = (kind: string): string => (kind === 'sigma' || kind === 'correlation' ? 'rule' : kind)

const idsOf = (findings: readonly SeenFinding[]): ReadonlySet<string> => new Set(findings.map(({ id }) => id))

export const gravity = (level: Level): number => LEVELS.indexOf(level)

const worstFirst = (a: SeenFinding, b: SeenFinding): number => gravity(b.level) - gravity(a.level)

function countLevels(findings: readonly SeenFinding[]): LevelCounts {
  const counts = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 }
  for (const { level } of findings) counts[level]++
  return counts
}
