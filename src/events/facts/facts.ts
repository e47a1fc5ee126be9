import type { Outcome } from '../derive/outcome.ts'

export type Json = Readonly<Record<string, unknown>>

/**
 * What the request of a sensitive call means; the meaning of each key stands in docs/architecture.md.
 * A key that says nothing is absent: lists are never empty, and only `self` is ever false.
 */
export interface Facts {
  readonly accounts?: readonly string[]
  readonly public?: boolean
  readonly conditional?: boolean
  readonly principals?: readonly string[]
  readonly federated?: readonly string[]
  readonly services?: readonly string[]
  readonly actions?: readonly string[]
  readonly admin?: boolean
  readonly escalation?: readonly string[]
  readonly policy_arn?: string
  readonly world?: boolean
  readonly cidrs?: readonly string[]
  readonly prefix_lists?: readonly string[]
  readonly groups?: readonly string[]
  readonly ports?: readonly string[]
  readonly protocols?: readonly string[]
  readonly admin_ports?: boolean
  readonly direction?: string
  readonly target?: string
  readonly target_kind?: string
  readonly self?: boolean
  readonly narrowed?: boolean
  readonly destination?: string
  /** `Active` or `Inactive`, of an access key. */
  readonly status?: string
}

/** The same while it is being gathered: anything may still be undefined. */
export type Draft = { readonly [Key in keyof Facts]: Facts[Key] | undefined }

export interface FactsInput {
  readonly eventSource: string
  readonly eventName: string
  /** Parsed `requestParameters`; undefined where AWS wrote null. */
  readonly request: Json | undefined
  /** Parsed `responseElements`; undefined for calls that failed. */
  readonly response: Json | undefined
  /** Parsed `userIdentity`. */
  readonly identity: Json | undefined
  /** Parsed `resources`, where the call is one that `needsResources`. */
  readonly resources?: readonly Json[]
  /** The account whose log this is. */
  readonly accountId: string | undefined
  readonly outcome: Outcome
  readonly errorCode: string | undefined
}

/** What a family of calls is asked: the request, never undefined, beside the whole. */
export interface Call {
  readonly name: string
  readonly request: Json
  readonly response: Json
  readonly identity: Json
  /** What the record says was touched, with its owners; empty for most calls. */
  readonly resources: readonly Json[]
  readonly accountId: string | undefined
  /** False where AWS kept nothing of the request (most denied calls): what is not in it then says nothing. */
  readonly isRequestKept: boolean
}

export type Reader = (call: Call) => Draft

/** `service:EventName` → how to read it. */
export type Readers = Readonly<Record<string, Reader>>

const MOST_VALUES = 100
const LONGEST_VALUE = 2_048

/** Drops what says nothing; undefined when nothing is left. */
export function finishFacts(draft: Draft): Facts | undefined {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(draft)) {
    const said = saying(key, value)
    if (said !== undefined) kept[key] = said
  }
  return Object.keys(kept).length === 0 ? undefined : kept
}

function saying(key: string, value: Draft[keyof Facts]): unknown {
  if (value === undefined || value === '') return undefined
  if (value === false) return key === 'self' ? false : undefined
  if (typeof value === 'string') return value.slice(0, LONGEST_VALUE)
  if (typeof value === 'boolean') return value
  const texts = [...new Set(value)].filter((text) => text !== '').slice(0, MOST_VALUES)
  return texts.length === 0 ? undefined : texts.map((text) => text.slice(0, LONGEST_VALUE))
}
