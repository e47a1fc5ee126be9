import { HOUR_MS } from '#kernel/index.ts'
import { createRandom } from './kit/random.ts'
import { createTurn, type Emit, type Turn } from './kit/turn.ts'
import type { Steps, Story } from './story.ts'
import type { World } from './world.ts'

/** A story that is being told: woken once an hour, it goes on when its time has come. */
export interface Telling {
  readonly story: Story
  /** Does what is due in the hour that begins at `hourMs`. */
  wake(hourMs: number, emit: Emit): void
}

export function tell(world: World, story: Story, startMs: number): Telling {
  const random = createRandom(`${world.seed} story ${story.id}`)
  let nextMs = startMs
  let steps: Steps | undefined
  let over = false
  return {
    story,
    wake(hourMs, emit) {
      const turn: Turn = createTurn({ random, fromMs: hourMs, toMs: hourMs + HOUR_MS, emit, label: story.id })
      while (!over && nextMs < hourMs + HOUR_MS) {
        const begun = steps !== undefined
        steps ??= story.steps(world, turn, Math.max(startMs, hourMs)) ?? undefined
        const step = begun ? steps?.next(turn) : steps?.next()
        if (step === undefined || step.done) over = true
        else nextMs = Math.max(step.value, hourMs)
      }
    },
  }
}

/**
 * When each story begins: those that hide need habits to hide in, so none before a third of the span, and never two
 * at the same hour.
 */
export function placeStories(world: World, stories: readonly Story[]): ReadonlyMap<string, number> {
  const spanMs = world.endMs - world.startMs
  const fromMs = world.startMs + spanMs * 0.35
  const slotMs = (spanMs * 0.53) / Math.max(1, stories.length)
  const random = createRandom(`${world.seed} places`)
  const order = random.sample(
    stories.map((_, index) => index),
    stories.length,
  )
  return new Map(
    stories.map((story, index) => {
      const slot = order[index] ?? index
      return [story.id, Math.floor((fromMs + slot * slotMs) / HOUR_MS) * HOUR_MS + random.int(HOUR_MS / 2)]
    }),
  )
}
