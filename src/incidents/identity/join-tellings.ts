import { type Finding, LEVELS, worstFirst } from '#findings/index.ts'
import { MOST_EVENT_IDS, MOST_NAMES } from '../build/incident-events.ts'
import { MOST_KEYS } from '../build/tell-incident.ts'
import type { Incident } from '../incident.ts'
import { isLongTermKey } from '../long-term-key.ts'
import { scoreOf, severityOf, tacticsOf } from '../score.ts'
import { severityReached } from '../severity.ts'
import type { Story } from '../story/story.ts'
import { titleOf } from '../title.ts'

/** What one run told of an incident. */
export interface Telling {
  readonly incident: Incident
  readonly story: Story
  readonly findings: readonly Finding[]
}

/**
 * One incident of what several runs told of it, each by the part of the logs that it looked at. The story is that of the run that saw most:
 * what the others saw is in the lists and counts.
 *
 * @param tellings - at least one.
 */
export function joinTellings(tellings: readonly [Telling, ...Telling[]]): Telling {
  const [first, ...others] = tellings
  const [fullest, ...less] = tellings.toSorted((a, b) => b.incident.eventCount - a.incident.eventCount)
  if (fullest === undefined || less.length === 0) return first
  if (others.every((one) => one.incident === first.incident)) return first
  const { story } = fullest
  const findings = joinFindings(tellings)
  const incidents = tellings.map(({ incident }) => incident)
  const byTime = incidents.toSorted((a, b) => a.firstMs - b.firstMs || a.lastMs - b.lastMs)
  const all = (listOf: (incident: Incident) => readonly string[]) => [...new Set(byTime.flatMap(listOf))]
  const eventIds = all((one) => one.eventIds)
  const severities = [
    severityReached(severityOf(findings), story),
    ...incidents.map(({ severity }) => severity),
  ]
  return {
    story,
    findings,
    incident: {
      ...fullest.incident,
      severity: severities.reduce((a, b) => (LEVELS.indexOf(b) > LEVELS.indexOf(a) ? b : a)),
      score: scoreOf(findings),
      title: titleOf(findings),
      accessKeys: all((one) => one.accessKeys)
        .toSorted((a, b) => Number(isLongTermKey(b)) - Number(isLongTermKey(a)))
        .slice(0, MOST_KEYS),
      principals: all((one) => one.principals).slice(0, MOST_NAMES),
      accountIds: all((one) => one.accountIds).slice(0, MOST_NAMES),
      ips: all((one) => one.ips).slice(0, MOST_NAMES),
      eventIds: eventIds.slice(0, MOST_EVENT_IDS),
      eventCount: Math.max(eventIds.length, ...incidents.map(({ eventCount }) => eventCount)),
      firstMs: Math.min(...incidents.map(({ firstMs }) => firstMs)),
      lastMs: Math.max(...incidents.map(({ lastMs }) => lastMs)),
      detectedMs: Math.min(...incidents.map(({ detectedMs }) => detectedMs)),
      findingIds: findings.map(({ id }) => id),
      tactics: tacticsOf(findings),
      rows: [...new Set(findings.flatMap(({ rows }) => rows))].toSorted(),
    },
  }
}

/** Of each finding the telling that counted most, worst first. */
function joinFindings(tellings: readonly Telling[]): readonly Finding[] {
  const byId = new Map<string, Finding>()
  for (const finding of tellings.flatMap(({ findings }) => findings)) {
    const other = byId.get(finding.id)
    if (other === undefined || other.count < finding.count) byId.set(finding.id, finding)
  }
  return [...byId.values()].toSorted(worstFirst)
}
