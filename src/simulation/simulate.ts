import { DAY_MS, HOUR_MS } from '#kernel/index.ts'
import { ATTACKS } from './attacks/index.ts'
import { createRandom } from './kit/random.ts'
import type { SimulatedEvent } from './kit/record.ts'
import { type Actor, createTurn, type Emit } from './kit/turn.ts'
import { awsServices } from './life/aws-services.ts'
import { delivery } from './life/delivery.ts'
import { instances } from './life/instances.ts'
import { legacyUsers } from './life/legacy-users.ts'
import { nightly } from './life/nightly.ts'
import { people } from './life/people.ts'
import { vendors } from './life/vendors.ts'
import { workloads } from './life/workloads.ts'
import { AMBIENT, ORDINARY_STORIES, ordinaryStart } from './ordinary/index.ts'
import { createSchedule } from './schedule.ts'
import { placeStories, type Telling, tell } from './stage.ts'
import type { Story } from './story.ts'
import { collectTruth, type LabelFacts, type TruthRow } from './truth.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

export interface SimulationOptions extends WorldOptions {
  /** Ids of attacks (`attackIds()`), all of them, or none. */
  readonly attacks: 'all' | 'none' | readonly string[]
  /** The hard ordinary events; left out: true. */
  readonly ordinary?: boolean
  /** When an attack begins, ms since epoch, where that is not for the simulation to choose. */
  readonly begins?: Readonly<Record<string, number>>
}

export interface Simulation {
  readonly world: World
  /** In time order; about an hour of them is in memory. To be run through once. */
  events(): Generator<SimulatedEvent>
  /** What was in the events handed out so far. */
  truth(): TruthRow[]
}

/**
 * A made-up organisation's CloudTrail: the same options give the same events.
 *
 * `startMs` is a UTC midnight; `scale` 1 is about 11,000 events a day in three accounts. Attacks do not change what
 * everybody else does: without them the other events are the same.
 */
export function simulate(options: SimulationOptions): Simulation {
  return runSimulation(options, [])
}

/** A story that is not in the catalogue, and when it begins. */
export interface ExtraStory {
  readonly story: Story
  readonly startMs: number
}

export function runSimulation(options: SimulationOptions, extra: readonly ExtraStory[]): Simulation {
  const world = createWorld(options)
  const tellings = [...plannedStories(world, options), ...extra].map(({ story, startMs }) =>
    tell(world, story, startMs),
  )
  const collector = collectTruth(labelFacts(extra))
  return {
    world,
    truth: () => collector.rows(),
    *events() {
      for (const event of produce(world, tellings)) {
        collector.add(event)
        yield event
      }
    },
  }
}

export function attackIds(): string[] {
  return ATTACKS.map(({ id }) => id)
}

function* produce(world: World, tellings: readonly Telling[]): Generator<SimulatedEvent> {
  const schedule = createSchedule(world.startMs)
  const actors = createActors(world)
  const emit: Emit = (timeMs, event, label) =>
    schedule.add({ account: event.recipientAccountId, region: event.awsRegion, timeMs, event, label })
  for (let hourMs = world.startMs; hourMs < world.endMs; hourMs += HOUR_MS) {
    for (const actor of actors) actHour(actor, { hourMs, seed: world.seed, emit })
    for (const telling of tellings) telling.wake(hourMs, emit)
    yield* schedule.take(hourMs)
  }
}

function plannedStories(world: World, options: SimulationOptions): ExtraStory[] {
  const places = placeStories(world, ATTACKS)
  const attacks = chosenAttacks(options.attacks).map((story) => ({
    story,
    startMs: options.begins?.[story.id] ?? places.get(story.id) ?? world.startMs,
  }))
  if (options.ordinary === false) return attacks
  const ordinary = ORDINARY_STORIES.flatMap((story) => {
    const startMs = ordinaryStart(world, story.id)
    return startMs === undefined ? [] : [{ story, startMs }]
  })
  return [...attacks, ...ordinary]
}

function chosenAttacks(wanted: SimulationOptions['attacks']): readonly Story[] {
  if (wanted === 'all') return ATTACKS
  if (wanted === 'none') return []
  return wanted.map((id) => {
    const story = ATTACKS.find((one) => one.id === id)
    if (story === undefined) throw new RangeError(`No such attack: ${id}. Known: ${attackIds().join(', ')}`)
    return story
  })
}

function labelFacts(extra: readonly ExtraStory[]): ReadonlyMap<string, LabelFacts> {
  const attacks = [...ATTACKS, ...extra.map(({ story }) => story)]
  const facts = new Map<string, LabelFacts>()
  for (const { id, rows, name, stealth } of attacks) facts.set(id, { kind: 'attack', rows, name, stealth })
  for (const { id, rows, name, stealth } of ORDINARY_STORIES)
    facts.set(id, { kind: 'ordinary', rows, name, stealth })
  for (const { id, name } of AMBIENT) facts.set(id, { kind: 'ordinary', rows: [], name, stealth: 1 })
  return facts
}

function createActors(world: World): Actor[] {
  const { organisation, registry } = world
  return [
    ...awsServices(organisation),
    ...instances(organisation, registry),
    ...workloads(organisation, registry),
    ...nightly(world),
    ...vendors(world),
    ...people(world),
    ...legacyUsers(world),
    ...delivery(world),
  ]
}

function actHour(
  actor: Actor,
  at: { readonly hourMs: number; readonly seed: number; readonly emit: Emit },
): void {
  if (actor.every === 'day' && at.hourMs % DAY_MS !== 0) return
  const toMs = at.hourMs + (actor.every === 'day' ? DAY_MS : HOUR_MS)
  const random = createRandom(`${at.seed} ${actor.name} ${at.hourMs}`)
  actor.act(createTurn({ random, fromMs: at.hourMs, toMs, emit: at.emit }))
}
