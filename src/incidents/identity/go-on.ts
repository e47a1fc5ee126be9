import { afterJoining, type Triage, UNTOUCHED } from '../triage/triage.ts'
import { joinTellings, type Telling } from './join-tellings.ts'
import { type Joined, joinedSince } from './joined.ts'
import { allKnown, type Known, knownOf } from './known.ts'

/** A saved incident. */
export interface Member {
  readonly id: string
  readonly triage: Triage
  readonly known: Known
  /** Undefined where what was saved cannot be read any more. */
  readonly telling: Telling | undefined
  /** Whether it was told by all of the logs. */
  readonly isWhole: boolean
  /** Whether that was by all that there is now: then a part of the logs has nothing to add. */
  readonly isUpToDate: boolean
}

/** How an incident is saved from now on. */
export interface GoneOn {
  /** What the run told, under the id that it has now. */
  readonly now: Telling
  /** What is saved: that, and where the run looked at a part of the logs, what was saved before. */
  readonly telling: Telling
  readonly isWhole: boolean
  readonly known: Known
  readonly triage: Triage
  /** What joined it, where it was closed and is open again. */
  readonly reopenedBy: Joined | undefined
  /** Whether there is nothing that was not saved already. */
  readonly isSame: boolean
}

export interface GoingOn {
  readonly id: string
  /** Saved ones that are it, that which goes on first. */
  readonly members: readonly Member[]
  readonly told: readonly [Telling, ...Telling[]]
  /** What is known of others that share events with it. */
  readonly beside: readonly Known[]
  /** Whether the run looked at all of the logs. */
  readonly isWhole: boolean
  /** The saved incident that it was a part of. */
  readonly splitFrom: Member | undefined
}

/**
 * What becomes of saved incidents that were told anew. A run over all of the logs tells it whole; one over a part adds what nobody knew. What is
 * closed is opened again by whatever it did not hold when it was closed.
 */
export function goOn(going: GoingOn): GoneOn {
  const { id, members, told, isWhole } = going
  const now = withId(joinTellings(told), id)
  const [eldest] = members
  if (eldest === undefined) return first(now, going)
  const own = allKnown(members.map((one) => one.known))
  const others = isWhole ? [] : going.beside
  const added = isWhole ? now : withoutKnown(now, others, own)
  const isKnown = joinedSince(allKnown([own, ...others]), knownOf(added.incident)) === undefined
  const { telling: before, triage: judged } = eldest
  if (!isWhole && before !== undefined && (eldest.isUpToDate || (isKnown && members.length === 1)))
    return { ...eldest, now, telling: before, reopenedBy: undefined, isSame: true }
  const saved = isWhole ? [] : members.flatMap(({ telling }) => telling ?? [])
  const known = allKnown([knownOf(added.incident), own])
  const joined = joinedSince(allKnown([...closedOf(members), ...others]), known)
  const triage = afterJoining(
    members.map((one) => one.triage),
    joined !== undefined,
  )
  const isReopened = judged.status === 'closed' && triage.status === 'open'
  return {
    now,
    telling: withId(joinTellings([added, ...saved]), id),
    isWhole,
    known,
    triage,
    reopenedBy: isReopened ? joined : undefined,
    isSame: false,
  }
}

const closedOf = (members: readonly Member[]): readonly Known[] =>
  members.filter(({ triage }) => triage.status === 'closed').map(({ known }) => known)

/** A piece of an incident that people have judged is judged, unless it holds more. */
function first(now: Telling, { isWhole, splitFrom }: GoingOn): GoneOn {
  const known = knownOf(now.incident)
  const isJudged = splitFrom !== undefined && joinedSince(splitFrom.known, known) === undefined
  const triage = isJudged ? splitFrom.triage : UNTOUCHED
  return { now, telling: now, known, triage, isWhole, reopenedBy: undefined, isSame: false }
}

/** Leaves out the events of others: a run over a part of the logs may take them for one, and they are not. */
function withoutKnown(telling: Telling, others: readonly Known[], own: Known): Telling {
  const { incident } = telling
  const [theirs, ours] = [new Set(others.flatMap((one) => one.eventIds)), new Set(own.eventIds)]
  const eventIds = incident.eventIds.filter((event) => ours.has(event) || !theirs.has(event))
  const eventCount = incident.eventCount - (incident.eventIds.length - eventIds.length)
  return { ...telling, incident: { ...incident, eventIds, eventCount } }
}

const withId = (telling: Telling, id: string): Telling => ({
  ...telling,
  incident: { ...telling.incident, id },
})
