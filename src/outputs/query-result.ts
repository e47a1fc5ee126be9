import { csvLine } from './csv.ts'
import { jsonText } from './json.ts'
import { counted } from './numbers.ts'
import { columnsOf as columnWidth, openPage, type Page, type PageOptions, pad } from './page.ts'
import { tableLines } from './table.ts'

/** Rows of a query, as the engine's port gives them. */
export interface QueryResult {
  /** In order; where missing, the keys of the first row. */
  readonly columns?: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** True where the limit cut the rows off. */
  readonly truncated: boolean
}

/** Columns a cell needs to say anything, its gap included. */
const LEAST_CELL = 10

/** Characters of one value where a row is shown a column a line. */
const MAX_VALUE_CHARS = 2000

/**
 * An aligned table, or, where there are too many columns for the width, a column a line; then how many rows there are.
 * Long values are cut: `--json` has them whole.
 */
export function queryTable(result: QueryResult, options: PageOptions): string {
  const page = openPage(options)
  const columns = columnsOf(result)
  const lines =
    columns.length * LEAST_CELL > page.width
      ? recordLines(result, columns, page)
      : gridLines(result, columns, page)
  const cut = result.truncated ? '; there are more: raise the limit, or narrow the question' : ''
  return `${[...lines, page.paint('dim', `(${counted(result.rows.length, 'row')}${cut})`)].join('\n')}\n`
}

function gridLines({ rows }: QueryResult, columns: readonly string[], page: Page): readonly string[] {
  if (columns.length === 0) return []
  const days = new Set(columns.filter((name) => rows.every((row) => dayText(row[name]) !== undefined)))
  return tableLines(
    {
      heads: columns,
      rows: rows.map((row) =>
        columns.map((name) => (days.has(name) ? (dayText(row[name]) ?? '') : shownText(row[name]))),
      ),
      right: columns.map((name) => rows.every((row) => isNumberOrNull(row[name]))),
    },
    page,
  )
}

/** A column a line, those that are null left out. */
function recordLines({ rows }: QueryResult, columns: readonly string[], page: Page): readonly string[] {
  const names = columns.map((name) => page.safe(name, 40))
  const width = names.reduce((most, name) => Math.max(most, columnWidth(name)), 0)
  return rows.flatMap((row, number) => [
    page.paint('dim', `${page.signs.line.repeat(2)} row ${number + 1} ${page.signs.line.repeat(8)}`),
    ...columns.flatMap((column, place) => {
      const text = shownText(row[column])
      if (text === '') return []
      const lead = `${pad(names[place] ?? '', width)}  `
      return page.wrap(page.safe(text, MAX_VALUE_CHARS), { first: lead, rest: ' '.repeat(width + 2) })
    }),
  ])
}

/** `{ "columns": […], "rows": […], "truncated": … }`, a row a line. */
export function* queryJson(result: QueryResult): Generator<string> {
  yield `{\n  "columns": ${jsonText(columnsOf(result))},\n  "truncated": ${result.truncated},\n  "rows": [`
  for (const [place, row] of result.rows.entries()) {
    yield `${place === 0 ? '\n' : ',\n'}    ${jsonText(plainRow(row))}`
  }
  yield result.rows.length === 0 ? ']\n}\n' : '\n  ]\n}\n'
}

/** A row a line. */
export function* queryJsonl({ rows }: QueryResult): Generator<string> {
  for (const row of rows) yield `${jsonText(plainRow(row))}\n`
}

/** RFC 4180, formulas disarmed; numbers stay numbers, lists and structs are JSON. */
export function* queryCsv(result: QueryResult): Generator<string> {
  const columns = columnsOf(result)
  yield csvLine(columns)
  for (const row of result.rows) yield csvLine(columns.map((name) => csvValue(row[name])))
}

function columnsOf({ columns, rows }: QueryResult): readonly string[] {
  return columns ?? Object.keys(rows[0] ?? {})
}

function plainRow(row: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]))
}

/** A value as JSON knows it: bytes as hex, maps and nested lists entered; dates become ISO by themselves. */
function plainValue(value: unknown): unknown {
  if (value === undefined) return null
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (value instanceof Date) return dateText(value)
  if (Array.isArray(value)) return value.map(plainValue)
  if (value instanceof Map)
    return [...value].map(([key, member]) => ({ key: plainValue(key), value: plainValue(member) }))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainValue(member)]))
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value
}

function shownText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date)
    return dateText(value)
      .replace('T', ' ')
      .replace(/(?:\.000)?Z$/u, '')
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  const plain = plainValue(value)
  return typeof plain === 'string' ? plain : jsonText(plain)
}

/** `2026-03-07` of a date without a time, '' of null; undefined where it is neither. JavaScript has no dates alone. */
function dayText(value: unknown): string | undefined {
  if (value === null) return ''
  if (!(value instanceof Date)) return undefined
  const [day, time] = dateText(value).split('T')
  return time === '00:00:00.000Z' ? day : undefined
}

function csvValue(value: unknown): string | number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (value instanceof Date) return dateText(value)
  return shownText(value)
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'invalid date' : date.toISOString()
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number' || typeof value === 'bigint'
}
