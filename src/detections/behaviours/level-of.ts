import { z } from 'zod'
import type { Level } from '#findings/index.ts'

const NEEDS = z.strictObject({
  surprise: z.number().min(0).max(100).default(0).describe('Least surprise: −ln of a chance.'),
  days: z.number().int().min(0).max(1000).default(0).describe('Least days of history.'),
  elsewhere: z
    .boolean()
    .default(false)
    .describe(
      'Only on days on which the principal was also in a network, kind of network or country new to it.',
    ),
})

/** What each level asks of a departure; nothing is graver than `high` by habit alone. */
export const LEVEL_NEEDS = z
  .strictObject({ low: NEEDS.optional(), medium: NEEDS.optional(), high: NEEDS.optional() })
  .refine((levels) => Object.keys(levels).length > 0, 'at least one of low, medium and high')
  .describe('What each level asks; a departure has the gravest of which all is met.')
export type LevelNeeds = z.output<typeof LEVEL_NEEDS>

const GRAVEST_FIRST = ['high', 'medium', 'low'] as const

/** Undefined: it is not worth a word. */
export function levelOf(
  levels: LevelNeeds,
  of: { readonly surprise: number; readonly historyDays: number; readonly isElsewhere: boolean },
): Level | undefined {
  return GRAVEST_FIRST.find((level) => {
    const needs = levels[level]
    return (
      needs !== undefined &&
      of.surprise >= needs.surprise &&
      of.historyDays >= needs.days &&
      (of.isElsewhere || !needs.elsewhere)
    )
  })
}

export const gravestOf = (levels: LevelNeeds): Level =>
  GRAVEST_FIRST.find((level) => levels[level] !== undefined) ?? 'low'

/** The least surprise with which any level is reached: what is less need not be looked at. */
export const leastSurprise = (levels: LevelNeeds): number =>
  Math.min(...needsOf(levels).map(({ surprise }) => surprise))

/** The fewest days with which any level is reached. */
export const leastDaysOf = (levels: LevelNeeds): number =>
  Math.min(...needsOf(levels).map(({ days }) => days))

const needsOf = ({ low, medium, high }: LevelNeeds): readonly z.output<typeof NEEDS>[] =>
  [low, medium, high].filter((needs) => needs !== undefined)
