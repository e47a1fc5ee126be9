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
}

/** Somebody or something of the organisation that calls AWS. */
export interface Actor {
  /** Seeds its own stream of numbers: unique and stable. */
  readonly name: string
  readonly every: 'hour' | 'day'
  act(turn: Turn): void
}

export type Emit = (timeMs: number, event: CloudTrailRecord) => void

export function createTurn(
  random: Random,
  span: { readonly fromMs: number; readonly toMs: number },
  emit: Emit,
): Turn {
  const length = span.toMs - span.fromMs
  return {
    ...span,
    random,
    call: (caller, timeMs, name, details) => {
      const record = makeRecord(random, { caller, timeMs }, name, details)
      emit(timeMs, record)
      return record
    },
    someTime: () => span.fromMs + random.int(length),
  }
}
