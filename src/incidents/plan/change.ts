import type { AwsCall, OptionValue } from '#kernel/index.ts'
import { textAt } from './json-values.ts'

/** One thing that an intruder changed, as the log has it. */
export interface Change {
  readonly eventId: string
  readonly timeMs: number
  /** `iam:CreateAccessKey`, without the date that Lambda puts behind its names. */
  readonly call: string
  readonly accountId: string
  readonly region: string
  /** `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string
  /** ARN of who did it. */
  readonly principal: string
  readonly request: unknown
  readonly response: unknown
  /** The last call before it that set or removed the same thing; undefined where the logs hold none. */
  readonly before: Earlier | undefined
}

export interface Earlier {
  readonly call: string
  readonly eventId: string
  readonly timeMs: number
  readonly request: unknown
  readonly response: unknown
}

/** In the order in which they are taken. */
export const CONTAINMENT = [
  'keys',
  'sessions',
  'passwords',
  'persistence',
  'stop',
  'defences',
  'known-values',
] as const
export type Containment = (typeof CONTAINMENT)[number]

/** A step before it is written. */
export interface Draft {
  readonly title: string
  readonly why: string
  readonly calls: readonly AwsCall[]
  readonly breaks?: readonly string[]
  readonly undo?: readonly AwsCall[]
}

export interface Remedy {
  /** What was changed: two changes of one target are contained once. */
  readonly target: string
  readonly stage?: Containment
  readonly contain?: Draft
  /** Takes the change back. */
  readonly back: Draft
  /** It takes earlier changes of the same target back itself: then nothing of either is left to do. */
  readonly ends?: true
  /** IAM user or role whose habits say what containment breaks. */
  readonly habitOf?: string
}

export type Recipe = (change: Change) => Remedy

/** '' where the request does not hold it: a call that lacks a name is not written. */
export const asked = (change: Change, ...path: readonly string[]): string =>
  textAt(change.request, ...path) ?? ''

/** The same of the answer. */
export const told = (change: Change, ...path: readonly string[]): string =>
  textAt(change.response, ...path) ?? ''

/** @param what - service and operation: `iam delete-user`. */
export function run(
  { region }: Pick<Change, 'region'>,
  what: string,
  options: Readonly<Record<string, OptionValue>>,
): AwsCall {
  const [service = '', operation = ''] = what.split(' ')
  return { service, operation, region, options }
}

/** The remedy that both stops the harm and takes the change back. */
export const same = (target: string, stage: Containment, draft: Draft): Remedy => ({
  target,
  stage,
  contain: draft,
  back: draft,
})
