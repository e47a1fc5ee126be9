import type { Row } from '#store/index.ts'
import type { Metadata } from '../sigma/metadata.ts'
import { MOST_WHY_VALUES } from './finding-rows.ts'

/** Longer values are cut: a sentence is for reading. */
const MOST_CHARS = 120

/**
 * The sentence that names the facts: the rule's own, its `{field}`s filled with the values met; the title and who did it
 * where a rule has none.
 *
 * @param fields - in the order of the columns `w0`, `w1` … of the row.
 */
export function whySentence(detection: Metadata, row: Row, fields: readonly string[]): string {
  const template = detection.trailhound?.why ?? `${detection.title}: {principal} called {eventName}`
  return template.replaceAll(/\{([^{}]{1,200})\}/gu, (_, field: string) => {
    const index = fields.indexOf(field)
    return index < 0 ? '?' : valuesText(row[`w${String(index)}`])
  })
}

function valuesText(value: unknown): string {
  const texts = Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : []
  if (texts.length === 0) return 'unknown'
  const shown = texts.slice(0, MOST_WHY_VALUES - 1).map(cut)
  return texts.length < MOST_WHY_VALUES ? shown.join(', ') : `${shown.join(', ')} and others`
}

const cut = (text: string): string => (text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS - 1)}…` : text)
