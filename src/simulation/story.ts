import type { Turn } from './kit/turn.ts'
import type { World } from './world.ts'

/** Its steps in time: each yielded time is waited for; the turn it gets then begins at that hour. */
export type Steps = Generator<number, void, Turn>

/** An attack, or an ordinary event that looks like one, and what to say of it in the ground truth. */
export interface Story {
  /** Permanent. */
  readonly id: string
  /** Rows of the mission that it belongs to. */
  readonly rows: readonly string[]
  readonly name: string
  /** From 1 (loud) to 5 (hides well). */
  readonly stealth: 1 | 2 | 3 | 4 | 5
  /**
   * Most do all at once, ahead of time; one that must see what others do later returns its steps.
   * @param startMs - when it begins; the first turn begins at that hour.
   */
  steps(world: World, turn: Turn, startMs: number): Steps | void
}
