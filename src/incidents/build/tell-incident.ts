import { createHash } from 'node:crypto'
import { type Finding, LEVELS, worstFirst } from '#findings/index.ts'
import { byLetters, DAY_MS } from '#kernel/index.ts'
import type { Incident } from '../incident.ts'
import type { Begotten } from '../lineage/begotten.ts'
import { isLongTermKey } from '../long-term-key.ts'
import { scoreOf, severityOf, tacticsOf } from '../score.ts'
import { severityReached } from '../severity.ts'
import type { Story } from '../story/story.ts'
import { titleOf } from '../title.ts'
import { isGrave } from './grave.ts'
import type { IncidentFacts } from './incident-events.ts'
import type { Mark } from './marks.ts'
import type { Strand } from './strands.ts'

export interface IncidentParts {
  readonly strands: readonly Strand[]
  /** All findings; strands name theirs by place. */
  readonly findings: readonly Finding[]
  readonly facts: IncidentFacts
  readonly begotten: readonly Begotten[]
  /** Undefined where its events are out of reach. */
  readonly story: Story | undefined
}

/** Sessions come by the thousand where a build system is in the theft. */
export const MOST_KEYS = 10_000

export function tellIncident({ strands, findings, facts, begotten, story }: IncidentParts): Incident {
  const own = findingsOf(strands, findings)
  const marks = strands.flatMap((one) => one.marks)
  const first = firstGrave(marks, findings)
  const born = begotten.filter(({ kind }) => kind === 'session').map(({ child }) => child)
  return {
    id: idOf(first),
    rank: 0,
    severity: story === undefined ? severityOf(own) : severityReached(severityOf(own), story),
    score: scoreOf(own),
    title: titleOf(own),
    accessKeys: [...new Set([...facts.accessKeys, ...born])]
      .toSorted((a, b) => Number(isLongTermKey(b)) - Number(isLongTermKey(a)))
      .slice(0, MOST_KEYS),
    principals: facts.principals,
    accountIds: facts.accountIds,
    ips: facts.ips,
    eventIds: facts.eventIds,
    eventCount: facts.eventCount,
    firstMs: facts.firstMs,
    lastMs: facts.lastMs,
    detectedMs: detectedMs(marks, findings),
    findingIds: own.map(({ id }) => id),
    tactics: tacticsOf(own),
    rows: [...new Set(own.flatMap(({ rows }) => rows))].toSorted(),
  }
}

/** The findings that strands rest on, worst first. */
export function findingsOf(strands: readonly Strand[], all: readonly Finding[]): readonly Finding[] {
  const places = [...new Set(strands.flatMap((one) => [...one.findings]))]
  return places.flatMap((n) => all[n] ?? []).toSorted(worstFirst)
}

/** The worst first, ranks given. */
export function inOrder(incidents: readonly Incident[]): readonly Incident[] {
  return incidents
    .toSorted(
      (a, b) =>
        LEVELS.indexOf(b.severity) - LEVELS.indexOf(a.severity) ||
        b.score - a.score ||
        a.firstMs - b.firstMs ||
        byLetters(a.id, b.id),
    )
    .map((incident, place) => ({ ...incident, rank: place + 1 }))
}

/** `inc-` and 16 hex digits. */
function idOf(first: Mark | undefined): string {
  const name = JSON.stringify(['first-event', `${first?.principal ?? ''}\n${first?.eventId ?? ''}`])
  return `inc-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`
}

const firstGrave = (marks: readonly Mark[], findings: readonly Finding[]): Mark | undefined =>
  marks
    .filter(({ finding }) => isGrave(findings[finding]))
    .toSorted(
      (a, b) => a.timeMs - b.timeMs || byLetters(a.eventId, b.eventId) || byLetters(a.principal, b.principal),
    )[0]

/**
 * When it would first have been raised: a rule over one event with that event; a correlation or a habit with the last of the
 * events that it saw on its first day here.
 */
function detectedMs(marks: readonly Mark[], findings: readonly Finding[]): number {
  const byFinding = Map.groupBy(
    marks.filter(({ finding }) => isGrave(findings[finding])),
    ({ finding }) => finding,
  )
  const times = [...byFinding].map(([n, own]) => {
    const firstMs = Math.min(...own.map(({ timeMs }) => timeMs))
    if (findings[n]?.kind === 'sigma') return firstMs
    return Math.max(...own.map(({ timeMs }) => timeMs).filter((timeMs) => timeMs < firstMs + DAY_MS))
  })
  return Math.min(...times)
}
