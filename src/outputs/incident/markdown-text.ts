import { harmless } from '../harmless.ts'
import { shownCommand } from './shown-command.ts'

/** What Markdown of any dialect may take for markup. */
const MARKUP = /[\\`*_{}[\]<>#~|!&$^]/gu

/** What would become a link or call a person although it is escaped: shown as code, where it does neither. */
const CALLS = /(@|:\/\/|www\.)/iu

/** What begins a list, a quotation or a heading at the start of a line. */
const STARTS = /^(?:[-+>#=:]|\d{1,9}[.)])/u

/** A sentence of unknown origin as Markdown that shows it and does nothing. */
export function mdText(value: string, maxChars = 300): string {
  const parts = harmless(value, { maxChars }).trim().split(CALLS)
  const told = parts
    .map((part, place) => (place % 2 === 1 ? `\`${part}\`` : part.replaceAll(MARKUP, String.raw`\$&`)))
    .join('')
  return STARTS.test(told) ? escapedStart(told) : told
}

/** A name of unknown origin as code; in a cell, where a bar or a backslash would end it, as escaped text. */
export function mdCode(value: string, maxChars = 200): string {
  const shown = harmless(value, { maxChars }).trim()
  if (shown === '') return ''
  return /[`|\\]/u.test(shown) ? mdText(value, maxChars) : `\`${shown}\``
}

/** A block of code that no line of its can end. */
export function mdBlock(command: string): readonly string[] {
  const lines = shownCommand(command)
  const longest = lines
    .flatMap((line) => line.match(/`+/gu) ?? [])
    .reduce((so, run) => Math.max(so, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return [`${fence}sh`, ...lines, fence]
}

/** Cells are made by `mdText` and `mdCode`. */
export function mdTable(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [mdRow(heads), mdRow(heads.map(() => '---')), ...rows.map(mdRow)]
}

function mdRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** A backslash before the sign itself: behind the digits of a numbered list. */
function escapedStart(told: string): string {
  const digits = /^\d*/u.exec(told)?.[0].length ?? 0
  return `${told.slice(0, digits)}\\${told.slice(digits)}`
}
