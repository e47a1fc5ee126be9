import { type BuiltIncidents, inOrder, type Triage } from '#incidents/index.ts'
import type { ToldIncident } from '#outputs/index.ts'
import type { Workspace } from '../wire.ts'
import { type KeepOptions, keepIncidents } from './keep-incidents.ts'

export interface KnownIncidents extends BuiltIncidents {
  /** Of those that are kept, by id. */
  readonly triage: ReadonlyMap<string, Triage>
}

/** Saves the incidents of a run. @returns them under the ids by which the workspace knows them, the worst first; closed ones come last. */
export async function underKnownIds(
  { incidents, stories }: BuiltIncidents,
  told: readonly ToldIncident[],
  { workspace, ...options }: KeepOptions & { readonly workspace: Workspace },
): Promise<KnownIncidents> {
  const kept = await keepIncidents(workspace, told, options)
  const done = new Set(kept.flatMap(({ wasIds }) => wasIds))
  const others = incidents.filter(({ id }) => !done.has(id))
  const triage = new Map(kept.map((one) => [one.telling.incident.id, one.triage]))
  const isClosed = ({ id }: { readonly id: string }): boolean => triage.get(id)?.status === 'closed'
  const all = inOrder([...kept.map(({ telling }) => telling.incident), ...others])
  const sorted = [...all.filter((one) => !isClosed(one)), ...all.filter(isClosed)]
  return {
    incidents: sorted.map((incident, place) => ({ ...incident, rank: place + 1 })),
    triage,
    stories: new Map([
      ...others.flatMap(({ id }) => {
        const story = stories.get(id)
        return story === undefined ? [] : [[id, story] as const]
      }),
      ...kept.map(({ telling }) => [telling.incident.id, telling.story] as const),
    ]),
  }
}
