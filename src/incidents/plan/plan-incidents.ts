import type { Engine } from '#store/index.ts'
import type { IncidentRelations } from '../build/marks.ts'
import type { Damage, Descendant, Story } from '../story/story.ts'
import { containmentPlan, type Remedied } from './containment.ts'
import type { CredentialView } from './credential-steps.ts'
import { habitsOf } from './habits.ts'
import { readChanges } from './read-changes.ts'
import { type Credential, ownAccounts, readCredentials } from './read-credentials.ts'
import { RECIPES } from './recipes/table.ts'
import { readTriedSignIns } from './tried-sign-ins.ts'
import { undoPlan } from './undo.ts'

/** What an incident is planned from: its story as far as it is told. */
export interface PlanIncident {
  /** `incident_no` of the table `incident_events`. */
  readonly no: number
  readonly lineage: readonly Descendant[]
  readonly damage: Damage
}

export type Plans = Pick<Story, 'containment' | 'undo'>

/**
 * Containment and undo plans of all incidents. Reads the tables `incident_events` and `held`; asks nothing of AWS and runs nothing.
 *
 * @returns by `no`.
 */
export async function planIncidents(
  engine: Engine,
  relations: Pick<IncidentRelations, 'events' | 'addresses'>,
  incidents: readonly PlanIncident[],
): Promise<ReadonlyMap<number, Plans>> {
  if (incidents.length === 0) return new Map()
  const { events } = relations
  const changes = await readChanges(engine, events, [...RECIPES.keys()])
  const made = incidents.flatMap(({ no, lineage }) =>
    lineage.filter(({ kind }) => kind === 'session').map(({ eventId }) => ({ no, eventId })),
  )
  const credentials = await readCredentials(engine, events, made)
  const tried = await readTriedSignIns(engine)
  const own = await ownAccounts(engine)
  const remedies = new Map(
    incidents.map(({ no }) => [
      no,
      (changes.get(no) ?? []).flatMap((change): readonly Remedied[] => {
        const recipe = RECIPES.get(change.call)
        return recipe === undefined ? [] : [{ change, remedy: recipe(change) }]
      }),
    ]),
  )
  const habits = await habitsOf(engine, relations, [
    ...new Set([
      ...[...credentials.values()].flat().map(subjectOf),
      ...[...remedies.values()].flat().flatMap(({ remedy }) => remedy.habitOf ?? []),
    ]),
  ])
  return new Map(
    incidents.map(({ no, lineage, damage }) => {
      const remedied = remedies.get(no) ?? []
      const view: CredentialView = { habits, lastExpiryMs: (madeBy) => lastExpiry(lineage, new Set(madeBy)) }
      const parts = {
        credentials: credentials.get(no) ?? [],
        tried: tried.get(no) ?? [],
        remedied,
        damage,
        view,
        own,
      }
      return [no, { containment: containmentPlan(parts), undo: undoPlan(remedied, damage) }]
    }),
  )
}

const subjectOf = ({ name, person }: Credential): string =>
  person === undefined ? name : `${name}/${person.sessionName}`

function lastExpiry(lineage: readonly Descendant[], madeBy: ReadonlySet<string>): number | undefined {
  const times = lineage.flatMap(({ eventId, expiresMs }) =>
    madeBy.has(eventId) && expiresMs !== null ? [expiresMs] : [],
  )
  return times.length === 0 ? undefined : Math.max(...times)
}
