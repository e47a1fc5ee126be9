import type { IncidentRisk, StandingRisk } from '#posture/index.ts'
import { counted } from '../numbers.ts'
import { plainTime } from '../times.ts'

const TIES: Readonly<Record<IncidentRisk['tie'], string>> = {
  actor: 'who acted',
  target: 'what it was done to',
  place: 'what hides a theft there',
}

/** What of the incident a risk is about. */
export const tieWords = ({ tie }: IncidentRisk): string => TIES[tie]

/** On which audits the risks rest, and how to come by those that are missing. */
export function standingNotes({ audits, notAudited, risks }: StandingRisk): readonly string[] {
  const seen = audits.map(
    ({ collectedAt, accounts }) =>
      `Settings of ${accounts.slice(0, 5).join(', ')} as they were on ${plainTime(collectedAt)}.`,
  )
  const nothing =
    audits.length > 0 && risks.length === 0
      ? ['No check failed about who acted, or about what it was done to.']
      : []
  const missing =
    notAudited.length === 0
      ? []
      : [
          `No audit that this workspace keeps saw ${counted(notAudited.length, 'account')} (${notAudited.slice(0, 5).join(', ')}): "trailhound audit collect --out snapshot.json", then "trailhound audit --snapshot snapshot.json --workspace <workspace>".`,
        ]
  return [...seen, ...nothing, ...missing]
}
