import type { RuleSet } from '../sigma/compile.ts'
import { indexOf } from '../sigma/event-index.ts'
import { type Filter, filtered } from '../sigma/filter.ts'
import { readsOf } from '../sigma/rule.ts'
import { termSql } from '../sigma/sql/term-sql.ts'
import { itemsOf, type Term } from '../sigma/term.ts'

/** A filter that somebody wrote, and what it goes by. */
export interface WrittenFilter {
  readonly file: string
  readonly line: number
  readonly title: string
  /** Whether it asks where a call came from. */
  readonly asksWhere: boolean
}

/** Fields that say what was called, and what became of it. All others say who, from where, or on what. */
const CALL_FIELDS = new Set([
  'eventName',
  'eventSource',
  'eventType',
  'eventCategory',
  'managementEvent',
  'readOnly',
  'errorCode',
  'errorMessage',
  'service',
  'access_level',
  'danger',
  'outcome',
])
const WHERE = new Set(['sourceIPAddress', 'vpcEndpointId', 'vpcEndpointAccountId'])

/** Filters of a rule set, each once. */
export function filtersOf(rules: RuleSet): readonly WrittenFilter[] {
  const all = [...rules.rules, ...rules.behaviours].flatMap(({ filters }) => filters)
  return [...new Map(all.map((one) => [placeOf(one), one])).values()].map((one) => ({
    file: one.file,
    line: one.line,
    title: one.title,
    asksWhere: itemsOf(one.keep).some(({ field = '' }) => WHERE.has(field)),
  }))
}

/**
 * The same rules, as they would judge somebody whom filters fit as far as names and places go: of what a filter asks only the call
 * is still asked.
 */
export function withFittingFilters(rules: RuleSet, chosen: readonly WrittenFilter[]): RuleSet {
  const places = new Set(chosen.map(placeOf))
  const fit = (filters: readonly Filter[]): readonly Filter[] =>
    filters.map((one) => (places.has(placeOf(one)) ? { ...one, keep: fitting(one.keep, false) } : one))
  return {
    ...rules,
    behaviours: rules.behaviours.map((one) => ({ ...one, filters: fit(one.filters) })),
    rules: rules.rules.map((one) => {
      if (!one.filters.some((filter) => places.has(placeOf(filter)))) return one
      const filters = fit(one.filters)
      const term = filtered(one.term, filters)
      return {
        ...one,
        filters,
        filtered: term,
        index: indexOf(term),
        ...readsOf(term),
        get condition() {
          return termSql(term)
        },
      }
    }),
  }
}

const placeOf = ({ file, line }: Pick<Filter, 'file' | 'line'>): string => `${file}:${String(line)}`

/** @param wanted - what names and places are to make of the term: true or false. */
function fitting(term: Term, wanted: boolean): Term {
  switch (term.kind) {
    case 'item':
      return CALL_FIELDS.has(term.item.field ?? '') ? term : { kind: wanted ? 'and' : 'or', terms: [] }
    case 'not':
      return { kind: 'not', term: fitting(term.term, !wanted) }
    case 'and':
    case 'or':
      return { kind: term.kind, terms: term.terms.map((one) => fitting(one, wanted)) }
  }
}
