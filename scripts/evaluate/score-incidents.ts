import type { Level } from '#findings/index.ts'
import type { TruthRow } from '#simulation/index.ts'
import type { SeenIncident } from './seen-report.ts'

/** How well the incidents tell one attack. Shares are 0 to 1. */
export interface IncidentScore {
  readonly attack: string
  /** Undefined: no incident names one of its events. */
  readonly severity: Level | undefined
  readonly rank: number | undefined
  /** Of the attack's events, those in its best incident; of that incident's events, those of the attack. */
  readonly recall: number
  readonly purity: number
  /** Of the keys used or begotten, those in it. */
  readonly keys: number
  /** Incidents that name an event of the attack: one is right. */
  readonly incidents: number
}

export interface IncidentScores {
  readonly attacks: readonly IncidentScore[]
  /** Incidents that name no event of an attack, the worst first. */
  readonly false: readonly { readonly rank: number; readonly severity: Level; readonly title: string }[]
}

export function scoreIncidents(
  truth: readonly TruthRow[],
  incidents: readonly SeenIncident[],
): IncidentScores {
  const attacks = truth.filter(({ kind }) => kind === 'attack')
  const attacked = new Set(attacks.flatMap(({ eventIds }) => eventIds))
  return {
    attacks: attacks.map((attack) => scoreOne(attack, incidents)),
    false: incidents
      .filter(({ eventIds }) => !eventIds.some((id) => attacked.has(id)))
      .map(({ rank, severity, title }) => ({ rank, severity, title })),
  }
}

function scoreOne({ id, eventIds, accessKeys }: TruthRow, incidents: readonly SeenIncident[]): IncidentScore {
  const own = new Set(eventIds)
  const shared = incidents
    .map((incident) => ({ incident, count: incident.eventIds.filter((one) => own.has(one)).length }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || a.incident.rank - b.incident.rank)
  const [best] = shared
  const held = new Set(best?.incident.accessKeys)
  return {
    attack: id,
    severity: best?.incident.severity,
    rank: best?.incident.rank,
    recall: (best?.count ?? 0) / Math.max(1, own.size),
    purity: (best?.count ?? 0) / Math.max(1, best?.incident.eventIds.length ?? 0),
    keys: accessKeys.length === 0 ? 1 : accessKeys.filter((key) => held.has(key)).length / accessKeys.length,
    incidents: shared.length,
  }
}
