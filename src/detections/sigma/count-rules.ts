import type { RuleSet } from './compile.ts'

/** How many there are of each kind; what could not be compiled is in none. */
export const countRules = ({ rules, correlations, behaviours, filters }: RuleSet) => ({
  sigma: rules.length,
  correlations: correlations.length,
  behaviours: behaviours.length,
  /** Give no finding of their own: a correlation wants them. */
  feeding: [...rules, ...correlations].filter(({ standalone }) => !standalone).length,
  filters: filters.length,
})
