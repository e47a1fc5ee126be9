import type { Finding } from '#findings/index.ts'
import { byLetters } from '#kernel/index.ts'
import type { Engine } from '#store/index.ts'
import type { Incident } from '../incident.ts'
import { readBegotten } from '../lineage/begotten.ts'
import { makeEdges } from '../lineage/edges-sql.ts'
import type { Story } from '../story/story.ts'
import { tellStories } from '../tell-stories.ts'
import { isGrave } from './grave.ts'
import { readHabits } from './habits.ts'
import { collectIncidentEvents } from './incident-events.ts'
import { joinStrands } from './join-strands.ts'
import { collectMarks, type IncidentRelations } from './marks.ts'
import { addBegotten, addParents, begettingCalls, makeMembers } from './members.ts'
import { readSharedAddresses } from './shared-addresses.ts'
import { type Strand, strandsOf } from './strands.ts'
import { findingsOf, inOrder, tellIncident } from './tell-incident.ts'

/** What an owner makes at home, in nothing worse than a mild finding, is his own, whoever steals it later. */
const suspects =
  (findings: readonly Finding[]) =>
  ({ place, findings: own }: Strand): boolean =>
    place === 'elsewhere' || [...own].some((n) => isGrave(findings[n]))

/** What a run comes to: the incidents, the worst first, and the story of each by its id. */
export interface BuiltIncidents {
  readonly incidents: readonly Incident[]
  readonly stories: ReadonlyMap<string, Story>
}

/**
 * The few stories that findings are part of: what each intruder did, from where, through which credentials. Findings that
 * belong to none stay leads. Neither the order of findings nor that of events matters.
 */
export async function buildIncidents(
  engine: Engine,
  all: readonly Finding[],
  relations: IncidentRelations,
): Promise<BuiltIncidents> {
  const findings = all
    .filter(({ level }) => level !== 'informational')
    .toSorted((a, b) => byLetters(a.id, b.id))
  if (!findings.some(isGrave)) return { incidents: [], stories: new Map() }
  const marks = await collectMarks(engine, findings, relations)
  const habits = await readHabits(engine, relations, marks)
  const strands = strandsOf(marks, habits, (n) => isGrave(findings[n]))
  await engine.rows(makeEdges(relations.events, relations.addresses))
  await makeMembers(engine, strands)
  const begotten = await readBegotten(engine, begettingCalls(strands.filter(suspects(findings))))
  await addBegotten(engine, begotten)
  await addParents(engine, strands)
  const shared = await readSharedAddresses(engine, strands, relations)
  const groups = joinStrands(strands, { findings, begotten, isShared: (address) => shared.has(address) })
  const facts = await collectIncidentEvents(
    engine,
    groups.map((group) => group.map(({ id }) => id)),
    relations,
  )
  const byStrand = Map.groupBy(begotten, ({ of }) => of)
  const parts = groups.map((group, no) => ({
    no,
    strands: group,
    begotten: group.flatMap(({ id }) => byStrand.get(id) ?? []),
  }))
  const stories = await tellStories(
    engine,
    relations,
    parts.map((part) => ({ ...part, findings: findingsOf(part.strands, findings) })),
  )
  const told = parts.flatMap((part) => {
    const own = facts.get(part.no)
    const story = stories.get(part.no)
    return own === undefined
      ? []
      : [{ incident: tellIncident({ ...part, findings, facts: own, story }), story }]
  })
  return {
    incidents: inOrder(told.map(({ incident }) => incident)),
    stories: new Map(
      told.flatMap(({ incident, story }) => (story === undefined ? [] : [[incident.id, story] as const])),
    ),
  }
}
