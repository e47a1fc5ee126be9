import type { Damage, Harm, PlanStep } from '../story/story.ts'
import { type Change, CONTAINMENT, type Containment, type Draft, type Remedy } from './change.ts'
import { type CredentialStep, type CredentialView, credentialSteps } from './credential-steps.ts'
import { breaksOf } from './habits.ts'
import type { Credential } from './read-credentials.ts'
import { nameOf, stepOf } from './steps.ts'
import { type TriedSignIns, triedStep } from './tried-sign-ins.ts'
import { rotationsOf } from './what-was-read.ts'

/** One change, and what is to be done about it. */
export interface Remedied {
  readonly change: Change
  readonly remedy: Remedy
}

export interface ContainmentParts {
  readonly credentials: readonly Credential[]
  readonly tried: readonly TriedSignIns[]
  /** Oldest first. */
  readonly remedied: readonly Remedied[]
  readonly damage: Damage
  readonly view: CredentialView
  /** Accounts whose logs are there. */
  readonly own: ReadonlySet<string>
}

interface Planned {
  readonly stage: Containment
  readonly target: string
  readonly step: PlanStep
}

/** More than anybody can do by hand; the gravest come first. */
const MOST_STEPS = 300

/**
 * What ends the intruder's hold, in the order in which it is to be done: keys, sessions that outlive them, passwords, what he left behind, what he began,
 * defences, and values that he knows.
 */
export function containmentPlan(parts: ContainmentParts): readonly PlanStep[] {
  const planned = [
    ...parts.credentials.flatMap((one) => ofCredential(one, parts)),
    ...parts.tried.map((one) => plannedOf(triedStep(one), one.accountId)),
    ...ofChanges(parts),
    ...rotationsOf(parts.damage).map(({ draft, accountId, region, ...one }) => ({
      ...one,
      step: stepOf(draft, accountId, region),
    })),
  ]
  const seen = new Set<string>()
  const steps: Planned[] = []
  for (const one of planned) {
    if (seen.has(one.target)) continue
    seen.add(one.target)
    steps.push(one)
  }
  return steps
    .toSorted((a, b) => CONTAINMENT.indexOf(a.stage) - CONTAINMENT.indexOf(b.stage))
    .slice(0, MOST_STEPS)
    .map(({ step }) => step)
}

const plannedOf = ({ stage, target, draft }: CredentialStep, accountId: string): Planned => ({
  stage,
  target: `${accountId} ${target}`,
  step: stepOf(draft, accountId),
})

function ofCredential(one: Credential, { view, own }: ContainmentParts): readonly Planned[] {
  return credentialSteps(one, view).map((step) =>
    plannedOf(own.has(one.accountId) ? step : { ...step, draft: foreign(step.draft) }, one.accountId),
  )
}

/** Nothing here can be switched off by us: its owner must. */
const foreign = (draft: Draft): Draft => ({
  title: `Have the owner of the account do this: ${draft.title.charAt(0).toLowerCase()}${draft.title.slice(1)}`,
  why: `None of these logs is of that account: it may be a partner’s, or the intruder’s own. ${draft.why}`,
  calls: [],
})

function ofChanges({ remedied, damage, view }: ContainmentParts): readonly Planned[] {
  const gone = goneAgain(damage)
  const byTarget = Map.groupBy(remedied, targetOf)
  return stillThere(remedied).flatMap((one): readonly Planned[] => {
    const { change, remedy } = one
    const { habitOf, contain, stage } = remedy
    const last = atOnce(byTarget.get(targetOf(one))?.at(-1), byTarget.get(targetOf(one)))
    const isOver = last.every((other) => other.remedy.contain === undefined) || gone.has(eventKey(change))
    if (isOver || contain === undefined || stage === undefined) return []
    const habit =
      habitOf === undefined ? [] : breaksOf(`Role ${nameOf(habitOf)}`, view.habits.get(habitOf), 'they fail')
    const draft = { ...contain, breaks: [...(contain.breaks ?? []), ...habit] }
    return [{ stage, target: targetOf(one), step: stepOf(draft, change.accountId, change.region) }]
  })
}

/** Without what the intruder made and took away himself, or took away and put back. */
export function stillThere(remedied: readonly Remedied[]): readonly Remedied[] {
  const byTarget = Map.groupBy(remedied, targetOf)
  return remedied.filter((one) => {
    return !endsAsBefore(byTarget.get(targetOf(one)) ?? [])
  })
}

/**
 * Whether of the first and the last change of a target one takes the other back. CloudTrail's times tell seconds only: in whatever order
 * the changes of one moment came, or all are told.
 */
function endsAsBefore(all: readonly Remedied[]): boolean {
  const [firsts, lasts] = [atOnce(all[0], all), atOnce(all.at(-1), all)]
  if (firsts.length === all.length)
    return all.length === 2 && firsts[0]?.remedy.ends !== firsts[1]?.remedy.ends
  return firsts.every((first) => lasts.every((last) => first.remedy.ends !== last.remedy.ends))
}

const atOnce = (one: Remedied | undefined, all: readonly Remedied[] = []): readonly Remedied[] =>
  all.filter(({ change }) => change.timeMs === one?.change.timeMs)

const targetOf = ({ change, remedy }: Remedied): string =>
  `${change.accountId} ${remedy.target.startsWith('key ') || remedy.target.startsWith('password ') ? '' : `${change.region} `}${remedy.target}`

/** One id may stand in the logs of two accounts. */
export const eventKey = ({ accountId, eventId }: Pick<Change, 'accountId' | 'eventId'>): string =>
  `${accountId} ${eventId}`
export const eventKeysOf = ({ accountId, eventIds }: Harm): readonly string[] =>
  eventIds.map((eventId) => eventKey({ accountId: accountId ?? '', eventId }))

/** Events that made what was removed again within the logs. */
export const goneAgain = (damage: Damage): ReadonlySet<string> =>
  new Set(
    [...damage.created, ...damage.changed].flatMap((harm) =>
      harm.isAlive === false ? eventKeysOf(harm) : [],
    ),
  )
