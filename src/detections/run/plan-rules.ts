import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import type { EventIndex } from '../sigma/event-index.ts'
import type { CompiledRule } from '../sigma/rule.ts'

/** A call that the lake holds, in AWS's spelling. */
export interface PresentCall {
  readonly eventSource: string
  readonly eventName: string
}

/** Matches by the rule's place among the rules. */
export type MatchCounts = ReadonlyMap<number, number>

/** A rule with the calls it has to look at; undefined: any call. */
export interface PlannedRule {
  readonly no: number
  readonly rule: CompiledRule
  readonly calls: readonly number[] | undefined
}

export interface RulePlan {
  readonly indexed: readonly PlannedRule[]
  readonly unindexed: readonly PlannedRule[]
  readonly correlations: readonly CompiledCorrelation[]
}

/**
 * Leaves out what cannot match: rules whose calls are not in the lake, correlations that lack one of their rules, rules
 * that only such a correlation wants.
 *
 * @param present - the calls of the lake; a rule's `calls` are indexes into it.
 */
export function planRules(
  rules: readonly CompiledRule[],
  correlations: readonly CompiledCorrelation[],
  present: readonly PresentCall[],
): RulePlan {
  const lookup = new CallLookup(present)
  const planned = rules
    .map((rule, no) => ({ no, rule, calls: lookup.callsOf(rule.index) }))
    .filter(({ rule, calls }) => rule.applies && (calls === undefined || calls.length > 0))
  const alive = new Set(planned.map(({ rule }) => rule.id))
  const possible = correlations.filter((one) => one.applies && isPossible(one, alive))
  const wanted = new Set(possible.flatMap(({ ruleIds }) => ruleIds))
  const used = planned.filter(({ rule }) => rule.standalone || wanted.has(rule.id))
  return {
    indexed: used.filter(({ calls }) => calls !== undefined),
    unindexed: used.filter(({ calls }) => calls === undefined),
    correlations: possible,
  }
}

/** Of the rules that name no call, those that are findings of their own, or whose correlations have not failed yet. */
export function stillPossible(plan: RulePlan, counts: MatchCounts): readonly PlannedRule[] {
  const alive = new Set([
    ...plan.indexed.filter(({ no }) => counts.has(no)).map(({ rule }) => rule.id),
    ...plan.unindexed.map(({ rule }) => rule.id),
  ])
  const possible = plan.correlations.filter((one) => isPossible(one, alive))
  const wanted = new Set(possible.flatMap(({ ruleIds }) => ruleIds))
  return plan.unindexed.filter(({ rule }) => rule.standalone || wanted.has(rule.id))
}

/** Events in a certain order or company need every one of their rules; counts and sums need one. */
export function isPossible(correlation: CompiledCorrelation, alive: ReadonlySet<string>): boolean {
  const { type, ruleIds, missing } = correlation
  const needsAll = type === 'temporal' || type === 'temporal_ordered'
  return needsAll
    ? missing.length === 0 && ruleIds.every((id) => alive.has(id))
    : ruleIds.some((id) => alive.has(id))
}

class CallLookup {
  readonly #present: readonly PresentCall[]
  readonly #byName = new Map<string, number[]>()
  readonly #bySource = new Map<string, number[]>()

  constructor(present: readonly PresentCall[]) {
    this.#present = present
    present.forEach(({ eventSource, eventName }, index) => {
      push(this.#byName, eventName.toLowerCase(), index)
      push(this.#bySource, eventSource.toLowerCase(), index)
    })
  }

  callsOf(index: EventIndex): readonly number[] | undefined {
    if (index === 'any') return undefined
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

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
