import { LEVELS, type Level } from '#findings/index.ts'
import type { AuditResult } from './report.ts'

/** Each level weighs three of the one below. */
const WEIGHTS: Readonly<Record<Level, number>> = {
  informational: 1,
  low: 3,
  medium: 9,
  high: 27,
  critical: 81,
}

/**
 * How much of what was looked at is surely fine, from 0 to 100: of each check the share of resources that passed, weighed by the worst level that it
 * has here. What is not known counts as not fine, so that denying a call never raises it; what is accepted, or is not there, does not count.
 *
 * @returns undefined where nothing counts.
 */
export function scoreOf(results: readonly AuditResult[]): number | undefined {
  let [all, fine] = [0, 0]
  const counted = results.filter(
    ({ result, suppressed }) => result !== 'notApplicable' && suppressed === null,
  )
  for (const own of Map.groupBy(counted, ({ check }) => check).values()) {
    const weight = WEIGHTS[worstOf(own)]
    all += weight
    fine += (weight * own.filter(({ result }) => result === 'passed').length) / own.length
  }
  // Rounded down: 100 is for what has no failure at all.
  return all === 0 ? undefined : Math.floor((100 * fine) / all)
}

const worstOf = (results: readonly AuditResult[]): Level =>
  LEVELS.findLast((level) => results.some((one) => one.level === level)) ?? 'informational'
