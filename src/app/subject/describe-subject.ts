import { UsageError } from '#kernel/index.ts'
import type {
  Departure,
  SubjectDimension,
  SubjectReport,
  SubjectTotals,
  SubjectValue,
} from '#outputs/index.ts'
import {
  firstEvent,
  numberIn,
  type Row,
  subjectDays,
  subjectObjects,
  subjectTotals,
  subjectValues,
  subjectWithin,
} from '#store/index.ts'
import { updateAddresses } from '../addresses.ts'
import { lakeEvents } from '../lake.ts'
import type { Workspace } from '../wire.ts'
import { dayDepartures, isNextToKnownHour, newSinceMs, SILENT_DAYS, valueDeparture } from './departures.ts'
import { findSubject, type SubjectQuestion } from './find-subject.ts'
import { isoIn, isoOf } from './row-values.ts'

/** Addresses change from day to day where networks do not. */
const NO_DEPARTURE = 'address'

/**
 * What a key or principal usually does, and what departed from it.
 *
 * @throws UsageError where nothing, or more than one principal, is meant.
 */
export async function describeSubject(
  workspace: Workspace,
  question: SubjectQuestion,
): Promise<SubjectReport> {
  const { engine } = workspace
  const events = await lakeEvents(workspace)
  const subject = await findSubject(workspace, events, question)
  const where = subjectWithin(subject.where, question.fromMs, question.toMs)
  const [found = {}] = await engine.rows(subjectTotals(events, where))
  if (numberIn(found, 'n') === 0) throw neverSeen(question, subject.name)
  const totals = totalsOf(found)
  const sinceMs = newSinceMs(numberIn(found, 'first_ms'), numberIn(found, 'last_ms'), question.recentDays)
  const recentMs = Math.ceil(sinceMs ?? numberIn(found, 'last_ms') + 1)
  const { relation: addresses } = await updateAddresses(workspace, question.settings, question.signal)
  const [first = {}] = await engine.rows(firstEvent(events))
  const days = await engine.rows(subjectDays(events, where))
  const values = await engine.rows(
    subjectValues({ events, addresses, where, recentMs, silentDays: SILENT_DAYS }),
  )
  return {
    schemaVersion: 1,
    kind: question.kind,
    name: subject.name,
    since: question.fromMs === undefined ? null : isoOf(question.fromMs),
    until: question.toMs === undefined ? null : isoOf(question.toMs),
    logsSince: isoIn(first, 'first_ms'),
    totals,
    hours: hoursOf(values),
    days: days.map((row) => ({
      day: String(row['day']),
      events: numberIn(row, 'n'),
      denied: numberIn(row, 'denied'),
      bytesOut: numberIn(row, 'bytes_out'),
    })),
    usual: usualOf(values, await engine.rows(subjectObjects(events, where))),
    newSince: sinceMs === undefined ? null : isoOf(recentMs),
    departures: sinceMs === undefined ? [] : departuresOf(values, days, recentMs),
    notes: notesOf(totals, sinceMs),
  }
}

function neverSeen({ kind, fromMs, toMs }: SubjectQuestion, name: string): UsageError {
  const within =
    fromMs === undefined && toMs === undefined ? 'in this workspace' : 'in this workspace within these times'
  if (kind === 'principal')
    return new UsageError(`There is no call by ${name} ${within}.`, {
      hint: 'Ask without --since and --until.',
    })
  const hint =
    within === 'in this workspace'
      ? 'Check the key, and that the logs of its account and time were read: "trailhound workspace" lists both.'
      : 'Ask without --since and --until.'
  return new UsageError(`There is no call by the access key ${name} ${within}.`, { hint })
}

const totalsOf = (row: Row): SubjectTotals => ({
  events: numberIn(row, 'n'),
  denied: numberIn(row, 'denied'),
  errors: numberIn(row, 'errors'),
  days: numberIn(row, 'days'),
  sessions: numberIn(row, 'sessions'),
  bytesOut: numberIn(row, 'bytes_out'),
  bytesIn: numberIn(row, 'bytes_in'),
  firstEvent: isoIn(row, 'first_ms'),
  lastEvent: isoIn(row, 'last_ms'),
})

function hoursOf(values: readonly Row[]): readonly number[] {
  const byHour = new Map(
    values
      .filter(({ dimension }) => dimension === 'hour')
      .map((row) => [Number(row['value']), numberIn(row, 'n')]),
  )
  return Array.from({ length: 24 }, (_, hour) => byHour.get(hour) ?? 0)
}

function usualOf(values: readonly Row[], buckets: readonly Row[]): readonly SubjectDimension[] {
  const objects = new Map(buckets.map((row) => [String(row['bucket']), numberIn(row, 'objects')]))
  const byDimension = Map.groupBy(
    values.filter(({ dimension }) => dimension !== 'hour'),
    (row) => String(row['dimension']),
  )
  return [...byDimension].map(([dimension, rows]) => ({
    dimension,
    distinct: numberIn(rows[0] ?? {}, 'distinct_values'),
    values: rows.map((row) => valueOf(row, dimension === 'bucket' ? objects : undefined)),
  }))
}

const valueOf = (row: Row, objects: ReadonlyMap<string, number> | undefined): SubjectValue => ({
  value: String(row['value']),
  events: numberIn(row, 'n'),
  denied: numberIn(row, 'denied'),
  days: numberIn(row, 'days'),
  bytesOut: numberIn(row, 'bytes_out'),
  bytesIn: numberIn(row, 'bytes_in'),
  objects: objects === undefined ? null : (objects.get(String(row['value'])) ?? 0),
  firstEvent: isoIn(row, 'first_ms'),
  lastEvent: isoIn(row, 'last_ms'),
})

function departuresOf(values: readonly Row[], days: readonly Row[], sinceMs: number): readonly Departure[] {
  const telling = values.filter((row) => !isNextToKnownHour(row, values))
  return [...dayDepartures(days, sinceMs), ...telling.map((row) => valueDeparture(row, sinceMs))]
    .filter((one) => one !== undefined)
    .filter(({ dimension }) => dimension !== NO_DEPARTURE)
    .toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
}

function notesOf(
  { firstEvent: first, bytesOut }: SubjectTotals,
  sinceMs: number | undefined,
): readonly string[] {
  return [
    ...(sinceMs === undefined
      ? [`Less than a day is known of it (since ${first}): what is unusual for it cannot be told.`]
      : []),
    ...(bytesOut === 0
      ? ['No bytes read from S3: there were none, or data events of its buckets are not logged.']
      : []),
  ]
}
