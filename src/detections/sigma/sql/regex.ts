import type { Value } from '../value.ts'
import { rawText } from './texts.ts'

/**
 * An RE2 pattern with its flags in front, to be found anywhere in a text. `startswith` and `endswith` beside `re`
 * left a wildcard at the other end, and anchor it here.
 */
export function regexOf(value: Value, flags: string): string | undefined {
  if (value.kind !== 'pattern') return rawText(value)
  const first = value.parts[0]?.kind === 'many'
  const last = value.parts.length > (first ? 1 : 0) && value.parts.at(-1)?.kind === 'many'
  const body = value.parts.slice(first ? 1 : 0, last ? -1 : undefined)
  const text = rawText({ kind: 'pattern', parts: body })
  if (text === undefined) return undefined
  const letters = [...new Set(flags)].join('')
  const start = last && !first ? '^' : ''
  const end = first && !last ? '$' : ''
  const whole = start + end === '' ? text : `${start}(?:${text})${end}`
  return letters === '' ? whole : `(?${letters})${whole}`
}
