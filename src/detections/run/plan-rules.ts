import type { Fragment } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import type { EventIndex } from '../sigma/event-index.ts'
import { type Call, NEVER, residual, truthFor } from '../sigma/known-call.ts'
import { type CompiledRule, type Reads, readsOf } from '../sigma/rule.ts'
import { termSql } from '../sigma/sql/term-sql.ts'
import type { Term } from '../sigma/term.ts'

/** A call that the lake holds, and how often. */
export interface PresentCall extends Call {
  readonly events: number
}

/** Matches by the rule's place among the rules. */
export type MatchCounts = ReadonlyMap<number, number>

/** A rule with the calls it has to look at, and what is left to ask of them. */
export interface PlannedRule extends Reads {
  readonly no: number
  readonly rule: CompiledRule
  /** Indexes into the present calls; undefined: any call. */
  readonly calls: readonly number[] | undefined
  readonly term: Term
  readonly condition: Fragment
}

export interface RulePlan {
  readonly rules: readonly PlannedRule[]
  readonly correlations: readonly CompiledCorrelation[]
}

/** Beyond this many calls (names of an attacker's making) each rule is asked of every event. */
const MOST_CALLS = 2000

/**
 * Leaves out what cannot match: rules whose calls are not in the lake, correlations that lack one of their rules, rules
 * that only such a correlation wants.
 */
export function planRules(
  rules: readonly CompiledRule[],
  correlations: readonly CompiledCorrelation[],
  present: readonly PresentCall[],
): RulePlan {
  const lookup = new CallLookup(present)
  const planned = rules.flatMap((rule, no) => (rule.applies ? plannedRule(rule, no, lookup) : []))
  return stillWanted(
    planned,
    correlations.filter(({ applies }) => applies),
  )
}

function plannedRule(rule: CompiledRule, no: number, lookup: CallLookup): readonly PlannedRule[] {
  const indexed = lookup.callsOf(rule.index)
  if (indexed === undefined) {
    return [
      {
        no,
        rule,
        calls: undefined,
        ...readsOf(rule.filtered),
        term: rule.filtered,
        condition: rule.condition,
      },
    ]
  }
  const calls = indexed.filter((call) => truthFor(rule.filtered, lookup.callAt(call)) !== false)
  const term = residual(
    rule.filtered,
    calls.map((call) => lookup.callAt(call)),
  )
  if (calls.length === 0 || term === NEVER) return []
  return [{ no, rule, calls, ...readsOf(term), term, condition: termSql(term) }]
}

/** Correlations that can fire on these rules, and the rules that those want or that are findings of their own. */
export function stillWanted(
  rules: readonly PlannedRule[],
  correlations: readonly CompiledCorrelation[],
): RulePlan {
  const alive = new Set(rules.map(({ rule }) => rule.id))
  const possible = correlations.filter((one) => isPossible(one, alive))
  const wanted = new Set(possible.filter(({ standalone }) => standalone).flatMap(({ ruleIds }) => ruleIds))
  return {
    rules: rules.filter(({ rule }) => rule.standalone || wanted.has(rule.id)),
    correlations: possible,
  }
}

/** Events in a certain order or company need every one of their rules; counts and sums need one. */
export function isPossible(correlation: CompiledCorrelation, alive: ReadonlySet<string>): boolean {
  const { type, steps } = correlation
  const isMet = (ids: readonly string[]): boolean => ids.some((id) => alive.has(id))
  return type === 'temporal' || type === 'temporal_ordered' ? steps.every(isMet) : steps.some(isMet)
}

class CallLookup {
  readonly #present: readonly PresentCall[]
  readonly #byName = new Map<string, number[]>()
  readonly #bySource = new Map<string, number[]>()

  constructor(present: readonly PresentCall[]) {
    this.#present = present
    present.forEach(({ eventSource, eventName }, index) => {
      pushTo(this.#byName, eventName.toLowerCase(), index)
      pushTo(this.#bySource, eventSource.toLowerCase(), index)
    })
  }

  callAt(index: number): Call {
    return this.#present[index] ?? { eventSource: '', eventName: '' }
  }

  /** Undefined: any. */
  callsOf(index: EventIndex): readonly number[] | undefined {
    if (index === 'any') {
      return this.#present.length > MOST_CALLS ? undefined : this.#present.map((_, call) => call)
    }
    const calls = new Set<number>()
    for (const { eventSource, eventName } of index) {
      const candidates =
        eventName === undefined ? this.#bySource.get(eventSource ?? '') : this.#byName.get(eventName)
      for (const call of candidates ?? []) {
        const source = this.#present[call]?.eventSource.toLowerCase()
        if (eventSource === undefined || eventSource === source) calls.add(call)
      }
    }
    return [...calls]
  }
}

/** Appends to the list of a key. */
export function pushTo<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
