import type { Value } from '../value.ts'
import { rawText } from './texts.ts'

/**
 * An RE2 pattern with its flags in front, to be found anywhere in a text. `startswith` and `endswith` beside `re`
 * left a wildcard at the other end, and anchor it here.
 */
export function regexOf(value: Value, flags: string): string | undefined {
  if (value.kind !== 'pattern') return rawText(value)
  const [open, end] = [value.parts[0]?.kind === 'many', value.parts.at(-1)?.kind === 'many']
  const text = rawText({ kind: 'pattern', parts: value.parts.filter(({ kind }) => kind !== 'many') })
  if (text === undefined) return undefined
  const letters = flags === '' ? '' : `(?${[...new Set(flags)].join('')})`
  if (open === end) return letters + text
  return open ? `${letters}(?:${text})$` : `${letters}^(?:${text})`
}
