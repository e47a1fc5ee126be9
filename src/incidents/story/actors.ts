import { plainCount } from '#kernel/index.ts'
import type { Strand } from '../build/strands.ts'
import type { Begotten } from '../lineage/begotten.ts'
import { shortName } from '../title.ts'
import type { Owner } from './read-owners.ts'
import type { Whereabouts } from './read-places.ts'
import type { Actor, Place } from './story.ts'
import { brief, counted, dayOf, listed } from './words.ts'

export interface ActorInputs {
  readonly intruder: readonly Whereabouts[]
  readonly owners: readonly Owner[]
  readonly strands: readonly Strand[]
  readonly begotten: readonly Begotten[]
}

/** Each principal of the incident as the intruder, and beside it as its owner, where it did anything else. */
export function actorsOf({ intruder, owners, strands, begotten }: ActorInputs): readonly Actor[] {
  const byPrincipal = new Map(owners.map((owner) => [owner.principal, owner]))
  return intruder.flatMap((one) => {
    const owner = byPrincipal.get(one.principal)
    const own = strands.filter(({ principal }) => principal === one.principal)
    const told = actorOf(one, true, whyIntruder(one, owner, own, begotten))
    return owner === undefined ? [told] : [told, actorOf(owner, false, whyOwner(owner))]
  })
}

const actorOf = (one: Whereabouts, isIntruder: boolean, why: string): Actor => ({
  principal: one.principal,
  isIntruder,
  why,
  accessKeys: one.accessKeys,
  places: one.places,
  clients: one.clients,
  eventCount: one.eventCount,
  firstMs: one.firstMs,
  lastMs: one.lastMs,
})

/** `DigitalOcean (AS14061, NL)` */
export function placeName({
  network,
  operator,
  country,
}: Pick<Place, 'network' | 'operator' | 'country'>): string {
  const inside = [operator === null ? null : network, country].filter((part) => part !== null)
  const name = brief(operator ?? network)
  return inside.length === 0 ? name : `${name} (${inside.join(', ')})`
}

function whyIntruder(
  one: Whereabouts,
  owner: Owner | undefined,
  strands: readonly Strand[],
  begotten: readonly Begotten[],
): string {
  const made = begotten.find(({ kind, child }) => kind === 'principal' && child === one.principal)
  if (made !== undefined) return `It was made in this incident, by ${made.call} on ${dayOf(made.sinceMs)}.`
  const session = begotten.find(({ kind, child }) => kind === 'session' && one.accessKeys.includes(child))
  const strange = one.places.filter(
    ({ network, kind }) => kind !== 'aws-service' && owner?.networksBefore.includes(network) !== true,
  )
  if (
    owner !== undefined &&
    owner.daysBefore > 0 &&
    strange.length > 0 &&
    strands.some(({ place }) => place === 'elsewhere')
  ) {
    return (
      `${networks(strange)} never used by ${brief(shortName(one.principal))} in ${counted(owner.daysBefore, 'active day')} before; ` +
      `the owner's events come from ${listed(owner.places.map(placeName))}.`
    )
  }
  if (session !== undefined)
    return `Its credential ${session.child} descends from this incident, by ${session.call}.`
  if (strands.some(({ place }) => place === 'elsewhere'))
    return 'What findings name came from a network, or an address, that this principal did not use before.'
  if (strands.some(({ place }) => place === 'usual'))
    return 'Only what findings name: it came from where this principal usually is. It may be its owner, or somebody on his machine.'
  if (owner === undefined)
    return 'The logs hold nothing else of this principal: what is usual for it cannot be told.'
  return 'Nothing tells what is usual for this principal: all that its credential did from this place is taken for the work of the intruder.'
}

const networks = (places: readonly Place[]): string =>
  `${places.length === 1 ? 'The network' : 'The networks'} ${listed(places.map(placeName))} ${places.length === 1 ? 'was' : 'were'}`

function whyOwner({ days, eventCount, daysBefore }: Owner): string {
  return (
    `${counted(eventCount, 'event')} that are part of no incident, on ${counted(days, 'day')}, ` +
    `${daysBefore === 0 ? 'none' : plainCount(daysBefore)} of them before this one.`
  )
}
