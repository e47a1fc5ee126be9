import { type Finding, LEVELS } from '#findings/index.ts'
import { byLetters } from '#kernel/index.ts'

/** What folding asks of a finding. */
export type Foldable = Pick<Finding, 'id' | 'kind' | 'level' | 'count' | 'eventIds'>

/**
 * Findings that another one of the same incident tells already: all their events are among those of a correlation that is
 * at least as grave. `snapshot shared` is a step of `snapshot made, then shared`.
 *
 * @returns the id of the finding that tells it, by the id of the one told.
 */
export function foldedInto(findings: readonly Foldable[]): ReadonlyMap<string, string> {
  const telling = findings
    .filter((finding) => finding.kind === 'correlation' && isWhole(finding))
    .toSorted(
      (a, b) => rankOf(b) - rankOf(a) || b.eventIds.length - a.eventIds.length || byLetters(a.id, b.id),
    )
    .map((finding) => ({ finding, events: new Set(finding.eventIds) }))
  const folded = new Map<string, string>()
  for (const finding of findings.filter(isWhole)) {
    const teller = telling.find(
      ({ finding: other, events }) =>
        other.id !== finding.id &&
        !folded.has(other.id) &&
        rankOf(other) >= rankOf(finding) &&
        events.size >= finding.eventIds.length &&
        finding.eventIds.every((id) => events.has(id)) &&
        isBefore(other, finding),
    )
    if (teller !== undefined) folded.set(finding.id, teller.finding.id)
  }
  return folded
}

/** Two correlations over the very same events: one tells the other, not both each other. */
function isBefore(teller: Foldable, told: Foldable): boolean {
  if (told.kind !== 'correlation' || rankOf(teller) > rankOf(told)) return true
  return teller.eventIds.length > told.eventIds.length || byLetters(teller.id, told.id) < 0
}

/** All of its events are named. */
const isWhole = ({ count, eventIds }: Foldable): boolean => eventIds.length > 0 && eventIds.length >= count

const rankOf = ({ level }: Foldable): number => LEVELS.indexOf(level)
