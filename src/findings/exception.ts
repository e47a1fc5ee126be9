import type { Finding } from './finding.ts'

/**
 * What somebody has said is ordinary, for a time and with a reason. It hides what detections say of events that lie in its
 * scope; the events stay, and whatever else is said of them.
 */
export interface Exception {
  readonly id: string
  /** Ids or names of detections. */
  readonly detections: readonly string[]
  readonly scope: ExceptionScope
  readonly reason: string
  readonly by: string
  /** Days (`2026-11-24`, UTC): when it was made, and the day from whose start on it no longer holds. */
  readonly since: string
  readonly expires: string
}

/**
 * An event lies in it when each part that is not empty holds one of the event's values. `*` and `?` are wildcards, a
 * backslash makes them plain; letters count with their case.
 */
export interface ExceptionScope {
  /** Column `principal`. */
  readonly principals: readonly string[]
  /** Column `account_id`. */
  readonly accounts: readonly string[]
  /** CIDR, one address, or what AWS writes for a service of its own (`backup.amazonaws.com`). */
  readonly networks: readonly string[]
  /** Column `client_family`. */
  readonly clients: readonly string[]
  /** What is acted on: `facts.target` or column `bucket`. */
  readonly resources: readonly string[]
  /** Name of the role of a session. */
  readonly roles: readonly string[]
}

/** A finding, or a part of one, all of whose events lie in the scope of exceptions. */
export interface HiddenFinding {
  readonly finding: Finding
  /** Ids of the exceptions, sorted. */
  readonly by: readonly string[]
}

/** Whether an exception is about a detection at all. */
export const isAbout = (
  { detections }: Pick<Exception, 'detections'>,
  { detectionId, detection }: Pick<Finding, 'detectionId' | 'detection'>,
): boolean => detections.some((one) => one === detection || one.toLowerCase() === detectionId.toLowerCase())

/** Whether it holds on a day no more. */
export const isExpired = ({ expires }: Pick<Exception, 'expires'>, nowMs: number): boolean =>
  nowMs >= Date.parse(`${expires}T00:00:00Z`)
