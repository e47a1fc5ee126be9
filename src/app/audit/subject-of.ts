import type { Incident, Story } from '#incidents/index.ts'
import type { Subject } from '#posture/index.ts'

/** What an incident is about, for the audit. */
export function subjectOf(
  { accessKeys, principals, accountIds }: Pick<Incident, 'accessKeys' | 'principals' | 'accountIds'>,
  { damage, timeline }: Pick<Story, 'damage' | 'timeline'>,
): Subject {
  const harms = [damage.taken, damage.changed, damage.created, damage.money, damage.read].flat()
  return {
    accessKeys,
    principals,
    accountIds,
    things: harms.map(({ what, kind, accountId }) => ({ name: what, kind, accountId })),
    regions: [...new Set(timeline.flatMap(({ region }) => region ?? []))],
  }
}
