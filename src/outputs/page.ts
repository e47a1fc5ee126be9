import { styleText } from 'node:util'
import { harmless } from './harmless.ts'

/** How a page for a terminal is to look. Plain facts: whoever asks reads the environment (NO_COLOR, TTY, locale). */
export interface PageOptions {
  /** Columns. Where nobody knows, text is wrapped at 100, and no table is cut. */
  readonly width: number | undefined
  readonly color: boolean
  /** False: nothing beyond ASCII leaves. */
  readonly unicode: boolean
}

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan' | 'magenta' | 'inverse'

const MIN_WIDTH = 60
/** Wider lines of text are hard to read. */
const MAX_WIDTH = 140
const USUAL_WIDTH = 100

/** What a page is written with: words made harmless, wrapped and, where there are colours, coloured. */
export interface Page {
  /** Of text: 60 to 140 columns. */
  readonly width: number
  /** Of tables, which may be as wide as there is room. */
  readonly tableWidth: number
  readonly signs: Signs
  /** Text of unknown origin, on one line. */
  safe(text: string, maxChars?: number): string
  /** A path of unknown origin: its end is kept. */
  safePath(path: string): string
  paint(style: Style | readonly Style[], text: string): string
  /** Lines of at most `width` columns, the later ones indented; words that are too long are broken. */
  wrap(text: string, indent: { readonly first: string; readonly rest: string }): readonly string[]
  rule(): string
}

interface Signs {
  readonly dot: string
  readonly dash: string
  readonly times: string
  readonly bullet: string
  readonly line: string
  readonly arrow: string
}

const UNICODE: Signs = { dot: '·', dash: '–', times: '×', bullet: '•', line: '─', arrow: '→' }
const ASCII: Signs = { dot: '|', dash: '-', times: 'x', bullet: '*', line: '-', arrow: '->' }

export function openPage({ width, color, unicode }: PageOptions): Page {
  const room = width === undefined || Number.isFinite(width) ? width : 80
  const columns = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, Math.floor(room ?? USUAL_WIDTH)))
  const signs = unicode ? UNICODE : ASCII
  return {
    width: columns,
    tableWidth: room === undefined ? Number.POSITIVE_INFINITY : Math.max(MIN_WIDTH, Math.floor(room)),
    signs,
    safe: (text, maxChars = 200) => harmless(text, { maxChars, ascii: !unicode }),
    safePath: (path) => harmless(path, { maxChars: 120, ascii: !unicode, keep: 'end' }),
    paint: (style, text) => (color && text !== '' ? styled(style, text) : text),
    wrap: (text, indent) => wrapText(text, columns, indent),
    rule: () => signs.line.repeat(columns),
  }
}

function styled(style: Style | readonly Style[], text: string): string {
  return styleText(typeof style === 'string' ? style : [...style], text, { validateStream: false })
}

function wrapText(
  text: string,
  width: number,
  indent: { readonly first: string; readonly rest: string },
): readonly string[] {
  const lines: string[] = []
  const room = width - Math.max(columnsOf(indent.first), columnsOf(indent.rest))
  let line = indent.first
  let empty = true
  const flush = (): void => {
    lines.push(line)
    line = indent.rest
    empty = true
  }
  for (const word of text.split(' ').filter((part) => part !== '')) {
    if (!empty && columnsOf(line) + 1 + columnsOf(word) > width) flush()
    for (const piece of pieces(word, room)) {
      if (!empty && columnsOf(line) + 1 + columnsOf(piece) > width) flush()
      line = empty ? line + piece : `${line} ${piece}`
      empty = false
    }
  }
  if (!empty || lines.length === 0) lines.push(line)
  return lines.map((full) => full.trimEnd())
}

/** A word longer than a line, in pieces that fit. */
function pieces(word: string, columns: number): readonly string[] {
  if (columnsOf(word) <= columns) return [word]
  const found: string[] = []
  let piece = ''
  let used = 0
  for (const char of word) {
    const wide = columnsOf(char)
    if (used + wide > columns) {
      found.push(piece)
      piece = ''
      used = 0
    }
    piece += char
    used += wide
  }
  return [...found, piece]
}

/** East Asian wide and full-width letters, and pictures: two columns each. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const MARK = /\p{M}/u

/** Terminal columns of text that is already harmless. */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/u.test(text)) return text.length
  let columns = 0
  for (const char of text) columns += columnOf(char)
  return columns
}

function columnOf(char: string): number {
  if (MARK.test(char)) return 0
  return WIDE.test(char) ? 2 : 1
}

/** `text` filled with spaces to `columns` at least. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, columns - columnsOf(text)))
  return align === 'right' ? space + text : text + space
}
