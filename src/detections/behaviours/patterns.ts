import { z } from 'zod'
import { type Fragment, or, sql } from '#store/index.ts'
import type { Actors } from './define-kind.ts'

export const PATTERNS = z
  .array(z.string().min(1).max(300))
  .max(5000)
  .optional()
  .describe(
    'Only these values; * and ? are wildcards, %name% is a list of the settings. All where it is left out.',
  )

/** Whether a text is like one of the patterns, whatever its case; true where there are none to choose by. */
export function likeAny(subject: Fragment, patterns: readonly string[] | undefined): Fragment {
  if (patterns === undefined) return sql`true`
  return or(
    ...patterns.map((pattern) => sql`lower(${subject}) like ${likeOf(pattern.toLowerCase())} escape '!'`),
  )
}

const likeOf = (pattern: string): string =>
  pattern.replaceAll(/[!%_]/gu, '!$&').replaceAll('*', '%').replaceAll('?', '_')

/** Whether a class of principals is one of those looked at. */
export const isActor = (actors: Actors, actorClass = sql`actor_class`): Fragment =>
  actors === undefined ? sql`true` : or(...actors.map((actor) => sql`${actorClass} = ${actor}`))
