import { type Fragment, isAmong, or, spelled, sql, value } from '#store/index.ts'
import type { Item } from '../term.ts'
import type { Part, Pattern, Value } from '../value.ts'
import { numberOf, rawText, textOfBytes } from './texts.ts'

/** How texts are compared: with their case or without, and whether dashes and slashes are one. */
export type Folding = Pick<Item, 'cased' | 'windash'>

/** Both sides are folded by the engine, so that both follow the same rules for letters beyond ASCII. */
export function folded(text: Fragment, { cased, windash }: Folding): Fragment {
  const dashed = windash ? sql`translate(${text}, '/–—―', '----')` : text
  return cased ? dashed : sql`lower(${dashed})`
}

/** Whether a text equals one of some values, or meets one of some patterns. null is matched elsewhere. */
export function matchText(text: Fragment, values: readonly Value[], folding: Folding): Fragment {
  const texts: string[] = []
  const numbers: Fragment[] = []
  const patterns: Fragment[] = []
  const subject = folded(text, folding)
  for (const one of values) {
    const raw = rawText(one)
    if (one.kind === 'number')
      numbers.push(sql`(${spelled('number', text)} = ${value(numberOf(one) ?? null)})`)
    if (raw !== undefined) texts.push(raw)
    else if (one.kind === 'pattern') patterns.push(matchPattern(subject, one, folding))
  }
  const equal =
    texts.length === 0
      ? []
      : [
          isAmong(
            subject,
            texts.map((raw) => foldedValue(raw, folding)),
          ),
        ]
  return or(...equal, ...numbers, ...patterns)
}

/** ASCII is folded here, once; anything else by the engine. */
function foldedValue(text: string, folding: Folding): Fragment {
  const ascii = !/\P{ASCII}/u.test(text) && !folding.windash
  if (ascii) return value(folding.cased ? text : text.toLowerCase())
  return folded(value(text), folding)
}

function matchPattern(subject: Fragment, { parts }: Pattern, folding: Folding): Fragment {
  const [first, middle, last] = parts
  if (parts.length === 1 && first?.kind === 'many') return sql`(${subject} is not null)`
  if (parts.length === 3 && first?.kind === 'many' && last?.kind === 'many' && middle !== undefined) {
    const needle = textOf(middle)
    if (needle !== undefined) return spelled('contains', subject, foldedValue(needle, folding))
  }
  const like = parts.map(likePart).join('')
  const written = foldedValue(like, folding)
  // With an escape sign DuckDB compares letter by letter; without, it looks for beginnings and ends five times as fast.
  return /[!\\]/u.test(like)
    ? sql`(${subject} like ${written} escape '!')`
    : sql`(${subject} like ${written})`
}

function textOf(part: Part): string | undefined {
  if (part.kind === 'literal') return part.text
  return part.kind === 'bytes' ? textOfBytes(part.bytes) : undefined
}

function likePart(part: Part): string {
  if (part.kind === 'many') return '%'
  if (part.kind === 'one') return '_'
  return (textOf(part) ?? '').replace(/[!%_]/g, '!$&')
}
