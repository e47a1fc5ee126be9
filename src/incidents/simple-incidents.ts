import { type Finding, LEVELS } from '#findings/index.ts'
import { groupsOf } from './group.ts'
import { type Incident, MAX_EVENT_IDS } from './incident.ts'
import { scoreOf, severityOf, tacticsOf } from './score.ts'
import { incidentId, isLongTermKey, subjectOf } from './subject.ts'
import { titleOf } from './title.ts'

const MAX_NAMES = 100
const MEDIUM = LEVELS.indexOf('medium')

/**
 * Incidents of the simplest kind: each long-term key, else each principal, that has a finding of medium or above is
 * one; its low findings join it, and what `groupsOf` ties to it. What is only low stays a lead and is in no incident; what is informational is
 * everyday life, and would only make the story longer than it is.
 *
 * @returns worst first; the same findings in another order give the same incidents.
 */
export function simpleIncidents(findings: readonly Finding[]): readonly Incident[] {
  return groupsOf(findings.filter(({ level }) => level !== 'informational'))
    .filter((members) => members.some(isWorthALook))
    .map((members) => tell(members.toSorted(worstFirst)))
    .toSorted((a, b) => b.score - a.score || a.firstMs - b.firstMs || compare(a.id, b.id))
    .toSorted((a, b) => rankOf(b) - rankOf(a))
    .map((incident, place) => ({ ...incident, rank: place + 1 }))
}

function tell(findings: readonly Finding[]): Incident {
  const grave = findings.filter(isWorthALook)
  const first = grave.toSorted((a, b) => a.firstMs - b.firstMs || compare(a.id, b.id))[0]
  const keys = distinct(findings.flatMap(({ accessKeys }) => accessKeys))
  return {
    id: first === undefined ? '' : incidentId(subjectOf(first)),
    rank: 0,
    severity: severityOf(findings),
    score: scoreOf(findings),
    title: titleOf(findings),
    accessKeys: keys
      .toSorted((a, b) => Number(isLongTermKey(b)) - Number(isLongTermKey(a)))
      .slice(0, MAX_NAMES),
    principals: distinct(findings.map(({ principal }) => principal)).slice(0, MAX_NAMES),
    accountIds: distinct(findings.map(({ accountId }) => accountId)).slice(0, MAX_NAMES),
    ips: distinct(findings.flatMap(({ sourceIps }) => sourceIps)).slice(0, MAX_NAMES),
    eventIds: evidence(findings),
    eventCount: findings.reduce((sum, { count }) => sum + count, 0),
    firstMs: least(findings.map(({ firstMs }) => firstMs)),
    lastMs: -least(findings.map(({ lastMs }) => -lastMs)),
    detectedMs: least(grave.map(({ firstMs }) => firstMs)),
    findingIds: findings.map(({ id }) => id),
    tactics: tacticsOf(findings),
    rows: distinct(findings.flatMap(({ rows }) => rows)).toSorted(compare),
  }
}

function evidence(worstFirstFindings: readonly Finding[]): readonly string[] {
  const ids = new Set<string>()
  for (const { eventIds } of worstFirstFindings) {
    for (const id of eventIds) {
      if (ids.size >= MAX_EVENT_IDS) return [...ids]
      ids.add(id)
    }
  }
  return [...ids]
}

function isWorthALook({ level }: Finding): boolean {
  return LEVELS.indexOf(level) >= MEDIUM
}

/** The graver level first, then the earlier. */
function worstFirst(a: Finding, b: Finding): number {
  return LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) || a.firstMs - b.firstMs || compare(a.id, b.id)
}

function rankOf({ severity }: Incident): number {
  return LEVELS.indexOf(severity)
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined))]
}

/** Not Math.min(...values): a hundred thousand arguments overflow the stack. */
function least(values: readonly number[]): number {
  return values.reduce((so, value) => Math.min(so, value), Number.POSITIVE_INFINITY)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
