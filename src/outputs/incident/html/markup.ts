import { harmless } from '../../harmless.ts'

/** Markup that may stand in a page as it is. Only `html` and `text` make it, so that nothing gets in unescaped. */
export interface Html {
  readonly markup: string
}

type Piece = string | number | Html | readonly Html[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** A template whose strings are escaped, made harmless and cut to 300 characters, wherever in a page they stand. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let markup = strings[0] ?? ''
  for (const [place, piece] of pieces.entries()) markup += markupOf(piece) + (strings[place + 1] ?? '')
  return { markup }
}

/** Text of unknown origin: what is invisible or turns the direction of reading is spelled out. */
export function text(value: string, maxChars = 300): Html {
  const markup = harmless(value, { maxChars }).replaceAll(/[&<>"'`]/gu, (char) => ENTITIES[char] ?? '')
  return { markup }
}

/** For constants of ours: never for anything that was read. */
export function trusted(markup: string): Html {
  return { markup }
}

export const NOTHING: Html = { markup: '' }

function markupOf(piece: Piece): string {
  if (typeof piece === 'string') return text(piece).markup
  if (typeof piece === 'number') return String(piece)
  return 'markup' in piece ? piece.markup : piece.map(({ markup }) => markup).join('')
}
