import type { z } from 'zod'
import type { Engine, Fragment } from '#store/index.ts'
import type { Filter } from '../sigma/filter.ts'
import type { Metadata } from '../sigma/metadata.ts'
import type { LevelNeeds } from './level-of.ts'

/** What is known of a departure from habit, for one subject and one behaviour, before its level is known. */
export interface Departure {
  readonly subject: string
  /** Days (`2026-11-24`) on which it departed; the evidence is taken from them. */
  readonly days: readonly string[]
  /** The graver, the higher: −ln of a chance, natural logarithm. */
  readonly surprise: number
  /** Days of history that the judgement rests on. */
  readonly historyDays: number
  /** Whether it came from somewhere new, too; where the kind does not say, the subject's networks of that day tell. */
  readonly isElsewhere?: boolean
  /** What was met on these days: the evidence are the subject's events with one of these values; `*` is any. */
  readonly values: readonly { readonly dimension: string; readonly value: string }[]
  /** A sentence. Holds text from the logs. */
  readonly why: string
}

/** What a kind of behaviour asks. The temp tables of `prepareHabits` are made. */
export interface Habits {
  readonly engine: Engine
  /** The lake's tables, as relations. */
  readonly profiles: Fragment
  readonly events: Fragment
  readonly addresses: Fragment
}

export type Find = (habits: Habits) => Promise<readonly Departure[]>

/** Options that fit a kind: what to ask, and how it is judged. */
export interface Bound {
  readonly find: Find
  readonly levels: LevelNeeds
  /** With fewer days in the lake than this it can say nothing yet. */
  readonly leastDays: number
}

/** One kind of behaviour: a module in `kinds/`. */
export interface Kind {
  readonly options: z.ZodObject
  readonly bind: (options: unknown) => Bound | { readonly issues: readonly z.core.$ZodIssue[] }
}

/** A behaviour of a YAML file, ready to be asked. `level` is the gravest it can reach. */
export interface CompiledBehaviour extends Metadata, Bound {
  readonly kind: string
  /** Sigma filters that name it: what they leave out raises nothing. */
  readonly filters: readonly Filter[]
}

/** A finding is worth no more than the history it rests on: this is what `historyDays` of it are worth, 0 to 1. */
export const historyWeight = (historyDays: number): number => historyDays / (historyDays + 2)
