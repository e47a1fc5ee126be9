/** What a terminal line shows of one text of unknown origin, unless told otherwise. */
const DEFAULT_MAX_CHARS = 200

export interface HarmlessOptions {
  /** Characters kept, the ellipsis among them; at least 1. */
  readonly maxChars?: number
  /** Spell out everything beyond ASCII. */
  readonly ascii?: boolean
  /** What stays of a text that is too long; of a path it is the end that tells. */
  readonly keep?: 'start' | 'end'
}

/**
 * What a terminal must never be sent raw: control characters (C0, DEL, C1: escape sequences begin there), format
 * characters (bidi overrides, zero-width, tags), line and paragraph separators, lone surrogates, private use and
 * unassigned code points, and letters that are drawn as nothing.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}\u2800]/gu

/** More than two marks on one letter climb over the lines around it. */
const MARKS = /(\p{M}{2})\p{M}+/gu

/** Spaces that are not the space: drawn alike, but they defeat wrapping and searching. */
const OTHER_SPACES = /(?! )\p{Zs}/gu

/** Typography that has a plain twin. */
const PLAIN: Readonly<Record<string, string>> = {
  '…': '...',
  '–': '-',
  '—': '-',
  '×': 'x',
  '·': '|',
  '→': '->',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * Text from a log, a file name or a rule, fit to be shown on one line of a terminal: what is invisible or would be
 * obeyed is spelled out (`\x1b`, `\u202e`), what is too long ends in `…`.
 *
 * Bounded work, however long the text.
 */
export function harmless(text: string, options: HarmlessOptions = {}): string {
  const { maxChars = DEFAULT_MAX_CHARS, ascii = false, keep = 'start' } = options
  if (text.length <= maxChars && /^[ -~]*$/u.test(text)) return text
  const enough = 2 * maxChars + 2
  const visible = makeVisible(keep === 'start' ? text.slice(0, enough) : text.slice(-enough))
  const chars = Array.from(
    ascii ? visible.replaceAll(/[^ -~]/gu, (char) => PLAIN[char] ?? spelled(char)) : visible,
  )
  if (chars.length <= maxChars) return chars.join('')
  const sign = ascii ? '...' : '…'
  const kept = Math.max(0, maxChars - sign.length)
  if (keep === 'start') return chars.slice(0, kept).join('') + sign
  return sign + chars.slice(chars.length - kept).join('')
}

function makeVisible(text: string): string {
  return text
    .replaceAll(UNSAFE, (char) => NAMED[char] ?? spelled(char))
    .replaceAll(MARKS, '$1')
    .replaceAll(OTHER_SPACES, ' ')
}

function spelled(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16)
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}
