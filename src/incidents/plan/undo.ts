import { byLetters } from '#kernel/index.ts'
import type { Damage, Harm, PlanStep } from '../story/story.ts'
import { eventKey, eventKeysOf, goneAgain, type Remedied, stillThere } from './containment.ts'
import { stepOf } from './steps.ts'

const MOST_STEPS = 500

/**
 * One step for each change, the latest first: what was built on another is taken away before it. Where the logs do not hold the value
 * before, the step says so, and has no command that would make one up.
 *
 * @param remedied - oldest first.
 */
export function undoPlan(remedied: readonly Remedied[], damage: Damage): readonly PlanStep[] {
  const gone = goneAgain(damage)
  const known = new Set(remedied.map(({ change }) => eventKey(change)))
  const steps = [
    ...stillThere(remedied).map(({ change, remedy }) => ({
      timeMs: change.timeMs,
      eventId: change.eventId,
      step: stepOf(
        gone.has(eventKey(change))
          ? {
              ...remedy.back,
              why: `Removed again within these logs: nothing is left to do. ${remedy.back.why}`,
              calls: [],
              undo: [],
            }
          : remedy.back,
        change.accountId,
        change.region,
      ),
    })),
    ...damage.changed
      .filter((harm) => harm.count > harm.deniedCount && !eventKeysOf(harm).some((key) => known.has(key)))
      .map((harm) => ({ timeMs: harm.firstMs, eventId: harm.eventIds[0] ?? '', step: byHand(harm) })),
  ]
  return steps
    .toSorted(
      (a, b) =>
        b.timeMs - a.timeMs || byLetters(b.eventId, a.eventId) || byLetters(a.step.title, b.step.title),
    )
    .slice(0, MOST_STEPS)
    .map(({ step }) => step)
}

function byHand({ what, call, before, count, accountId, region }: Harm): PlanStep {
  const times = count > 1 ? ` (${String(count)} times)` : ''
  return stepOf(
    {
      title: `Look at ${what}`,
      why: `The intruder changed it by ${call}${times}. ${before === null ? 'These logs do not hold what it was before.' : `Before it was: ${before}`}`,
      calls: [],
    },
    accountId ?? '',
    region ?? undefined,
  )
}
