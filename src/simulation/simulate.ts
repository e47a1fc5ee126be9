import { DAY_MS, HOUR_MS } from '#kernel/index.ts'
import { createRandom } from './kit/random.ts'
import type { SimulatedEvent } from './kit/record.ts'
import { type Actor, createTurn } from './kit/turn.ts'
import { awsServices } from './life/aws-services.ts'
import { instances } from './life/instances.ts'
import { vendors } from './life/vendors.ts'
import { workloads } from './life/workloads.ts'
import { createOrganisation, type Organisation } from './organisation.ts'
import { createRegistry } from './registry.ts'
import { createSchedule, type Schedule } from './schedule.ts'

export interface SimulationOptions {
  readonly seed: number
  readonly days: number
  /** First day, ms since epoch, UTC midnight. */
  readonly startMs: number
  /** 3 to 8. */
  readonly accounts: number
  /** 1 is about 11,000 events a day. */
  readonly scale: number
}

export interface Simulation {
  readonly organisation: Organisation
  /** In time order; about an hour of them is in memory. */
  events(): Generator<SimulatedEvent>
}

/** A made-up organisation's CloudTrail: the same options give the same events. */
export function simulate(options: SimulationOptions): Simulation {
  const organisation = createOrganisation(options)
  return {
    organisation,
    *events() {
      const schedule = createSchedule(options.startMs)
      const actors = createActors(organisation)
      const endMs = options.startMs + options.days * DAY_MS
      for (let hourMs = options.startMs; hourMs < endMs; hourMs += HOUR_MS) {
        for (const actor of actors) actHour(actor, { hourMs, seed: options.seed, schedule })
        yield* schedule.take(hourMs)
      }
    },
  }
}

function createActors(organisation: Organisation): Actor[] {
  const registry = createRegistry()
  return [
    ...awsServices(organisation),
    ...instances(organisation, registry),
    ...workloads(organisation, registry),
    ...vendors(organisation),
  ]
}

function actHour(
  actor: Actor,
  at: { readonly hourMs: number; readonly seed: number; readonly schedule: Schedule },
): void {
  if (actor.every === 'day' && at.hourMs % DAY_MS !== 0) return
  const span = { fromMs: at.hourMs, toMs: at.hourMs + (actor.every === 'day' ? DAY_MS : HOUR_MS) }
  const random = createRandom(`${at.seed} ${actor.name} ${at.hourMs}`)
  actor.act(
    createTurn(random, span, (timeMs, event) =>
      at.schedule.add({
        account: event.recipientAccountId,
        region: event.awsRegion,
        timeMs,
        event,
        label: undefined,
      }),
    ),
  )
}
