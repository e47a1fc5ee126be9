import { type Fragment, isAmong, or, spelled, sql, value } from '#store/index.ts'
import type { Item } from '../term.ts'
import type { Part, Pattern, Value } from '../value.ts'
import { numberOf, rawText, textOfBytes } from './texts.ts'

/** How texts are compared: with their case or without, and whether dashes and slashes are one. */
export interface Folding extends Pick<Item, 'cased' | 'windash'> {
  /** The text has no capital letters: it need not be folded for each event. */
  readonly isLower?: boolean | undefined
  /** The text is another one for most events. */
  readonly differs?: boolean | undefined
}

/** Both sides are folded by the engine, so that both follow the same rules for letters beyond ASCII. */
export function folded(text: Fragment, { cased, windash, isLower }: Folding): Fragment {
  const dashed = windash ? sql`translate(${text}, '/–—―', '----')` : text
  return cased || isLower === true ? dashed : sql`lower(${dashed})`
}

/** Whether a text equals one of some values, or meets one of some patterns. null is matched elsewhere. */
export function matchText(text: Fragment, values: readonly Value[], folding: Folding): Fragment {
  const texts: string[] = []
  const numbers: Fragment[] = []
  const patterns: Pattern[] = []
  const needles: string[] = []
  const subject = folded(text, folding)
  for (const one of values) {
    const raw = rawText(one)
    if (one.kind === 'number')
      numbers.push(sql`(${spelled('number', text)} = ${value(numberOf(one) ?? null)})`)
    if (raw !== undefined) texts.push(raw)
    else if (one.kind === 'pattern') {
      const needle = needleOf(one)
      if (needle === undefined) patterns.push(one)
      else needles.push(needle)
    }
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
  return or(
    ...equal,
    ...numbers,
    ...containsAny(subject, needles, folding),
    ...patterns.map((one) => matchPattern(subject, one, folding)),
  )
}

/** Fewer are looked for one by one. */
const MANY_NEEDLES = 3

/**
 * Each needle looked for by itself folds the text anew: many are one pattern, in which letters are as strictly told apart. Not so where
 * texts repeat: DuckDB then looks into each text once, but for patterns into that of each event.
 */
function containsAny(subject: Fragment, needles: readonly string[], folding: Folding): readonly Fragment[] {
  const together = needles.filter((needle) => needle !== '' && !needsEngine(needle, folding))
  if (folding.differs !== true || together.length < MANY_NEEDLES)
    return needles.map((needle) => spelled('contains', subject, foldedValue(needle, folding)))
  const pattern = together.map((needle) => literally(folding.cased ? needle : needle.toLowerCase())).join('|')
  const alone = needles.filter((needle) => !together.includes(needle))
  return [spelled('matches', subject, value(pattern)), ...containsAny(subject, alone, folding)]
}

const literally = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/gu, '\\$&')

/** ASCII is folded here, once; anything else by the engine. */
function foldedValue(text: string, folding: Folding): Fragment {
  if (!needsEngine(text, folding)) return value(folding.cased ? text : text.toLowerCase())
  return folded(value(text), { ...folding, isLower: false })
}

const needsEngine = (text: string, { windash }: Folding): boolean => windash || /\P{ASCII}/u.test(text)

/** The text that is looked for anywhere. */
function needleOf({ parts }: Pattern): string | undefined {
  const [first, middle, last] = parts
  const isAnywhere = parts.length === 3 && first?.kind === 'many' && last?.kind === 'many'
  return isAnywhere && middle !== undefined ? textOf(middle) : undefined
}

function matchPattern(subject: Fragment, { parts }: Pattern, folding: Folding): Fragment {
  const [first] = parts
  if (parts.length === 1 && first?.kind === 'many') return sql`(${subject} is not null)`
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
