import type { Engine } from '#store/index.ts'
import type { IncidentRelations } from './build/marks.ts'
import { planIncidents } from './plan/plan-incidents.ts'
import { readStories } from './story/read-stories.ts'
import type { Story } from './story/story.ts'
import type { StoryIncident } from './story/story-incident.ts'

/** What happened, and what to do about it. The table `incident_events` must be made; @returns by `no`. */
export async function tellStories(
  engine: Engine,
  relations: IncidentRelations,
  incidents: readonly StoryIncident[],
): Promise<ReadonlyMap<number, Story>> {
  const told = await readStories(engine, relations, incidents)
  const plans = await planIncidents(
    engine,
    relations,
    [...told].map(([no, { lineage, damage }]) => ({ no, lineage, damage })),
  )
  return new Map(
    [...told].map(([no, story]) => {
      const { containment = [], undo = [] } = plans.get(no) ?? {}
      return [no, { ...story, containment, undo }]
    }),
  )
}
