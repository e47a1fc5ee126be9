import type { Finding } from '#findings/index.ts'
import type { Engine, Fragment } from '#store/index.ts'
import type { Behaviour, Departure } from './behaviour.ts'
import { BEHAVIOURS } from './catalogue.ts'
import { collectDepartures, type DepartureEvents } from './collect-departures.ts'
import { credentialsElsewhere } from './credentials-elsewhere.ts'
import { twoPlaces } from './two-places.ts'
import { unusualActivity } from './unusual-activity.ts'
import { volume } from './volume.ts'

interface Relations {
  readonly profiles: Fragment
  readonly events: Fragment
  readonly addresses: Fragment
}

type Kind = (engine: Engine, relations: Relations) => Promise<readonly Departure[]>

/** One module for each kind of behaviour; the first makes the table of surprises that others look into. */
const KINDS: readonly (readonly [Behaviour, Kind])[] = [
  [BEHAVIOURS.unusualActivity, (engine, { profiles }) => unusualActivity(engine, profiles)],
  [BEHAVIOURS.credentialsElsewhere, (engine, { profiles }) => credentialsElsewhere(engine, profiles)],
  [BEHAVIOURS.twoPlaces, twoPlaces],
  [BEHAVIOURS.volume, (engine, { profiles }) => volume(engine, profiles)],
]

/** Judges every principal against its own past, that of its class and of the organisation. */
export async function runBehaviours(
  engine: Engine,
  profiles: Fragment,
  where: DepartureEvents,
): Promise<readonly Finding[]> {
  const found = []
  for (const [behaviour, kind] of KINDS) {
    for (const departure of await kind(engine, { profiles, ...where })) found.push({ behaviour, departure })
  }
  return await collectDepartures(engine, oneForEach(found), where)
}

/** Of one behaviour and subject the worst speaks for all, over all their days. */
function oneForEach(
  found: readonly { readonly behaviour: Behaviour; readonly departure: Departure }[],
): readonly { readonly behaviour: Behaviour; readonly departure: Departure }[] {
  const groups = Map.groupBy(found, ({ behaviour, departure }) => `${behaviour.id}\n${departure.subject}`)
  return [...groups.values()].flatMap((group) => {
    const [worst] = group.toSorted((a, b) => b.departure.surprise - a.departure.surprise)
    if (worst === undefined) return []
    const days = [...new Set(group.flatMap(({ departure }) => departure.days))].toSorted()
    const values = group.flatMap(({ departure }) => departure.values)
    return [{ behaviour: worst.behaviour, departure: { ...worst.departure, days, values } }]
  })
}
