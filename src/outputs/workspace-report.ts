import { plainBytes, plainCount } from '#kernel/index.ts'
import { jsonText } from './json.ts'
import { counted } from './numbers.ts'
import { openPage, type Page, type PageOptions } from './page.ts'
import type { AccountCoverage, Gap } from './report.ts'
import { tableLines } from './table.ts'
import { plainDuration, plainSpan } from './times.ts'

/** What a workspace holds; `trailhound workspace --json` prints it as it is. */
export interface WorkspaceReport {
  readonly schemaVersion: 1
  /** Folder of the workspace. */
  readonly path: string
  readonly accounts: readonly AccountCoverage[]
  readonly days: readonly WorkspaceDay[]
  readonly gaps: readonly Gap[]
  /** Source objects that were read into it. */
  readonly sources: number
  /** Parquet files, and their bytes. */
  readonly files: number
  readonly bytes: number
}

export interface WorkspaceDay {
  /** `2026-03-07`. */
  readonly day: string
  readonly events: number
  readonly accounts: number
  readonly regions: number
  readonly bytes: number
}

const MAX_DAYS = 31
const MAX_GAPS = 20

export function workspaceJson(report: WorkspaceReport): string {
  return `${jsonText(report)}\n`
}

/** Accounts, the last days, gaps in delivery, sizes. */
export function workspaceText(report: WorkspaceReport, options: PageOptions): string {
  const page = openPage(options)
  if (report.days.length === 0) {
    return `${page.safePath(report.path)} is empty: trailhound ingest <logs> fills it.\n`
  }
  const lines = [
    ...headLines(report, page),
    '',
    page.paint('bold', 'Accounts'),
    ...accountLines(report.accounts, page),
    '',
    ...dayLines(report.days, page),
    '',
    ...gapLines(report.gaps, page),
  ]
  return `${lines.join('\n')}\n`
}

function headLines({ path, days, files, bytes, sources }: WorkspaceReport, page: Page): readonly string[] {
  const events = days.reduce((sum, day) => sum + day.events, 0)
  const size = `${plainBytes(bytes)} in ${counted(files, 'file')}`
  const text = `${counted(events, 'event')} of ${counted(days.length, 'day')} from ${counted(sources, 'source')}; ${size}`
  return [page.paint('bold', page.safePath(path)), ...page.wrap(text, { first: '', rest: '' })]
}

function accountLines(accounts: readonly AccountCoverage[], page: Page): readonly string[] {
  const rows = accounts.map(({ id, events, firstEvent, lastEvent, regions }) => [
    id,
    plainCount(events),
    plainSpan(firstEvent, lastEvent, page.signs.dash),
    regions.join(', '),
  ])
  return tableLines(
    { heads: ['account', 'events', 'from – until (UTC)', 'regions'], rows, right: [false, true] },
    page,
  )
}

function dayLines(days: readonly WorkspaceDay[], page: Page): readonly string[] {
  const shown = days.toSorted((a, b) => (a.day < b.day ? 1 : -1)).slice(0, MAX_DAYS)
  const rows = shown.map(({ day, events, accounts, regions, bytes }) => [
    day,
    plainCount(events),
    String(accounts),
    String(regions),
    plainBytes(bytes),
  ])
  const more = days.length - shown.length
  return [
    page.paint('bold', 'Days'),
    ...tableLines(
      {
        heads: ['day', 'events', 'accounts', 'regions', 'size'],
        rows,
        right: [false, true, true, true, true],
      },
      page,
    ),
    ...(more > 0 ? [`and ${counted(more, 'earlier day')} (--json has them all)`] : []),
  ]
}

function gapLines(gaps: readonly Gap[], page: Page): readonly string[] {
  if (gaps.length === 0) return [page.paint('bold', 'No gaps in delivery')]
  const rows = gaps
    .slice(0, MAX_GAPS)
    .map(({ accountId, region, from, to }) => [
      accountId,
      region,
      plainSpan(from, to, page.signs.dash),
      plainDuration(Date.parse(to) - Date.parse(from)),
    ])
  const more = gaps.length - rows.length
  return [
    page.paint('bold', 'Gaps in delivery: no events, but some before and after'),
    ...tableLines({ heads: ['account', 'region', 'from – until (UTC)', 'for'], rows }, page),
    ...(more > 0 ? [`and ${counted(more, 'more gap')} (--json has them all)`] : []),
  ]
}
