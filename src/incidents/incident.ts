/** Grave enough to be told as a story of its own; `low` is kept for stories that later lose weight. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** One story: findings that hang together, and what a person must know before anything else. */
export interface Incident {
  /** Stable over re-runs and as the incident grows: made from its first grave event. */
  readonly id: string
  /** 1 is the worst of the run. */
  readonly rank: number
  readonly severity: Severity
  /** For ranking only; see `scoreOf`. */
  readonly score: number
  /** Who, and the worst that was done. Holds text from the logs: outputs must make it harmless. */
  readonly title: string
  /** Used or begotten by the intruder, long-term ones first; at most 10,000. */
  readonly accessKeys: readonly string[]
  readonly principals: readonly string[]
  readonly accountIds: readonly string[]
  /** Source addresses (or AWS service names), the first met first; at most 1000. */
  readonly ips: readonly string[]
  /** What the intruder did, as far as it is told apart, oldest first; at most 10,000. */
  readonly eventIds: readonly string[]
  /** Exact, also beyond the ids. */
  readonly eventCount: number
  /** Event times, ms since epoch, UTC, both inclusive. */
  readonly firstMs: number
  readonly lastMs: number
  /** Event time of the first finding of medium or above: from then on it could have been known. */
  readonly detectedMs: number
  /** Worst first. */
  readonly findingIds: readonly string[]
  readonly tactics: readonly string[]
  readonly rows: readonly string[]
}
