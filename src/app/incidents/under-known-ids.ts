import { type BuiltIncidents, inOrder } from '#incidents/index.ts'
import type { ToldIncident } from '#outputs/index.ts'
import type { Workspace } from '../wire.ts'
import { type KeepOptions, keepIncidents } from './keep-incidents.ts'

/** Saves the incidents of a run. @returns them under the ids by which the workspace knows them, the worst first. */
export async function underKnownIds(
  { incidents, stories }: BuiltIncidents,
  told: readonly ToldIncident[],
  { workspace, ...options }: KeepOptions & { readonly workspace: Workspace },
): Promise<BuiltIncidents> {
  const kept = await keepIncidents(workspace, told, options)
  const done = new Set(kept.flatMap(({ wasIds }) => wasIds))
  const others = incidents.filter(({ id }) => !done.has(id))
  return {
    incidents: inOrder([...kept.map(({ telling }) => telling.incident), ...others]),
    stories: new Map([
      ...others.flatMap(({ id }) => {
        const story = stories.get(id)
        return story === undefined ? [] : [[id, story] as const]
      }),
      ...kept.map(({ telling }) => [telling.incident.id, telling.story] as const),
    ]),
  }
}
