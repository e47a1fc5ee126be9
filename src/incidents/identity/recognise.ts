import type { Incident } from '../incident.ts'
import { isLongTermKey } from '../long-term-key.ts'
import type { Story } from '../story/story.ts'
import type { Known } from './known.ts'
import type { Recognisable } from './tie.ts'

/** By what an incident is recognised in a later run: by all that was ever known of it. */
export function recognisable(incident: Incident, story: Story, known: Known): Recognisable {
  const { id, firstMs, lastMs } = incident
  return {
    id,
    firstMs,
    lastMs,
    eventIds: new Set(incident.eventIds),
    knownEventIds: new Set(known.eventIds),
    findingIds: new Set(known.findingIds),
    accessKeys: new Set(known.accessKeys),
    madeKeys: new Set(madeKeys(story)),
  }
}

const madeKeys = ({ lineage }: Story): readonly string[] =>
  lineage
    .filter(({ kind, parent, credential }) => kind === 'key' && parent !== null && isLongTermKey(credential))
    .map(({ credential }) => credential)
