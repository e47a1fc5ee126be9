import type { Row } from '#store/index.ts'
import type { Metadata } from '../sigma/metadata.ts'
import { fieldTexts } from './field-texts.ts'

/** Values that a sentence shows of one field. */
const MOST_VALUES = 3
/** Longer values are cut: a sentence is for reading. */
const MOST_CHARS = 120

/**
 * The sentence that names the facts: the rule's own, its `{field}`s filled with the values met; title, who and what where a
 * rule has none.
 *
 * @param events - the first events of the finding.
 */
export function whySentence(detection: Metadata, events: readonly Row[]): string {
  const template = detection.trailhound?.why ?? `${detection.title}: {principal} called {eventName}`
  return template.replaceAll(/\{([^{}]{1,200})\}/gu, (_, field: string) => {
    const values = new Set(events.flatMap((row) => fieldTexts(row, field)))
    const shown = [...values].slice(0, MOST_VALUES).map(cut).join(', ')
    if (values.size === 0) return 'unknown'
    return values.size > MOST_VALUES ? `${shown} and others` : shown
  })
}

const cut = (text: string): string => (text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS - 1)}…` : text)
