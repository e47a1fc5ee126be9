import { harmless } from './harmless.ts'
import type { Report, ReportFinding } from './report.ts'

/** Excel refuses longer cells; it also bounds a row. */
const MAX_CELL_CHARS = 32_000

/** So many event ids go into one cell, the oldest; the count has its own column, and JSON has more of them. */
const MAX_IDS = 500

/** Where a spreadsheet begins to reckon instead of to show, its full-width twins too. */
const FORMULA = /^[\s]*[=+\-@＝＋－＠|%]/u

const COLUMNS: Readonly<Record<string, (finding: ReportFinding) => Cell>> = {
  id: ({ id }) => id,
  level: ({ level }) => level,
  title: ({ title }) => title,
  why: ({ why }) => why,
  detectionId: ({ detectionId }) => detectionId,
  kind: ({ kind }) => kind,
  techniques: ({ techniques }) => techniques.map(({ id }) => id),
  tactics: ({ tactics }) => tactics,
  rows: ({ rows }) => rows,
  accountId: ({ accountId }) => accountId,
  principal: ({ principal }) => principal,
  actorClass: ({ actorClass }) => actorClass,
  accessKeys: ({ accessKeys }) => accessKeys,
  sessions: ({ sessions }) => sessions,
  sourceIps: ({ sourceIps }) => sourceIps,
  regions: ({ regions }) => regions,
  clients: ({ clients }) => clients,
  calls: ({ calls }) => calls,
  resources: ({ resources }) => resources,
  firstEvent: ({ firstEvent }) => firstEvent,
  lastEvent: ({ lastEvent }) => lastEvent,
  count: ({ count }) => count,
  deniedCount: ({ deniedCount }) => deniedCount,
  eventIds: ({ eventIds }) => eventIds.slice(0, MAX_IDS),
}

type Cell = string | number | null | readonly string[]

/**
 * Findings as CSV with a header line (RFC 4180). A list is one cell, its members apart by a space; an account id may lose
 * its leading zeros in a spreadsheet that takes it for a number: import that column as text.
 */
export function* toCsv(report: Report): Generator<string> {
  yield csvLine(Object.keys(COLUMNS))
  for (const finding of report.findings) {
    yield csvLine(Object.values(COLUMNS).map((read) => plainCell(read(finding))))
  }
}

/** One line of CSV, line end included; every cell harmless. */
export function csvLine(cells: readonly (string | number | bigint)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/**
 * One cell: control and invisible characters spelled out, so that a row is a line; a cell that a spreadsheet would
 * take for a formula gets an apostrophe before it. Only text is changed: a number that is a number stays one.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(cell: string | number | bigint): string {
  if (typeof cell !== 'string') return String(cell)
  const formula = /^[\t\r\n]/u.test(cell) || FORMULA.test(cell.slice(0, MAX_CELL_CHARS))
  const visible = `${formula ? "'" : ''}${harmless(cell, { maxChars: MAX_CELL_CHARS })}`
  return /[",\s;]/u.test(visible) ? `"${visible.replaceAll('"', '""')}"` : visible
}

function plainCell(cell: Cell): string | number {
  if (cell === null) return ''
  return typeof cell === 'string' || typeof cell === 'number' ? cell : cell.join(' ')
}
