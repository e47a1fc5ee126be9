import type { Span } from '#kernel/index.ts'
import type { UsedCall } from './privilege/used.ts'

/** What the logs of a workspace say of use; without a workspace there is none, and levels stay as the check has them. */
export interface Usage {
  /** From the first to the last event of the workspace. */
  readonly span: Span
  /** Days with events. */
  readonly days: number
  /** By account id and region, `123456789012/eu-central-1`. */
  readonly regions: ReadonlyMap<string, RegionUse>
  /** By access key id; long-term keys only. */
  readonly keys: ReadonlyMap<string, KeyUse>
  /** Console sign-ins that succeeded, by principal as in the lake: a user's ARN, `arn:aws:iam::123456789012:root`. */
  readonly signIns: ReadonlyMap<string, SignInUse>
  /** Calls that were not denied, by principal as in the lake: behind a role's ARN the name of a session may stand. */
  readonly calls: ReadonlyMap<string, readonly UsedCall[]>
  /** By account id. */
  readonly accounts: ReadonlyMap<string, AccountUse>
}

export interface AccountUse {
  readonly firstMs: number
  readonly lastMs: number
  /** By service, as in the lake: its first data event. */
  readonly dataEventsSinceMs: ReadonlyMap<string, number>
}

export interface RegionUse {
  readonly events: number
  /** Calls that changed something, AWS's own left out. */
  readonly writes: number
  readonly lastMs: number
}

export interface KeyUse {
  readonly events: number
  readonly firstMs: number
  readonly lastMs: number
  /** The busiest first; at most 50. */
  readonly networks: readonly NetworkUse[]
}

export interface NetworkUse {
  /** As in the lake: `AS7922`, `own:office`. */
  readonly network: string
  readonly kind: string
  readonly operator: string
  readonly country: string
  readonly events: number
  readonly firstMs: number
  readonly lastMs: number
}

export interface SignInUse {
  readonly withMfa: number
  readonly withoutMfa: number
  readonly lastMs: number
  readonly lastWithoutMfaMs: number
}
