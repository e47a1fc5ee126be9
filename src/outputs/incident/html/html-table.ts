import type { Level } from '#findings/index.ts'
import { plainCount } from '#kernel/index.ts'
import { counted } from '../../numbers.ts'
import { type Html, html, NOTHING, trusted } from './markup.ts'

export interface Column<Row> {
  readonly head: string
  readonly cell: (row: Row) => Html | string
  /** Column of numbers, sorted by them and set to the right. */
  readonly number?: (row: Row) => number
  /** What is sorted by, where it is not what is shown. */
  readonly sortText?: (row: Row) => string
  /** False where no row has anything to show in it. */
  readonly isShown?: boolean
}

export interface HtmlTable<Row> {
  readonly caption: string
  /** False where a heading above says the same. */
  readonly isCaptionSeen?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly maxRows: number
  /** Attribute of a row, ours: `id`. */
  readonly rowId?: (row: Row, place: number) => string
}

/** A table that can be sorted where the page's script runs; the rest is told by its count, and is in the JSON. */
export function htmlTable<Row>(table: HtmlTable<Row>): Html {
  const { caption, isCaptionSeen = true, columns, rows, maxRows, rowId } = table
  const shown = columns.filter(({ isShown }) => isShown !== false)
  const more = rows.length - maxRows
  const heads = shown.map(({ head, number }) =>
    number === undefined ? html`<th scope="col">${head}</th>` : html`<th scope="col" class="n">${head}</th>`,
  )
  const lines = rows.slice(0, maxRows).map((row, place) => {
    const id = rowId === undefined ? NOTHING : html` id="${rowId(row, place)}"`
    return html`<tr${id}>${shown.map((column) => cellOf(column, row))}</tr>
`
  })
  return html`<div class="wide" role="region" tabindex="0" aria-label="${caption}"><table class="sortable">${isCaptionSeen ? html`<caption>${caption}</caption>` : html`<caption class="unseen">${caption}</caption>`}
<thead><tr>${heads}</tr></thead><tbody>
${lines}</tbody></table></div>${more > 0 ? html`<p class="more">${counted(more, 'more row')} in the JSON.</p>` : NOTHING}`
}

function cellOf<Row>({ cell, number, sortText }: Column<Row>, row: Row): Html {
  const shown = cell(row)
  if (number !== undefined) return html`<td class="n" data-v="${number(row)}">${shown}</td>`
  return sortText === undefined ? html`<td>${shown}</td>` : html`<td data-v="${sortText(row)}">${shown}</td>`
}

const CHIPS = {
  bad: trusted('<span class="chip bad">'),
  warn: trusted('<span class="chip warn">'),
  ok: trusted('<span class="chip ok">'),
  plain: trusted('<span class="chip">'),
} as const

export function chip(tone: keyof typeof CHIPS, words: string): Html {
  return html`${CHIPS[tone]}${words}</span>`
}

/** How often, and how often in vain. */
export function timesCell({
  count,
  deniedCount,
}: {
  readonly count: number
  readonly deniedCount: number
}): Html {
  const refused =
    deniedCount === 0 ? NOTHING : html`<br><span class="soft">${plainCount(deniedCount)} refused</span>`
  return html`${plainCount(count)}${refused}`
}

/** Ids of a row that are shown: with more, ten thousand events make megabytes. All that a story keeps are in the JSON. */
const MAX_IDS = 6
/** So many ids a story keeps of a row at most: then there may be more events than ids. */
const KEPT_IDS = 20
const MAX_ID_CHARS = 64

/**
 * Event ids behind the number of events: closed, so that rows stay low.
 *
 * @param atLeast - so many events there are at least, where not all ids are kept.
 */
export function idsCell(ids: readonly string[], atLeast: number): Html {
  const codes = ids.slice(0, MAX_IDS).map((id) => html`<code>${id.slice(0, MAX_ID_CHARS)}</code> `)
  if (ids.length === 0) return NOTHING
  const isCut = ids.length >= KEPT_IDS
  const events = isCut ? Math.max(ids.length, atLeast) : ids.length
  const more = events - codes.length
  const kept = isCut ? `; the JSON has the ids of the first ${String(ids.length)}` : ''
  return html`<details class="ids"><summary aria-label="${counted(events, 'event')}">${plainCount(events)}</summary>${codes}${more > 0 ? html`and ${plainCount(more)} more${kept}` : NOTHING}</details>`
}

export function toneOf(level: Level): 'bad' | 'warn' | 'plain' {
  if (level === 'critical' || level === 'high') return 'bad'
  return level === 'medium' ? 'warn' : 'plain'
}
