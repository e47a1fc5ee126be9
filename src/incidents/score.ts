import { type Finding, LEVELS, type Level } from '#findings/index.ts'
import type { Severity } from './incident.ts'

/** What the first finding of a detection adds. A level is about three times the one before it. */
const POINTS: Readonly<Record<Level, number>> = {
  informational: 0,
  low: 1,
  medium: 10,
  high: 30,
  critical: 100,
}

/** Each tactic after the first adds this share, up to `MAX_BREADTH` of them. */
const BREADTH_SHARE = 0.15
const MAX_BREADTH = 6

/** Tactics over which findings must spread before their sum may raise the severity. */
const TACTICS_TO_RAISE = 3

/**
 * The weight of findings that hang together, for ranking.
 *
 *     score = Σ over detections ( p₁ + p₂/2 + p₃/4 + … ) × ( 1 + 0.15 × min(6, tactics − 1) )
 *
 * where p₁ ≥ p₂ ≥ … are the points of that detection's findings (informational 0, low 1, medium 10, high 30,
 * critical 100). So a hundred findings of one detection never weigh more than two of it, and an intruder who
 * looks round, digs in and carries away outweighs somebody who does one thing often.
 *
 * @returns one decimal; at least the points of the worst finding.
 */
export function scoreOf(findings: readonly Finding[]): number {
  const byDetection = new Map<string, number[]>()
  for (const { detectionId, level } of findings) {
    const points = byDetection.get(detectionId) ?? []
    points.push(POINTS[level])
    byDetection.set(detectionId, points)
  }
  let sum = 0
  for (const points of byDetection.values()) {
    points.sort((a, b) => b - a)
    for (const [place, value] of points.entries()) sum += value / 2 ** place
  }
  return Math.round(sum * breadthOf(tacticsOf(findings).length) * 10) / 10
}

/**
 * The level of the worst finding; one step more where the findings spread over at least three tactics and weigh
 * twice what one finding of the next level does (60 for high, 200 for critical).
 */
export function severityOf(findings: readonly Finding[]): Severity {
  const worst = findings.reduce((most, { level }) => Math.max(most, LEVELS.indexOf(level)), 0)
  const level = LEVELS[worst] ?? 'low'
  const next = LEVELS[worst + 1]
  const spreads = tacticsOf(findings).length >= TACTICS_TO_RAISE
  const raised = next !== undefined && spreads && scoreOf(findings) >= 2 * POINTS[next] ? next : level
  return raised === 'informational' ? 'low' : raised
}

export function tacticsOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap(({ tactics }) => tactics))]
}

function breadthOf(tactics: number): number {
  return 1 + BREADTH_SHARE * Math.min(MAX_BREADTH, Math.max(0, tactics - 1))
}
