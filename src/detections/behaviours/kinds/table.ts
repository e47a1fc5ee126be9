import type { Kind } from '../behaviour.ts'
import { dormant } from './dormant.ts'
import { firstInOrganisation } from './first-in-organisation.ts'
import { firstMet } from './first-met.ts'
import { hours } from './hours.ts'
import { levelShift } from './level-shift.ts'
import { newKeyElsewhere } from './new-key-elsewhere.ts'
import { rate } from './rate.ts'
import { twoMachines } from './two-machines.ts'
import { twoPlaces } from './two-places.ts'
import { unusualDay } from './unusual-day.ts'
import { volume } from './volume.ts'
import { workloadElsewhere } from './workload-elsewhere.ts'

/** What a behaviour's `kind` may be. docs/behaviours.md gives the formulas. */
export const KINDS: Readonly<Record<string, Kind>> = {
  'unusual-day': unusualDay,
  'first-met': firstMet,
  'first-in-organisation': firstInOrganisation,
  'level-shift': levelShift,
  volume,
  rate,
  hours,
  dormant,
  'new-key-elsewhere': newKeyElsewhere,
  'two-places': twoPlaces,
  'two-machines': twoMachines,
  'workload-elsewhere': workloadElsewhere,
}
