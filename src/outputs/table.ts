import { columnsOf, type Page, pad } from './page.ts'

/** Text of any origin, row by row. */
export interface Table {
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Columns that are numbers: aligned to the right. */
  readonly right?: readonly boolean[]
  /** What gives way in a column that is too wide: its end (the usual), its start (paths), nothing (what is to be copied). */
  readonly cut?: readonly Cut[]
}

type Cut = 'end' | 'start' | 'never'

const MAX_CELL_CHARS = 120
/** Names and ids that somebody may want to copy. */
const MAX_NAME_CHARS = 300
const MIN_CELL_COLUMNS = 8
const GAP = '  '

/**
 * An aligned table, every cell harmless and on one line. Where it is wider than the page, the widest columns give way
 * first, down to 8 each; what still does not fit runs over rather than be lost.
 */
export function tableLines({ heads, rows, right = [], cut = [] }: Table, page: Page): readonly string[] {
  const safe = [heads, ...rows].map((cells) =>
    heads.map((_, place) =>
      page.safe(cells[place] ?? '', (cut[place] ?? 'end') === 'end' ? MAX_CELL_CHARS : MAX_NAME_CHARS),
    ),
  )
  const widths = fit(widest(safe, heads.length), cut, page.tableWidth)
  const lines = safe.map((cells) => {
    const shown = cells.map((cell, place) => {
      const columns = widths[place] ?? 0
      return pad(
        cutTo(cell, columns, cut[place] === 'start' ? [page.safe('…'), ''] : ['', page.safe('…')]),
        columns,
        right[place] === true ? 'right' : 'left',
      )
    })
    return shown.join(GAP).trimEnd()
  })
  const [head = '', ...body] = lines
  const line = widths.map((columns) => page.signs.line.repeat(columns)).join(GAP)
  return [page.paint('bold', head), page.paint('dim', line), ...body]
}

function widest(rows: readonly (readonly string[])[], count: number): readonly number[] {
  const widths = Array.from({ length: count }, () => 1)
  for (const cells of rows) {
    for (const [place, cell] of cells.entries()) widths[place] = Math.max(widths[place] ?? 1, columnsOf(cell))
  }
  return widths
}

/** The greatest width that lets all columns in: everything wider is cut to it. */
function fit(widths: readonly number[], cut: readonly Cut[], width: number): readonly number[] {
  const room = width - GAP.length * (widths.length - 1)
  const at = (most: number): readonly number[] =>
    widths.map((columns, place) => (cut[place] === 'never' ? columns : Math.min(columns, most)))
  let most = Math.max(MIN_CELL_COLUMNS, ...widths)
  while (most > MIN_CELL_COLUMNS && at(most).reduce((sum, columns) => sum + columns, 0) > room) most -= 1
  return at(most)
}

/** The cell with a sign before or behind what is left of it. */
function cutTo(cell: string, columns: number, [before, behind]: readonly [string, string]): string {
  if (columnsOf(cell) <= columns) return cell
  const chars = Array.from(cell)
  const room = columns - columnsOf(before) - columnsOf(behind)
  while (chars.length > 0 && columnsOf(chars.join('')) > room) {
    if (before === '') chars.pop()
    else chars.shift()
  }
  return `${before}${chars.join('')}${behind}`
}
