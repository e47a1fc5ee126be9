import { byLetters, plainBytes, plainCount } from '#kernel/index.ts'
import { counted } from './numbers.ts'
import type { Page } from './page.ts'
import type { Departure, SubjectReport } from './subject-report.ts'
import { tableLines } from './table.ts'
import { plainTime } from './times.ts'

/** Days told, those with most departures; and rows of one day. */
const MOST_DAYS = 12
const MOST_ROWS = 12

/** What departed from the habit, day by day. */
export function departureLines(report: SubjectReport, page: Page): readonly string[] {
  const { departures, newSince } = report
  if (newSince === null) return [page.paint('bold', 'What departed from it: too early to tell')]
  const title = `What departed from it since ${plainTime(newSince)}: first met, met again after a long silence, far more than before`
  if (departures.length === 0) return [...page.wrap(`${title}: nothing.`, { first: '', rest: '' })]
  const days = [...Map.groupBy(departures, ({ at }) => at.slice(0, 10))]
  const told = days
    .toSorted(([, a], [, b]) => dimensionsOf(b) - dimensionsOf(a) || b.length - a.length)
    .slice(0, MOST_DAYS)
    .toSorted(([a], [b]) => byLetters(a, b))
  const more = days.length - told.length
  return [
    ...page.wrap(title, { first: '', rest: '' }).map((line) => page.paint('bold', line)),
    ...told.flatMap(([day, ofDay]) => ['', ...dayLines(day, ofDay, page)]),
    ...(more > 0 ? ['', `and ${counted(more, 'day')} with fewer (--json has them all)`] : []),
  ]
}

/** New in many ways at once tells more than many new calls. */
const dimensionsOf = (departures: readonly Departure[]): number =>
  new Set(departures.map(({ dimension }) => dimension)).size

function dayLines(day: string, departures: readonly Departure[], page: Page): readonly string[] {
  const shown = departures.slice(0, MOST_ROWS)
  const rows = shown.map((one) => [
    plainTime(one.at).slice(11),
    one.dimension,
    one.reason === 'volume' || one.dimension === 'subject' ? '' : one.value,
    `${reasonText(one)}${countsText(one, page)}`,
    one.eventIds[0] ?? '',
  ])
  const more = departures.length - shown.length
  return [
    page.paint('bold', day),
    ...tableLines(
      {
        heads: ['at', 'what', 'value', 'since then', 'first event'],
        rows,
        cut: ['never', 'never', 'end', 'never', 'never'],
      },
      page,
    ),
    ...(more > 0 ? [`and ${plainCount(more)} more`] : []),
  ]
}

function reasonText({ reason, silentDays }: Departure): string {
  switch (reason) {
    case 'new':
      return ''
    case 'returned':
      return `after ${counted(silentDays ?? 0, 'day')}: `
    case 'volume':
      return 'far more: '
  }
}

function countsText({ events, denied, bytesOut }: Departure, page: Page): string {
  const parts = [
    counted(events, 'call'),
    denied > 0 ? `${plainCount(denied)} refused` : '',
    bytesOut > 0 ? plainBytes(bytesOut) : '',
  ]
  return page.safe(parts.filter((part) => part !== '').join(', '))
}
