import type { Problem } from '../problem.ts'
import type { CompiledRule } from '../rule.ts'
import { itemsOf, type Term } from '../term.ts'
import { contradiction, demandsOf, together } from './exact-values.ts'
import type { Warn } from './known-events.ts'

/** Selections that are not used, conditions that can never be true, exclusions that exclude nothing. */
export function lintConditions({ term, selections, line }: CompiledRule, warn: Warn): void {
  for (const { name, line: at, used } of selections) {
    if (!used) warn(at, `The condition never uses '${name}'.`)
  }
  const terms = term.kind === 'and' ? term.terms.flatMap(flat) : [term]
  const wanted = terms.filter(({ kind }) => kind !== 'not')
  const demands = wanted.map(demandsOf).reduce(together, demandsOf({ kind: 'and', terms: [] }))
  const never = contradiction(demands)
  if (never !== undefined) {
    warn(line, `The condition can never be true: no '${never}' meets all that it asks.`)
    return
  }
  for (const { term: excluded } of terms.filter((one) => one.kind === 'not')) {
    for (const part of excluded.kind === 'or' ? excluded.terms : [excluded]) {
      const field = contradiction(together(demands, demandsOf(part)))
      if (field !== undefined)
        warn(
          lineOf(part) ?? line,
          `This exclusion never matches: its '${field}' is none that the rest of the condition allows.`,
        )
    }
  }
}

/** A Sigma filter that names a rule of which it can never match an event. */
export function lintFilters({ term, filters, title }: CompiledRule): readonly Problem[] {
  const demands = demandsOf(term)
  return filters.flatMap(({ rules, keep, file, line }): readonly Problem[] => {
    const field = keep.kind === 'not' ? contradiction(together(demands, demandsOf(keep.term))) : undefined
    if (rules === 'any' || field === undefined) return []
    return [
      {
        file,
        line,
        reason: `The filter never matches an event of the rule '${title}': its '${field}' is another.`,
      },
    ]
  })
}

const flat = (term: Term): readonly Term[] => (term.kind === 'and' ? term.terms.flatMap(flat) : [term])

const lineOf = (term: Term): number | undefined => itemsOf(term)[0]?.line
