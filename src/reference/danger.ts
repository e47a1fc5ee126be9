import { undatedName } from './action-names.ts'
import { DANGEROUS, DANGERS, type Danger } from './danger-table.ts'
import { serviceOf } from './service-names.ts'

/** Our overlay over IAM's levels; undefined for all other calls. */
export function danger(eventSource: string, eventName: string): Danger | undefined {
  index ??= buildIndex()
  return index.get(`${serviceOf(eventSource)}:${undatedName(eventName)}`)
}

/** Every call of the overlay as `service:eventName`. */
export function dangerousCalls(): ReadonlyMap<string, Danger> {
  index ??= buildIndex()
  return index
}

let index: ReadonlyMap<string, Danger> | undefined

function buildIndex(): ReadonlyMap<string, Danger> {
  const calls = new Map<string, Danger>()
  for (const [service, reasons] of Object.entries(DANGEROUS)) {
    for (const reason of DANGERS) {
      for (const name of reasons[reason]?.split(' ') ?? []) calls.set(`${service}:${name}`, reason)
    }
  }
  return calls
}
