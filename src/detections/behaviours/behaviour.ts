import type { Finding, Level } from '#findings/index.ts'

/** What is known of a departure from habit, for one subject and one behaviour. */
export interface Departure {
  readonly subject: string
  /** Days (`2026-11-24`) on which it departed; the evidence is taken from them. */
  readonly days: readonly string[]
  /** The graver, the higher: −ln of a chance, natural logarithm. */
  readonly surprise: number
  readonly level: Level
  /** Days of history that the judgement rests on. */
  readonly historyDays: number
  /** What was met on these days: the evidence are the subject's events with one of these values. */
  readonly values: readonly { readonly dimension: string; readonly value: string }[]
  /** A sentence. Holds text from the logs. */
  readonly why: string
}

/** A behaviour as it is declared; its kind is one module beside this one. */
export interface Behaviour {
  /** Permanent. */
  readonly id: string
  readonly name: string
  readonly title: string
  readonly rows: readonly string[]
  /** Sigma's tags: `attack.t1078.004`. */
  readonly tags: readonly string[]
  readonly falsePositives: readonly string[]
  readonly blindSpots: readonly string[]
  readonly respond: readonly string[]
  readonly references: readonly string[]
}

/** A finding is worth no more than the history it rests on: this is what `historyDays` of it are worth, 0 to 1. */
export const historyWeight = (historyDays: number): number => historyDays / (historyDays + 2)

export type BehaviourFinding = Finding & { readonly kind: 'behaviour' }
