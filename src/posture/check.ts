import type { Level } from '#findings/index.ts'
import type { AwsCall } from '#kernel/index.ts'
import type { Known, NotKnown } from './snapshot/known.ts'
import type { Region } from './snapshot/region.ts'
import type { AccountSnapshot } from './snapshot/snapshot.ts'
import type { Usage } from './usage.ts'

/** What every check says of itself, whatever it finds. */
export interface CheckFacts {
  /** Permanent: suppressed by it, compared by it. */
  readonly id: string
  /** What is wrong where it fails. */
  readonly title: string
  /** Rows of the mission. */
  readonly rows: readonly string[]
  /** Unless an outcome says otherwise: use seen in the logs raises or lowers it. */
  readonly level: Level
  /** How this makes theft easy or invisible. */
  readonly why: string
  /** Recommendations of the CIS AWS Foundations Benchmark 3.0.0. */
  readonly cis: readonly string[]
  /** Controls of AWS Security Hub: of Foundational Security Best Practices, or of its other standards. */
  readonly controls: readonly string[]
}

/** Where a check looks. */
export interface Place {
  readonly account: AccountSnapshot
  /** When the snapshot was taken: ages are reckoned from then. */
  readonly nowMs: number
  readonly usage: Usage | undefined
  /** Networks that are one's own, by the settings; keys are expected there. */
  readonly hasTrustedNetworks: boolean
  /** Ids of accounts that are one's own: those of the snapshot, and of the settings. */
  readonly ownAccounts: ReadonlySet<string>
}

export interface RegionPlace extends Place {
  readonly region: Region
}

export interface AccountCheck extends CheckFacts {
  readonly scope: 'account'
  readonly look: (place: Place) => readonly Outcome[]
}

/** Looks at each region by itself. */
export interface RegionCheck extends CheckFacts {
  readonly scope: 'region'
  readonly look: (place: RegionPlace) => readonly Outcome[]
}

export type Check = AccountCheck | RegionCheck

export type Result = 'failed' | 'passed' | 'notKnown' | 'notApplicable'

/** Of one resource. */
export interface Outcome {
  readonly result: Result
  /** ARN or id; the account's id where it is about the whole account. */
  readonly resource: string
  /** One sentence with the facts. Names in it were chosen by others: outputs make it harmless. */
  readonly evidence: string
  readonly level?: Level
  /** What the logs say of its use. */
  readonly use?: string
  /** Commands, and sentences for what no command can do, in the order in which they are safe. */
  readonly fix?: readonly Step[]
  /** The call that told nothing, and what that leaves open. */
  readonly notKnown?: NotKnown & { readonly leavesOpen: string }
}

export type Step = AwsCall | string

type More = Pick<Outcome, 'level' | 'use' | 'fix'>

export const failed = (resource: string, evidence: string, more: More = {}): Outcome => ({
  result: 'failed',
  resource,
  evidence,
  ...more,
})

export const passed = (resource: string, evidence: string): Outcome => ({
  result: 'passed',
  resource,
  evidence,
})

export const notApplicable = (resource: string, evidence: string): Outcome => ({
  result: 'notApplicable',
  resource,
  evidence,
})

export const notKnown = (resource: string, why: NotKnown, leavesOpen: string): Outcome => ({
  result: 'notKnown',
  resource,
  evidence: `${why.action} told nothing (${why.error}).`,
  notKnown: { ...why, leavesOpen },
})

/** Looks at what a call told; where it told nothing, that is the outcome. */
export function whenKnown<T>(
  part: Known<T>,
  { resource, leavesOpen }: { readonly resource: string; readonly leavesOpen: string },
  look: (value: T) => readonly Outcome[],
): readonly Outcome[] {
  return 'notKnown' in part ? [notKnown(resource, part.notKnown, leavesOpen)] : look(part.value)
}

/** The value where it is known; for what only refines an outcome. */
export const valueOf = <T>(part: Known<T>): T | undefined => ('value' in part ? part.value : undefined)
