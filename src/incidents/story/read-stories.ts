import type { Engine } from '#store/index.ts'
import { MOST_EVENT_IDS } from '../build/incident-events.ts'
import { duringIncidents } from '../build/incident-table.ts'
import type { IncidentRelations } from '../build/marks.ts'
import { actorsOf } from './actors.ts'
import { damageOf, wantedBy } from './damage/damage.ts'
import { descendantsOf, wantedOfBegotten } from './descendants.ts'
import { readCalls } from './read-calls.ts'
import { type Change, readChanges } from './read-changes.ts'
import { type LakeFacts, readLake } from './read-lake.ts'
import { readObjects } from './read-objects.ts'
import { readOwners } from './read-owners.ts'
import { readPlaces } from './read-places.ts'
import { readRuns, readTotals } from './read-runs.ts'
import { readUses } from './read-uses.ts'
import { makeStoryCalls } from './story-calls-sql.ts'
import type { StoryIncident, ToldStory } from './story-incident.ts'
import { timelineOf } from './timeline.ts'
import { unknownOf } from './unknown.ts'
import { verdictOf } from './verdict.ts'

/**
 * The story of every incident but what to do about it. The table `incident_events` must be made; a bounded number of statements, however
 * many incidents there are.
 *
 * @returns by `no`; an incident whose events are out of reach has none.
 */
export async function readStories(
  engine: Engine,
  relations: IncidentRelations,
  incidents: readonly StoryIncident[],
): Promise<ReadonlyMap<number, ToldStory>> {
  if (incidents.length === 0) return new Map()
  await engine.rows(makeStoryCalls(relations, await duringIncidents(engine)))
  const read = {
    calls: await readCalls(engine, incidents.length),
    runs: await readRuns(engine, incidents),
    totals: await readTotals(engine),
    objects: await readObjects(engine),
    places: await readPlaces(engine),
    owners: await readOwners(engine, relations),
    uses: await readUses(engine),
    lake: await readLake(engine, relations),
  }
  const wanted = incidents.flatMap(({ no, begotten }) => [
    ...wantedBy(read.calls.get(no) ?? []),
    ...begotten.flatMap(wantedOfBegotten),
  ])
  const changes = await readChanges(engine, relations, wanted)
  return new Map(
    incidents.flatMap((incident) => {
      const story = toldOf(incident, { ...read, changes })
      return story === undefined ? [] : [[incident.no, story] as const]
    }),
  )
}

interface Read {
  readonly calls: Awaited<ReturnType<typeof readCalls>>
  readonly runs: Awaited<ReturnType<typeof readRuns>>
  readonly totals: Awaited<ReturnType<typeof readTotals>>
  readonly objects: Awaited<ReturnType<typeof readObjects>>
  readonly places: Awaited<ReturnType<typeof readPlaces>>
  readonly owners: Awaited<ReturnType<typeof readOwners>>
  readonly uses: Awaited<ReturnType<typeof readUses>>
  readonly lake: LakeFacts
  readonly changes: readonly Change[]
}

function toldOf({ no, findings, strands, begotten }: StoryIncident, read: Read): ToldStory | undefined {
  const { lake, changes } = read
  const intruder = read.places.get(no) ?? []
  const totals = read.totals.get(no)
  if (intruder.length === 0 || totals === undefined) return undefined
  const owners = read.owners.get(no) ?? []
  const calls = read.calls.get(no) ?? []
  const runs = read.runs.get(no) ?? []
  const ownAccounts = new Set(lake.held.map(({ accountId }) => accountId))
  const damage = damageOf({ calls, objects: read.objects.get(no) ?? [], changes, ownAccounts })
  return {
    verdict: verdictOf({ findings, strands, intruder, owners, damage, totals }),
    actors: actorsOf({ intruder, owners, strands, begotten }),
    timeline: timelineOf({ runs, findings, totals }),
    lineage: descendantsOf({ begotten, calls, uses: read.uses.get(no) ?? [], changes, lastMs: lake.lastMs }),
    damage,
    unknown: unknownOf({
      lake,
      intruder,
      owners,
      begotten,
      damage,
      accountIds: totals.accountIds,
      eventCount: totals.count,
      mostEventIds: MOST_EVENT_IDS,
    }),
  }
}
