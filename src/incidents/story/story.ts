/**
 * What a person must know of an incident to act on it. Plain data; every text may hold text from the logs, so outputs must make
 * it harmless. Times are ms since epoch, UTC.
 */
export interface Story {
  readonly verdict: Verdict
  /** Who acted from where: the intruder's places, then the owner's own beside them. */
  readonly actors: readonly Actor[]
  /** Oldest first; what is alike and follows one another is one line. At most 500. */
  readonly timeline: readonly TimelineEntry[]
  /** Credentials and ways in that descend from the theft, parents before children. At most 1000. */
  readonly lineage: readonly Descendant[]
  readonly damage: Damage
  /** Sentences: what the logs cannot show of this incident. */
  readonly unknown: readonly string[]
  /** In the order in which they should be taken. */
  readonly containment: readonly PlanStep[]
  /** One for each change that can be taken back, the latest change first. */
  readonly undo: readonly PlanStep[]
}

export interface Verdict {
  /** One or two sentences in plain words. */
  readonly text: string
  readonly confidence: 'high' | 'medium' | 'low'
  /** The three strongest reasons, the strongest first. */
  readonly reasons: readonly string[]
  readonly firstBadMs: number
  /** From the first bad event to the last. */
  readonly dwellMs: number
}

export interface Actor {
  readonly principal: string
  readonly isIntruder: boolean
  /** Why it is taken for the intruder, or for the owner. */
  readonly why: string
  readonly accessKeys: readonly string[]
  readonly places: readonly Place[]
  /** User agents, the most frequent first. */
  readonly clients: readonly string[]
  readonly eventCount: number
  readonly firstMs: number
  readonly lastMs: number
}

export interface Place {
  readonly network: string
  readonly operator: string | null
  readonly country: string | null
  readonly kind: string | null
  readonly addresses: readonly string[]
  readonly eventCount: number
}

/** Stages of an intrusion, in the order of ATT&CK's tactics. */
export const STAGES = [
  'initial-access',
  'discovery',
  'credential-access',
  'privilege-escalation',
  'persistence',
  'defense-evasion',
  'lateral-movement',
  'collection',
  'exfiltration',
  'impact',
  'other',
] as const
export type Stage = (typeof STAGES)[number]

export interface TimelineEntry {
  readonly stage: Stage
  readonly firstMs: number
  readonly lastMs: number
  /** `iam:CreateAccessKey for backup-sync`, `s3:GetObject of 120 objects in example-payroll`. */
  readonly what: string
  readonly count: number
  readonly deniedCount: number
  readonly principal: string
  readonly address: string | null
  readonly region: string | null
  /** At most 20. */
  readonly eventIds: readonly string[]
  /** Grave findings that name one of these events. */
  readonly findingIds: readonly string[]
}

export interface Descendant {
  /** Access key, ARN of a user or role. */
  readonly credential: string
  readonly kind: 'session' | 'key' | 'user' | 'role' | 'console'
  /** The credential it came from; null for one that nothing in the logs begot. */
  readonly parent: string | null
  /** `iam:CreateAccessKey` */
  readonly call: string
  readonly eventId: string
  readonly madeMs: number
  readonly principal: string | null
  /** When a session ends by itself; null for what lives until it is removed, or where the log does not say. */
  readonly expiresMs: number | null
  /** `ended` where it was deleted, or has expired by the last event of the logs. */
  readonly state: 'alive' | 'ended' | 'unknown'
  readonly eventCount: number
}

export interface Damage {
  readonly read: readonly Harm[]
  readonly changed: readonly Harm[]
  /** What left, or was given to others. */
  readonly taken: readonly Harm[]
  readonly created: readonly Harm[]
  /** What costs money: instances, models, mail. */
  readonly money: readonly Harm[]
}

/** One kind of thing done to one thing. */
export interface Harm {
  /** `secret`, `object`, `table`, `user`, `security-group` … */
  readonly kind: string
  /** What it was done to: name or ARN. */
  readonly what: string
  readonly call: string
  readonly accountId: string | null
  readonly region: string | null
  readonly count: number
  readonly deniedCount: number
  readonly bytes: number | null
  /** Foreign account, address, `everybody` … */
  readonly to: string | null
  readonly before: string | null
  readonly after: string | null
  /** For what was created: whether it was removed again within the logs. */
  readonly isAlive: boolean | null
  readonly firstMs: number
  readonly eventIds: readonly string[]
}

export interface PlanStep {
  readonly title: string
  readonly why: string
  /** For a POSIX shell, each a whole command, quoted; printed, never run. */
  readonly commands: readonly string[]
  /** What it would break, by what the credential usually does. */
  readonly breaks: readonly string[]
  /** Commands that take the step back. */
  readonly undo: readonly string[]
}
