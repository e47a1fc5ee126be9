import { DAY_MS, plainBytes, plainCount } from '#kernel/index.ts'
import { bars } from './bars.ts'
import { counted } from './numbers.ts'
import { openPage, type Page, type PageOptions } from './page.ts'
import { departureLines } from './subject-departures.ts'
import type { SubjectDimension, SubjectReport, SubjectValue } from './subject-report.ts'
import { tableLines } from './table.ts'
import { plainSpan, plainTime } from './times.ts'

/** What is told of a person's or key's habit, in this order; the rest is in the JSON. */
const TOLD: readonly { readonly dimension: string; readonly title: string; readonly most: number }[] = [
  { dimension: 'principal', title: 'used by', most: 5 },
  { dimension: 'key', title: 'long-term key', most: 8 },
  { dimension: 'network', title: 'network', most: 8 },
  { dimension: 'country', title: 'country', most: 5 },
  { dimension: 'address', title: 'address', most: 8 },
  { dimension: 'agent', title: 'client', most: 5 },
  { dimension: 'region', title: 'region', most: 6 },
  { dimension: 'service', title: 'service', most: 10 },
  { dimension: 'call', title: 'call', most: 12 },
  { dimension: 'denied', title: 'refused', most: 6 },
  { dimension: 'bucket', title: 'bucket', most: 8 },
  { dimension: 'role', title: 'role assumed', most: 8 },
]

/** Days drawn one by one. */
const MOST_DAYS = 60

/** Who it is, when it is at work, what it usually does, what departed from it. */
export function subjectText(report: SubjectReport, options: PageOptions): string {
  const page = openPage(options)
  const lines = [
    ...headLines(report, page),
    '',
    ...rhythmLines(report, page, options.unicode),
    ...TOLD.flatMap(({ dimension, title, most }) => {
      // Itself: the head has said it.
      if (dimension === report.kind) return []
      const found = report.usual.find((one) => one.dimension === dimension)
      return found === undefined ? [] : ['', ...usualLines(found, { title, most }, page)]
    }),
    '',
    ...departureLines(report, page),
    ...report.notes.flatMap((note) => ['', ...page.wrap(page.safe(note, 400), { first: '', rest: '' })]),
  ]
  return `${lines.join('\n')}\n`
}

function headLines(report: SubjectReport, page: Page): readonly string[] {
  const { totals, usual, kind } = report
  const valuesOf = (dimension: string): readonly string[] =>
    usual.find((one) => one.dimension === dimension)?.values.map(({ value }) => value) ?? []
  const what = kind === 'key' ? 'access key' : 'principal'
  const classes = valuesOf('class').slice(0, 3)
  const accounts = valuesOf('account').slice(0, 5)
  const facts = [
    counted(totals.events, 'call'),
    `on ${counted(totals.days, 'day')}`,
    `in ${counted(totals.sessions, 'session')}`,
    refusedText(totals.denied, totals.events),
    totals.bytesOut > 0 ? `${plainBytes(totals.bytesOut)} read from S3` : '',
    totals.bytesIn > 0 ? `${plainBytes(totals.bytesIn)} written` : '',
  ].filter((fact) => fact !== '')
  const lateDays = Math.floor((Date.parse(totals.firstEvent) - Date.parse(report.logsSince)) / DAY_MS)
  const wrap = (text: string): readonly string[] => page.wrap(text, { first: '', rest: '  ' })
  const asked = [
    report.since === null ? '' : `from ${plainTime(report.since)}`,
    report.until === null ? '' : `before ${plainTime(report.until)}`,
  ].filter((part) => part !== '')
  return [
    ...wrap(page.safe(report.name, 400)).map((line) => page.paint('bold', line)),
    ...wrap(page.safe([what, ...classes, `in ${accounts.join(', ')}`].join(' · '), 400)),
    ...wrap(`${plainSpan(totals.firstEvent, totals.lastEvent, page.signs.dash)} UTC: ${facts.join(', ')}`),
    ...(lateDays < 1 || report.since !== null
      ? []
      : wrap(`Nothing is known of it before, although the logs begin ${counted(lateDays, 'day')} earlier.`)),
    ...(asked.length === 0 ? [] : wrap(`Only calls ${asked.join(' and ')} were looked at.`)),
  ]
}

function rhythmLines({ hours, days }: SubjectReport, page: Page, unicode: boolean): readonly string[] {
  const busiest = days.toSorted((a, b) => b.events - a.events)[0]
  const counts = days.map(({ events }) => events).toSorted((a, b) => a - b)
  const median = counts[Math.floor(counts.length / 2)] ?? 0
  const shown = everyDay(days).slice(-MOST_DAYS)
  return [
    page.paint('bold', 'Hours of the day (UTC)'),
    `  ${bars(hours, unicode)}  ${busyHours(hours, page.signs.dash)}`,
    '  0     6     12    18   23',
    page.paint('bold', `Calls by day, the last ${counted(shown.length, 'day')}`),
    `  ${bars(shown, unicode)}`,
    `  a day with calls has ${plainCount(median)} of them (median); the most: ${plainCount(busiest?.events ?? 0)} on ${busiest?.day ?? ''}`,
  ]
}

/** Calls of each day from the first to the last; none where there were none. */
function everyDay(days: SubjectReport['days']): readonly number[] {
  const byDay = new Map(days.map(({ day, events }) => [Date.parse(day) / DAY_MS, events]))
  const last = Math.max(...byDay.keys())
  const first = Math.max(Math.min(...byDay.keys()), last - MOST_DAYS + 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => byDay.get(first + place) ?? 0)
}

/** The fewest hours in which nine of ten calls fall: `90 % in 9–12, 14–17 h`. */
function busyHours(hours: readonly number[], dash: string): string {
  const all = hours.reduce((sum, count) => sum + count, 0)
  const busiest = hours.map((count, hour) => ({ count, hour })).toSorted((a, b) => b.count - a.count)
  let sum = 0
  const busy = new Set<number>()
  for (const { count, hour } of busiest) {
    if (sum >= 0.9 * all) break
    sum += count
    busy.add(hour)
  }
  if (busy.size >= 20) return 'round the clock'
  const runs: string[] = []
  for (const first of hours.keys()) {
    if (!busy.has(first) || busy.has(first - 1)) continue
    let last = first
    while (busy.has(last + 1)) last++
    runs.push(first === last ? String(first) : `${String(first)}${dash}${String(last)}`)
  }
  return `90 % in ${runs.join(', ')} h`
}

function usualLines(
  { values, distinct }: SubjectDimension,
  { title, most }: { readonly title: string; readonly most: number },
  page: Page,
): readonly string[] {
  const shown = values.slice(0, most)
  const bytes = shown.some(({ bytesOut, bytesIn }) => bytesOut + bytesIn > 0) && shown[0]?.objects !== null
  const rows = shown.map((one) => [
    one.value,
    plainCount(one.events),
    plainCount(one.days),
    ...(bytes ? bucketCells(one) : []),
    plainSpan(one.firstEvent, one.lastEvent, page.signs.dash),
  ])
  const more = distinct - shown.length
  const heads = [title, 'calls', 'days', ...(bytes ? ['objects', 'out', 'in'] : []), 'first – last (UTC)']
  return [
    ...tableLines(
      {
        heads,
        rows,
        right: heads.map((_, place) => place > 0 && place < heads.length - 1),
        cut: heads.map((_, place) => (place === 0 ? cutOf(title) : 'never')),
      },
      page,
    ),
    ...(more > 0 ? [`and ${plainCount(more)} more`] : []),
  ]
}

/** All else is a name or an id: somebody may want to copy it. */
const cutOf = (title: string): 'end' | 'never' =>
  title === 'client' || title === 'network' ? 'end' : 'never'

const bucketCells = ({ objects, bytesOut, bytesIn }: SubjectValue): readonly string[] => [
  plainCount(objects ?? 0),
  plainBytes(bytesOut),
  plainBytes(bytesIn),
]

/** `4 % refused`; nothing where nothing was. */
function refusedText(denied: number, all: number): string {
  if (denied === 0) return 'none refused'
  const percent = (100 * denied) / all
  return `${percent < 1 ? 'under 1' : String(Math.round(percent))} % refused`
}
