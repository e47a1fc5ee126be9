import { DAY_MS } from '#kernel/index.ts'
import { type Calendar, createCalendar } from './calendar.ts'
import { createOrganisation, type Organisation } from './organisation.ts'
import { createRegistry, type Registry } from './registry.ts'

/** All that actors and intruders know of. */
export interface World {
  readonly organisation: Organisation
  readonly registry: Registry
  readonly calendar: Calendar
  readonly seed: number
  readonly startMs: number
  readonly endMs: number
}

export interface WorldOptions {
  readonly seed: number
  readonly days: number
  readonly startMs: number
  readonly accounts: number
  readonly scale: number
}

export function createWorld(options: WorldOptions): World {
  return {
    organisation: createOrganisation(options),
    registry: createRegistry(),
    calendar: createCalendar(options.seed, options.days, options.startMs),
    seed: options.seed,
    startMs: options.startMs,
    endMs: options.startMs + options.days * DAY_MS,
  }
}

/** The day of the simulation a time is in: 0 is the first. */
export function dayOf(world: World, timeMs: number): number {
  return Math.floor((timeMs - world.startMs) / DAY_MS)
}
