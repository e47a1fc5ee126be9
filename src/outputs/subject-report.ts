import { jsonText } from './json.ts'

/** What one key or principal usually does; `trailhound key --json` and `principal --json` print it as it is (schemas/subject.schema.json). */
export interface SubjectReport {
  readonly schemaVersion: 1
  readonly kind: 'key' | 'principal'
  /** The access key id, or the principal as in the lake. */
  readonly name: string
  /** Times that were asked for; null: no bound. */
  readonly since: string | null
  readonly until: string | null
  /** The first event of the workspace, whoever made it. */
  readonly logsSince: string
  readonly totals: SubjectTotals
  /** Calls by hour of the day, UTC: 24 numbers. */
  readonly hours: readonly number[]
  /** Days with at least one call, oldest first. */
  readonly days: readonly SubjectDay[]
  readonly usual: readonly SubjectDimension[]
  /** Values first met from then on are departures; null: too little history to tell. */
  readonly newSince: string | null
  /** Oldest first. */
  readonly departures: readonly Departure[]
  /** Sentences: what this cannot show. */
  readonly notes: readonly string[]
}

export interface SubjectTotals {
  readonly events: number
  readonly denied: number
  readonly errors: number
  readonly days: number
  readonly sessions: number
  readonly bytesOut: number
  readonly bytesIn: number
  readonly firstEvent: string
  readonly lastEvent: string
}

export interface SubjectDay {
  readonly day: string
  readonly events: number
  readonly denied: number
  readonly bytesOut: number
}

/** `network` `country` `address` `service` `call` `agent` `region` `bucket` `role` … and its values, the most frequent first. */
export interface SubjectDimension {
  readonly dimension: string
  /** How many values there are; the list has 300 at most. */
  readonly distinct: number
  readonly values: readonly SubjectValue[]
}

export interface SubjectValue {
  readonly value: string
  readonly events: number
  readonly denied: number
  readonly days: number
  readonly bytesOut: number
  readonly bytesIn: number
  /** Distinct objects; null but for buckets. */
  readonly objects: number | null
  readonly firstEvent: string
  readonly lastEvent: string
}

export interface Departure {
  /** `new`: first met. `returned`: met again after a long silence. `volume`: more than three times the most of any day before. */
  readonly reason: 'new' | 'returned' | 'volume'
  /** As in `usual`; `calls` and `bytes` of a day for `volume`; `subject` where all of it was silent. */
  readonly dimension: string
  readonly value: string
  readonly at: string
  /** Calls since then; of that day for `volume`. */
  readonly events: number
  readonly denied: number
  readonly bytesOut: number
  /** Days without it; null unless it returned. */
  readonly silentDays: number | null
  /** Its first events since then, at most 5. */
  readonly eventIds: readonly string[]
}

export function subjectJson(report: SubjectReport): string {
  return `${jsonText(report)}\n`
}
