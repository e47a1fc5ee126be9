import { createHash } from 'node:crypto'
import type { Finding } from '#findings/index.ts'
import { TACTICS, techniqueOf } from '#reference/index.ts'
import { type Row, textIn } from '#store/index.ts'
import type { Metadata } from '../sigma/metadata.ts'
import { summaryOf } from './finding-summary.ts'
import type { NumberedDetection } from './run-rules.ts'
import { whySentence } from './why-sentence.ts'

/**
 * @param row - of collectFindings' summaries.
 * @param events - the finding's first events, for its sentence.
 */
export function findingOf(row: Row, events: readonly Row[], { detection, kind }: NumberedDetection): Finding {
  const principal = textIn(row, 'f_principal')
  const accountId = textIn(row, 'f_account')
  const key = textIn(row, 'f_key')
  const own = detection.trailhound
  return {
    id: idOf(detection.id, accountId, principal, key),
    detectionId: detection.id,
    detection: nameOf(detection),
    kind,
    title: detection.title,
    level: detection.level,
    why: whySentence(detection, events),
    techniques: techniquesOf(detection.tags),
    tactics: tacticsOf(detection.tags),
    rows: own?.rows ?? [],
    principal,
    accountId,
    ...summaryOf(row, key),
    falsePositives: detection.falsepositives,
    blindSpots: own?.blindspots ?? [],
    respond: own?.respond ?? [],
    references: detection.references,
  }
}

/** Permanent: not made from anything that grows with the finding. */
function idOf(...parts: readonly (string | undefined)[]): string {
  const text = parts.map((part) => part ?? '').join('\n')
  return `f-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}

/** The name by which people know a rule: its own, else its file's. */
export function nameOf({ name, file }: Metadata): string {
  return name ?? file.slice(file.lastIndexOf('/') + 1).replace(/\.ya?ml$/u, '')
}

export function techniquesOf(tags: readonly string[]): Finding['techniques'] {
  const ids = tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/iu.exec(tag)?.[1]?.toUpperCase() ?? [])
  return [...new Set(ids)].map((id) => ({ id, name: techniqueOf(id)?.name }))
}

export function tacticsOf(tags: readonly string[]): readonly string[] {
  const names = tags.map((tag) =>
    tag
      .toLowerCase()
      .replace(/^attack\./u, '')
      .replaceAll('_', '-'),
  )
  return [...new Set(names.filter((name) => Object.hasOwn(TACTICS, name)))]
}
