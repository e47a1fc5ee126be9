import { type Finding, LEVELS } from '#findings/index.ts'
import type { Incident } from '#incidents/index.ts'
import { isGrave } from '../../src/incidents/build/grave.ts'
import { joinStrands } from '../../src/incidents/build/join-strands.ts'
import type { Mark } from '../../src/incidents/build/marks.ts'
import { type Strand, strandsOf } from '../../src/incidents/build/strands.ts'
import { inOrder, tellIncident } from '../../src/incidents/build/tell-incident.ts'

/** Incidents of findings alone, as of logs in which nothing tells what is usual: every event that a finding names is one. */
export function incidentsOf(all: readonly Finding[]): readonly Incident[] {
  const findings = all
    .filter(({ level }) => level !== 'informational')
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const marks = findings
    .flatMap(marksOf)
    .toSorted((a, b) => a.timeMs - b.timeMs || (a.eventId < b.eventId ? -1 : 1))
  const nothing = { daysFrom: () => [], daysAt: () => undefined, days: () => [] }
  const strands = strandsOf(marks, nothing, (n) => isGrave(findings[n]))
  const groups = joinStrands(strands, { findings, begotten: [], isShared: () => true })
  return inOrder(
    groups.map((group) =>
      tellIncident({
        strands: group,
        findings,
        facts: factsOf(group, findings),
        begotten: [],
        story: undefined,
      }),
    ),
  )
}

const marksOf = (
  { eventIds, firstMs, lastMs, principal, sessions, sourceIps }: Finding,
  finding: number,
): readonly Mark[] =>
  eventIds.map((eventId, i) => ({
    finding,
    eventId,
    timeMs: i === 0 ? firstMs : lastMs,
    principal: principal ?? 'unknown',
    session: sessions[0],
    network: 'AS64496',
    networkKind: 'hosting',
    address: sourceIps[0],
  }))

function factsOf(group: readonly Strand[], findings: readonly Finding[]) {
  const own = [...new Set(group.flatMap((one) => [...one.findings]))].flatMap((n) => findings[n] ?? [])
  own.sort(
    (a, b) =>
      LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) || a.firstMs - b.firstMs || (a.id < b.id ? -1 : 1),
  )
  const texts = (of: (one: Finding) => readonly (string | undefined)[]): readonly string[] => [
    ...new Set(own.flatMap(of).filter((text) => text !== undefined)),
  ]
  return {
    eventCount: own.reduce((sum, { count }) => sum + count, 0),
    deniedCount: own.reduce((sum, { deniedCount }) => sum + deniedCount, 0),
    firstMs: Math.min(...own.map(({ firstMs }) => firstMs)),
    lastMs: Math.max(...own.map(({ lastMs }) => lastMs)),
    accessKeys: texts(({ accessKeys }) => accessKeys),
    principals: texts(({ principal }) => [principal]),
    accountIds: texts(({ accountId }) => [accountId]),
    ips: texts(({ sourceIps }) => sourceIps),
    regions: texts(({ regions }) => regions),
    eventIds: texts(({ eventIds }) => eventIds),
  }
}
