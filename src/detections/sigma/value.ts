/** One part of a Sigma string. `bytes` holds text already encoded (utf16, wide), not yet base64. */
export type Part =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'many' }
  | { readonly kind: 'one' }
  | { readonly kind: 'placeholder'; readonly name: string }

export type Pattern = { readonly kind: 'pattern'; readonly parts: readonly Part[] }
export type Value =
  | Pattern
  | { readonly kind: 'number'; readonly value: number; readonly source: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }

export const MANY: Part = { kind: 'many' }

/** Neighbouring literals become one, empty ones none, `**` becomes `*`. */
export function pattern(parts: readonly Part[]): Pattern {
  const merged: Part[] = []
  for (const part of parts) {
    const last = merged.at(-1)
    if (part.kind === 'literal' && part.text === '') continue
    if (part.kind === 'many' && last?.kind === 'many') continue
    if (part.kind === 'literal' && last?.kind === 'literal') {
      merged[merged.length - 1] = { kind: 'literal', text: last.text + part.text }
    } else merged.push(part)
  }
  return { kind: 'pattern', parts: merged }
}

/** How a string of a rule is read: `raw` knows no wildcards and no escapes, `placeholders` knows `%name%`. */
export interface Reading {
  readonly raw: boolean
  readonly placeholders: boolean
}

/**
 * Reads a Sigma string.
 *
 * @see Sigma specification 2.1, "Escape Character": a backslash escapes `*`, `?` and itself, and is plain before anything else.
 */
export function readPattern(text: string, { raw, placeholders }: Reading): Pattern {
  const parts: Part[] = []
  let plain = ''
  const put = (part: Part): void => {
    parts.push({ kind: 'literal', text: plain }, part)
    plain = ''
  }
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i)
    const next = text.charAt(i + 1)
    const name = placeholders && char === '%' ? /^%([\w.-]+)%/.exec(text.slice(i))?.[1] : undefined
    if (name !== undefined) {
      put({ kind: 'placeholder', name })
      i += name.length + 1
    } else if (char === '\\' && isEscaped(next, { raw, placeholders })) {
      plain += next
      i += 1
    } else if (!raw && char === '*') put(MANY)
    else if (!raw && char === '?') put({ kind: 'one' })
    else plain += char
  }
  return pattern([...parts, { kind: 'literal', text: plain }])
}

const isEscaped = (next: string, { raw, placeholders }: Reading): boolean =>
  (next === '%' && placeholders) || (!raw && (next === '*' || next === '?' || next === '\\'))

/** The text of a pattern without wildcards, else undefined. */
export function plainText({ parts }: Pattern): string | undefined {
  if (parts.some(({ kind }) => kind !== 'literal')) return undefined
  return parts.map((part) => (part.kind === 'literal' ? part.text : '')).join('')
}
