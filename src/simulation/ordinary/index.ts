import { DAY_MS, HOUR_MS } from '#kernel/index.ts'
import type { Calendar } from '../calendar.ts'
import type { World } from '../world.ts'

export { ORDINARY_STORIES } from './stories.ts'

/** Ordinary events that the actors themselves live through (life/): what they are called in the ground truth. */
export const AMBIENT: readonly { readonly id: string; readonly name: string }[] = [
  { id: 'ordinary-new-joiner', name: 'The first days of somebody new: everything is new' },
  { id: 'ordinary-travel', name: 'An analyst works from a hotel abroad for four days' },
  { id: 'ordinary-house-move', name: 'A developer moved house: another operator from that day on' },
  {
    id: 'ordinary-office-failover',
    name: 'The office goes out by its backup line for a day: many people, one new network',
  },
  {
    id: 'ordinary-scanner-upgrade',
    name: 'The posture scanner’s new version: another client from another cloud',
  },
]

/** Day of the calendar and hour (UTC) at which each story begins. */
const WHEN: Readonly<Record<string, readonly [day: keyof Calendar, hour: number]>> = {
  'ordinary-key-rotation': ['keyRotation', 10],
  'ordinary-vendor-call': ['vendorCall', 13],
  'ordinary-incident-night': ['incidentNight', 2],
  'ordinary-recovery-test': ['recoveryTest', 7],
  'ordinary-pentest': ['pentest', 11],
  'ordinary-office-download': ['officeDownload', 9],
  'ordinary-group-replacement': ['groupReplacement', 12],
  'ordinary-broken-app': ['brokenApp', 1],
  'ordinary-root-billing': ['rootBilling', 9],
  'ordinary-service-adoption': ['serviceAdoption', 9],
  'ordinary-game-day': ['gameDay', 13],
}

/** Undefined where the span is too short for it. */
export function ordinaryStart(world: World, id: string): number | undefined {
  const when = WHEN[id]
  if (when === undefined) return undefined
  const day = world.calendar[when[0]]
  return day < 0 ? undefined : world.startMs + day * DAY_MS + when[1] * HOUR_MS
}
