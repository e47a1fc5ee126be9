import { z } from 'zod'
import type { Departure, Habits, Kind } from './behaviour.ts'
import { LEVEL_NEEDS, type LevelNeeds, leastDaysOf } from './level-of.ts'

const COMMON = z.object({ levels: LEVEL_NEEDS })

/**
 * A kind of behaviour from its options and the question it asks.
 *
 * @param shape - options beside `kind` and `levels`.
 */
export function defineKind<S extends z.ZodRawShape>({
  shape,
  find,
  leastDays,
}: {
  readonly shape: S
  readonly find: (
    habits: Habits,
    options: z.output<z.ZodObject<S>>,
    levels: LevelNeeds,
  ) => Promise<readonly Departure[]>
  readonly leastDays?: (options: z.output<z.ZodObject<S>>) => number
}): Kind {
  const options = z.strictObject({ kind: z.string(), ...shape, levels: LEVEL_NEEDS })
  const own = z.object(shape)
  return {
    options,
    bind(raw) {
      const checked = options.safeParse(raw)
      if (!checked.success) return { issues: checked.error.issues }
      const chosen = own.parse(raw)
      const { levels } = COMMON.parse(raw)
      return {
        levels,
        leastDays: Math.max(1 + leastDaysOf(levels), leastDays?.(chosen) ?? 0),
        find: async (habits) => await find(habits, chosen, levels),
      }
    },
  }
}

const ACTOR_CLASSES = [
  ...(['root', 'iam-user', 'sso-person', 'ci', 'iac', 'instance-role', 'function-role', 'role'] as const),
  ...(['foreign-account', 'unknown'] as const),
]
/** Whose habits are looked at; everybody's where it is left out. */
export const ACTORS = z
  .array(z.enum(ACTOR_CLASSES))
  .min(1)
  .optional()
  .describe('Classes of principals; all where it is left out.')
export type Actors = z.output<typeof ACTORS>
