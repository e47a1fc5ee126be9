/** Grave enough to be told as a story of its own; `low` is kept for stories that later lose weight. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** At most this many event ids are kept for one incident; `eventCount` stays exact. */
export const MAX_EVENT_IDS = 1000

/** One story: findings that hang together, and what a person must know before anything else. */
export interface Incident {
  /** Stable over re-runs and as the incident grows: made from what the findings were joined by. */
  readonly id: string
  /** 1 is the worst of the run. */
  readonly rank: number
  readonly severity: Severity
  /** For ranking only; see `scoreOf`. */
  readonly score: number
  /** Who, and the worst that was done. Holds text from the logs: outputs must make it harmless. */
  readonly title: string
  /** Long-term keys first; at most 100. */
  readonly accessKeys: readonly string[]
  readonly principals: readonly string[]
  readonly accountIds: readonly string[]
  /** Source addresses (or AWS service names), those of the worst findings first; at most 100. */
  readonly ips: readonly string[]
  /** Evidence, the worst findings' first. */
  readonly eventIds: readonly string[]
  /** Sum of the findings' counts: an event that several detections met counts for each of them. */
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
