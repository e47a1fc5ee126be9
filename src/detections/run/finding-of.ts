import { createHash } from 'node:crypto'
import type { Finding } from '#findings/index.ts'
import { TACTICS, techniqueOf } from '#reference/index.ts'
import type { Row } from '#store/index.ts'
import type { Metadata } from '../sigma/metadata.ts'
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
    actorClass: textsIn(row, 'actor_classes')[0],
    accountId,
    accessKeys: longTermFirst(textsIn(row, 'access_keys'), key),
    sessions: textsIn(row, 'sessions'),
    regions: textsIn(row, 'regions'),
    sourceIps: textsIn(row, 'source_ips'),
    clients: textsIn(row, 'clients'),
    calls: textsIn(row, 'calls'),
    resources: textsIn(row, 'resources'),
    firstMs: Number(row['first_ms']),
    lastMs: Number(row['last_ms']),
    count: Number(row['event_count']),
    deniedCount: Number(row['denied_count']),
    eventIds: textsIn(row, 'event_ids'),
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

function longTermFirst(keys: readonly string[], key: string | undefined): readonly string[] {
  const rank = (id: string): number => (id === key ? 0 : id.startsWith('AKIA') ? 1 : 2)
  return keys.toSorted((a, b) => rank(a) - rank(b))
}

function textIn(row: Row, name: string): string | undefined {
  const value = row[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function textsIn(row: Row, name: string): readonly string[] {
  const value = row[name]
  return Array.isArray(value)
    ? value.filter((text): text is string => typeof text === 'string' && text !== '')
    : []
}
