import { DAY_MS } from '#kernel/index.ts'
import {
  type AccountCheck,
  failed,
  notApplicable,
  type Outcome,
  type Place,
  passed,
  valueOf,
  whenKnown,
} from '../check.ts'
import type { Trail } from '../snapshot/trails.ts'
import { counted, dayOf, timeMsOf } from '../times.ts'
import type { Usage } from '../usage.ts'

/** Files come within some minutes, and are read once a day by many. */
const LATE_DAYS = 1

const LEAVES_OPEN = 'Whether the logs here hold what the trails wrote.'

/** Whether the lake has what the trail should have written: a trail that nobody reads shows nothing. */
const trailNotInLogs: AccountCheck = {
  id: 'trail-not-in-logs',
  title: 'A trail has delivered what the logs here do not hold',
  rows: ['5.4'],
  level: 'medium',
  why: 'What was delivered and not read is not looked at: "nothing found" says nothing about it.',
  cis: [],
  controls: [],
  scope: 'account',
  look: (place) => {
    const { account, usage } = place
    const resource = account.accountId
    if (usage === undefined) return [notApplicable(resource, 'No logs were given (--workspace).')]
    return whenKnown(account.trails, { resource, leavesOpen: LEAVES_OPEN }, (trails) => {
      const unsure = trails.find(({ status }) => 'notKnown' in status)
      const delivered = trails.flatMap((trail) => deliveryOf(trail))
      const [last] = delivered.toSorted((a, b) => b.timeMs - a.timeMs)
      if (last !== undefined) return compare(place, usage, last)
      return unsure === undefined
        ? [notApplicable(resource, 'No trail has delivered anything.')]
        : whenKnown<unknown>(unsure.status, { resource: unsure.TrailARN, leavesOpen: LEAVES_OPEN }, () => [])
    })
  },
}

interface Delivery {
  readonly trail: Trail
  readonly timeMs: number
}

function deliveryOf(trail: Trail): readonly Delivery[] {
  const timeMs = timeMsOf(valueOf(trail.status)?.LatestDeliveryTime)
  return timeMs === undefined ? [] : [{ trail, timeMs }]
}

function compare({ account: { accountId } }: Place, usage: Usage, last: Delivery): readonly Outcome[] {
  const seen = [...usage.regions].filter(([place]) => place.startsWith(`${accountId}/`))
  const lastSeenMs = Math.max(...seen.map(([, { lastMs }]) => lastMs))
  const { trail, timeMs } = last
  const fix = [`Fetch them from the bucket ${trail.S3BucketName} and read them: trailhound ingest <logs>.`]
  if (seen.length === 0)
    return [
      failed(
        accountId,
        `${trail.Name} delivered on ${dayOf(timeMs)}; the logs hold no event of this account.`,
        {
          level: 'high',
          fix,
        },
      ),
    ]
  const lateDays = Math.floor((timeMs - lastSeenMs) / DAY_MS)
  const text = `${trail.Name} delivered last on ${dayOf(timeMs)}; the logs of this account end on ${dayOf(lastSeenMs)}`
  return [
    lateDays > LATE_DAYS
      ? failed(accountId, `${text}, ${counted(lateDays, 'day')} earlier.`, { fix })
      : passed(accountId, `${text}.`),
  ]
}

export const TRAIL_IN_LOGS_CHECKS: readonly AccountCheck[] = [trailNotInLogs]
