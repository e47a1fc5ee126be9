import { byLetters } from '#kernel/index.ts'

/** Sigma's levels, mildest first. */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const
export type Level = (typeof LEVELS)[number]

/** One claim with its evidence: however many events say it, it is one finding. */
export interface Finding {
  /** Stable over re-runs and as the finding grows: made from the detection, account, principal and long-term key. */
  readonly id: string
  /** Permanent id of the detection, and its file name without ending (`key-created-for-other-user`). */
  readonly detectionId: string
  readonly detection: string
  readonly kind: 'sigma' | 'correlation' | 'behaviour' | 'guardduty'
  readonly title: string
  readonly level: Level
  /** One sentence that names the facts. Holds text from the logs: outputs must make it harmless. */
  readonly why: string
  /** ATT&CK ids, `T1098.001`; with their names where known. */
  readonly techniques: readonly { readonly id: string; readonly name: string | undefined }[]
  /** ATT&CK tactics as Sigma tags spell them: `credential-access`. */
  readonly tactics: readonly string[]
  /** Rows of the mission, `2.1`. */
  readonly rows: readonly string[]
  readonly principal: string | undefined
  readonly actorClass: string | undefined
  readonly accountId: string | undefined
  /** Access keys that made the calls, long-term ones first; at most 20. */
  readonly accessKeys: readonly string[]
  /** `session` column of the lake; at most 20. */
  readonly sessions: readonly string[]
  readonly regions: readonly string[]
  /** Source addresses (or AWS service names), most frequent first; at most 20. */
  readonly sourceIps: readonly string[]
  /** User agents, at most 5. */
  readonly clients: readonly string[]
  /** `eventSource:eventName`, at most 20. */
  readonly calls: readonly string[]
  /** What was acted on (targets, buckets, ARNs of `resources`), at most 20. */
  readonly resources: readonly string[]
  /** Event times, ms since epoch, UTC, both inclusive. */
  readonly firstMs: number
  readonly lastMs: number
  /** Events that match, and how many of them AWS refused. */
  readonly count: number
  readonly deniedCount: number
  /** eventID of the evidence, oldest first; at most 1000 (`count` is exact). */
  readonly eventIds: readonly string[]
  readonly falsePositives: readonly string[]
  readonly blindSpots: readonly string[]
  readonly respond: readonly string[]
  readonly references: readonly string[]
}

/** The graver level first, then the earlier. */
export function worstFirst(a: Finding, b: Finding): number {
  const graver = LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level)
  return graver || a.firstMs - b.firstMs || byLetters(a.id, b.id)
}
