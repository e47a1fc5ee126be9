import { type HabitFacts, habitNotes } from './habit-notes.ts'
import { counted } from './numbers.ts'
import type { ReportCoverage } from './report.ts'
import { isoTime, plainSpan, plainTime } from './times.ts'

/** Days below which a story may well have begun before. */
const FEW_DAYS = 7
const MAX_GAPS = 5
const MAX_FILTERS = 5
const MAX_REGIONS = 12
const MAX_NAMED = 6

/** What became of the input, as far as it bears on what can be seen. */
export interface ReadingFacts {
  readonly events: number
  readonly rejectedCount: number
  /** Files with rules that could not be compiled. */
  readonly brokenRuleFiles: number
  /** Titles of Sigma filters that the user's rules bring along. */
  readonly filters?: readonly string[]
  /** Findings of GuardDuty's whose events are not in the logs. */
  readonly guardDutyWithoutEvents?: number
  /** Left out where behaviours were not asked. */
  readonly habits?: HabitFacts
  /** Where a part of the logs was asked for that holds no event. */
  readonly emptyScope?: EmptyScope | undefined
}

/** What was asked for, and what the logs hold instead. */
export interface EmptyScope {
  readonly accounts: readonly string[]
  readonly regions: readonly string[]
  readonly fromMs: number | undefined
  readonly toMs: number | undefined
  readonly held: Pick<ReportCoverage, 'accounts' | 'regionsWithEvents' | 'firstEvent' | 'lastEvent'>
}

/**
 * Sentences on what these logs cannot show, the gravest first: "nothing found" must never mean "nothing looked at".
 */
export function coverageNotes(
  coverage: Omit<ReportCoverage, 'notes'>,
  reading: ReadingFacts,
): readonly string[] {
  if (reading.events === 0) return nothingNotes(reading)
  return [
    ...readingNotes(reading),
    ...gapNotes(coverage),
    ...dataNotes(coverage),
    ...(coverage.readEvents
      ? []
      : [
          'No events of calls that only read: looking round (List, Describe, Get) cannot be seen. Does the trail record writes only?',
        ]),
    regionNote(coverage),
    ...(coverage.days < FEW_DAYS
      ? [`The logs hold ${counted(coverage.days, 'day')} only: what began earlier cannot be told.`]
      : []),
    ...(reading.habits === undefined ? [] : habitNotes(reading.habits)),
  ]
}

function nothingNotes({ emptyScope }: ReadingFacts): readonly string[] {
  const said = 'nothing was looked at, and nothing can be said.'
  if (emptyScope === undefined) return [`There are no events: ${said}`]
  return [`There are no events ${askedText(emptyScope)}: ${said}`, heldText(emptyScope)]
}

/** `in account 123456789012, from 2026-11-24 00:00:00 on`. */
function askedText({ accounts, regions, fromMs, toMs }: EmptyScope): string {
  const parts = [
    ...(accounts.length === 0 ? [] : [`in ${placesText('account', accounts)}`]),
    ...(regions.length === 0 ? [] : [`in ${placesText('region', regions)}`]),
    ...(fromMs === undefined ? [] : [`from ${plainTime(isoTime(fromMs))} on`]),
    ...(toMs === undefined ? [] : [`before ${plainTime(isoTime(toMs))}`]),
  ]
  return parts.join(', ')
}

function heldText({ held: { accounts, regionsWithEvents, firstEvent, lastEvent } }: EmptyScope): string {
  if (firstEvent === null || lastEvent === null) return 'These logs hold no events at all.'
  const events = accounts.reduce((sum, one) => sum + one.events, 0)
  const ids = accounts.map(({ id }) => id)
  return `These logs hold ${counted(events, 'event')}, ${plainSpan(firstEvent, lastEvent)} UTC, of ${placesText('account', ids)} in ${placesText('region', regionsWithEvents)}.`
}

/** `account 123456789012`, `regions eu-central-1, us-east-1 and 10 more`. */
function placesText(what: string, all: readonly string[]): string {
  const more = all.length - MAX_NAMED
  const list = all.slice(0, MAX_NAMED).join(', ')
  return `${what}${all.length === 1 ? '' : 's'} ${list}${more > 0 ? ` and ${more} more` : ''}`
}

function readingNotes({
  rejectedCount,
  brokenRuleFiles,
  filters = [],
  guardDutyWithoutEvents = 0,
}: ReadingFacts): readonly string[] {
  const notes: string[] = []
  if (rejectedCount > 0) {
    notes.push(`What could not be read (${counted(rejectedCount, 'entry', 'entries')}) was not looked at.`)
  }
  if (brokenRuleFiles > 0) {
    notes.push(
      `What the rules that could not be compiled would have found is missing (${counted(brokenRuleFiles, 'file')}).`,
    )
  }
  if (filters.length > 0) {
    const named = filters.slice(0, MAX_FILTERS).map((title) => `'${title}'`)
    const more = filters.length - named.length
    notes.push(
      `What ${counted(filters.length, 'Sigma filter')} took out is not told: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    )
  }
  if (guardDutyWithoutEvents > 0) {
    notes.push(
      `GuardDuty saw ${counted(guardDutyWithoutEvents, 'thing')} that these logs hold no events of: they lack a place, a time or a kind of events, or it shows in no API call.`,
    )
  }
  return notes
}

function gapNotes({ gaps }: Pick<ReportCoverage, 'gaps'>): readonly string[] {
  const notes = gaps
    .slice(0, MAX_GAPS)
    .map(
      ({ accountId, region, from, to }) =>
        `No events from ${accountId} in ${region}, ${plainSpan(from, to)} UTC.`,
    )
  const more = gaps.length - notes.length
  return more > 0 ? [...notes, `And ${counted(more, 'more gap')}.`] : notes
}

function dataNotes({ dataEvents }: Pick<ReportCoverage, 'dataEvents'>): readonly string[] {
  const notes: string[] = []
  if (!dataEvents.s3) {
    notes.push(
      'No S3 data events: reading, writing and deleting of objects (GetObject, PutObject …) cannot be seen. Data may have been taken without a trace here.',
    )
  }
  const others = [
    ...(dataEvents.lambda ? [] : ['Lambda (Invoke)']),
    ...(dataEvents.dynamodb ? [] : ['DynamoDB (GetItem, Scan …)']),
  ]
  if (others.length > 0) notes.push(`No data events of ${others.join(' or ')}.`)
  return notes
}

function regionNote({
  accounts,
  regionsWithEvents,
}: Pick<ReportCoverage, 'accounts' | 'regionsWithEvents'>): string {
  const named = regionsWithEvents.slice(0, MAX_REGIONS).join(', ')
  const more = regionsWithEvents.length - MAX_REGIONS
  const regions = more > 0 ? `${named} and ${more} more` : named
  if (regions === '')
    return `No event here names a region. ${counted(accounts.length, 'account')} in all: what happened elsewhere is not in these logs.`
  return `Only ${counted(accounts.length, 'account')} and ${counted(regionsWithEvents.length, 'region')} have events here (${regions}): what happened elsewhere is not in these logs.`
}
