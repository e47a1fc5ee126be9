import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import type { PlannedRule } from './plan-rules.ts'
import { WIDE } from './wide-columns.ts'

/** Rules with those of their calls that are looked at together. */
export interface Part {
  readonly rules: readonly PlannedRule[]
  /** Undefined: every call. */
  readonly calls: ReadonlySet<number> | undefined
}

/** Calls of which some rule, or a correlation that it feeds, wants a wide column, and the others. */
export function partsOf(
  rules: readonly PlannedRule[],
  correlations: readonly CompiledCorrelation[],
): {
  readonly wide: Part
  readonly narrow: Part
  readonly unindexed: Part
} {
  const indexed = rules.filter(({ calls }) => calls !== undefined)
  const feeding = new Set(correlations.filter(readsWide).flatMap(({ ruleIds }) => ruleIds))
  const wide = new Set(
    indexed.filter((one) => isWide(one) || feeding.has(one.rule.id)).flatMap(({ calls }) => calls ?? []),
  )
  const all = indexed.flatMap(({ calls }) => calls ?? [])
  const part = (calls: ReadonlySet<number>): Part => ({
    calls,
    rules: indexed.filter((one) => one.calls?.some((call) => calls.has(call))),
  })
  return {
    wide: part(wide),
    narrow: part(new Set(all.filter((call) => !wide.has(call)))),
    unindexed: { calls: undefined, rules: rules.filter(({ calls }) => calls === undefined) },
  }
}

const isWide = ({ needsJson, columns }: PlannedRule): boolean =>
  needsJson || columns.some((name) => WIDE.has(name))

const readsWide = ({ columns }: CompiledCorrelation): boolean => columns.some((name) => WIDE.has(name))

/** Those of a rule's calls that are in the part. */
export const callsIn = ({ calls }: PlannedRule, part: Part): readonly number[] =>
  (calls ?? []).filter((call) => part.calls?.has(call) === true)
