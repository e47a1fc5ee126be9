import type { Row } from '#store/index.ts'
import type { Metadata } from '../sigma/metadata.ts'
import { fieldTexts } from './field-texts.ts'

/** Values that a sentence shows of one field. */
const MOST_VALUES = 3
/** Longer values are cut: a sentence is for reading. */
const MOST_CHARS = 120
const CHARS_OF_END = 48

/**
 * The sentence that names the facts: the rule's own, its `{field}`s filled with the values met; title, who and what where a
 * rule has none. `[ … {field} … ]` is left out where a field in it has no value: AWS keeps little of a refused request.
 *
 * @param events - the first events of the finding.
 */
export function whySentence(detection: Metadata, events: readonly Row[]): string {
  const template = detection.trailhound?.why ?? `${detection.title}: {principal} called {eventName}`
  const valueOf = (field: string): string | undefined =>
    shown(events.flatMap((row) => fieldTexts(row, field)))
  return template
    .replaceAll(OPTIONAL, (_, part: string) =>
      [...part.matchAll(FIELD)].every(([, field = '']) => valueOf(field) !== undefined) ? part : '',
    )
    .replaceAll(FIELD, (_, field: string) => valueOf(field) ?? UNNAMED[field] ?? 'something unnamed')
}

const FIELD = /\{([^{}]{1,200})\}/gu
const OPTIONAL = /\[([^[\]]{0,200}\{[^[\]]{1,200})\]/gu
const UNNAMED: Readonly<Record<string, string>> = { principal: 'somebody unknown' }

function shown(texts: readonly string[]): string | undefined {
  const values = new Set(texts)
  if (values.size === 0) return undefined
  const some = [...values].slice(0, MOST_VALUES).map(cut).join(', ')
  return values.size > MOST_VALUES ? `${some} and others` : some
}

/** From the middle: an ARN says what it is at its start, and who at its end. */
function cut(text: string): string {
  if (text.length <= MOST_CHARS) return text
  return `${text.slice(0, MOST_CHARS - CHARS_OF_END - 1)}…${text.slice(-CHARS_OF_END)}`
}
