import { type CallDetails, makeRecord } from './call.ts'
import type { Caller } from './caller.ts'
import type { Random } from './random.ts'
import type { CloudTrailRecord } from './record.ts'

/** An actor's hour or day: what it may use, and where its records go. */
export interface Turn {
  readonly fromMs: number
  readonly toMs: number
  readonly random: Random
  /** Writes the record of one call. @param name - `service:Call`. */
  call(caller: Caller, timeMs: number, name: string, details?: CallDetails): CloudTrailRecord
  /** A time within the turn. */
  someTime(): number
  /** The same turn, its records marked as part of an attack or of a hard ordinary event. */
  labelled(label: string): Turn
}

/** Somebody or something of the organisation that calls AWS. */
export interface Actor {
  /** Seeds its own stream of numbers: unique and stable. */
  readonly name: string
  readonly every: 'hour' | 'day'
  act(turn: Turn): void
}

export type Emit = (timeMs: number, event: CloudTrailRecord, label: string | undefined) => void

export interface TurnPlan {
  readonly random: Random
  readonly fromMs: number
  readonly toMs: number
  readonly emit: Emit
  readonly label?: string
}

export function createTurn(plan: TurnPlan): Turn {
  const { random, fromMs, toMs, emit, label } = plan
  return {
    fromMs,
    toMs,
    random,
    call: (caller, timeMs, name, details) => {
      const record = makeRecord(random, { caller, timeMs }, name, details)
      emit(timeMs, record, label)
      return record
    },
    someTime: () => fromMs + random.int(toMs - fromMs),
    labelled: (other) => createTurn({ ...plan, label: other }),
  }
}
