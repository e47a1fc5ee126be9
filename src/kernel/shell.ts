/**
 * One word of a POSIX shell command that stands for exactly this text, whatever is in it.
 *
 * Text with control or invisible characters is written as printf's octal bytes: what a terminal, a browser or a mail makes
 * harmless in showing it would else no longer be the command. NUL cannot be in a word: it is dropped (see `hasNul`).
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
export function shellQuote(raw: string): string {
  const text = raw.replaceAll('\0', '').toWellFormed()
  if (!UNSEEN.test(text)) return singleQuoted(text)
  // $(…) cuts newlines off the end: they follow as they are.
  const body = text.replace(/\n+$/, '')
  const newlines = text.slice(body.length)
  return `"$(printf ${singleQuoted(printfFormat(body))})"${newlines === '' ? '' : singleQuoted(newlines)}`
}

export const hasNul = (text: string): boolean => text.includes('\0')

/** Controls, formats (the bidirectional ones among them), separators other than the space, private use, unassigned. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u

const singleQuoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** `!` too: an interactive bash looks for its history inside double quotes. A dash in front would be an option of printf. */
const printfFormat = (text: string): string =>
  Array.from(text, (char, i) =>
    /[\\%!]/.test(char) || (char === '-' && i === 0) || UNSEEN.test(char) ? octal(char) : char,
  ).join('')

const octal = (char: string): string =>
  [...Buffer.from(char, 'utf8')].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')

/** JSON of printable ASCII: everything else is escaped the way JSON has it, so that no shell and no terminal meets it. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
