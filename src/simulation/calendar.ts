import { DAY_MS } from '#kernel/index.ts'
import { createRandom } from './kit/random.ts'
import { weekdayOf } from './kit/rhythm.ts'

/** On which days (0 is the first) the organisation does what does not happen every day; -1 where the span is too short. */
export interface Calendar {
  readonly days: number
  readonly officeFailover: number
  readonly scannerUpgrade: number
  readonly serviceAdoption: number
  readonly gameDay: number
  readonly houseMove: number
  readonly travelFrom: number
  readonly travelTo: number
  readonly keyRotation: number
  readonly incidentNight: number
  readonly recoveryTest: number
  readonly pentest: number
  readonly groupReplacement: number
  readonly rootBilling: number
  readonly vendorCall: number
  readonly brokenApp: number
  readonly officeDownload: number
  readonly regionSilent: number
}

/** Puts the unusual days into the second half, where habits are known, each on another day if there are enough. */
export function createCalendar(seed: number, days: number, startMs: number): Calendar {
  const random = createRandom(`calendar ${seed}`)
  const late = Math.floor(days * 0.45)
  const at = (from: number): number => {
    if (days < 7) return -1
    const day = Math.min(days - 2, from + random.int(Math.max(1, days - late - 2)))
    // People plan such things for working days.
    const weekday = weekdayOf(startMs + day * DAY_MS)
    return weekday === 0 ? day - 2 : weekday === 6 ? day - 1 : day
  }
  const travelFrom = at(late)
  return {
    days,
    officeFailover: at(late),
    scannerUpgrade: at(late),
    serviceAdoption: at(late),
    gameDay: at(late),
    houseMove: at(late),
    travelFrom,
    travelTo: travelFrom + 3,
    keyRotation: at(late),
    incidentNight: at(late),
    recoveryTest: at(late),
    pentest: at(late),
    groupReplacement: at(late),
    rootBilling: at(late),
    vendorCall: at(late),
    brokenApp: at(late),
    officeDownload: at(late),
    regionSilent: at(late),
  }
}
