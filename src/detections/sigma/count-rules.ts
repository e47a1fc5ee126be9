import type { RuleSet } from './compile.ts'

/** How many there are of each kind; what could not be compiled is in none. */
export interface RuleCounts {
  readonly sigma: number
  readonly correlations: number
  readonly behaviours: number
  /** Rules and correlations among them that give no finding of their own: a correlation wants them. */
  readonly feeding: number
  readonly filters: number
}

export const countRules = ({ rules, correlations, behaviours, filters }: RuleSet): RuleCounts => ({
  sigma: rules.length,
  correlations: correlations.length,
  behaviours: behaviours.length,
  feeding: [...rules, ...correlations].filter(({ standalone }) => !standalone).length,
  filters: filters.length,
})
