import type { Joined, Telling, Triage } from '#incidents/index.ts'
import type { SavedIncident } from './saved-incidents.ts'

const MOST_NAMED = 3

/** `joined by 12 events, 1 access key (AKIA…), 2 findings (Access key created; …)`. Holds text from the logs and from rules. */
export function joinedText({ eventCount, accessKeys, findingIds }: Joined, { findings }: Telling): string {
  const titles = findingIds.map((id) => findings.find((one) => one.id === id)?.title ?? id)
  const parts = [
    eventCount === 0 ? '' : `${String(eventCount)} ${eventCount === 1 ? 'event' : 'events'}`,
    named(accessKeys, 'access key', 'access keys'),
    named(titles, 'finding', 'findings'),
  ]
  return `joined by ${parts.filter((part) => part !== '').join(', ')}`
}

export const mergedText = ({ row, member }: SavedIncident): string =>
  `${row.id} (${stateText(member.triage)}) is a part of it`

export const disagreedText = (absorbed: readonly SavedIncident[]): string =>
  `${absorbed.map(({ row, member }) => `${row.id} (${stateText(member.triage)})`).join(', ')} turned out to be the same`

const stateText = ({ status, resolution }: Triage): string =>
  resolution === undefined ? status : `${status} as ${resolution}`

function named(names: readonly string[], one: string, many: string): string {
  if (names.length === 0) return ''
  const shown = [...new Set(names)].slice(0, MOST_NAMED)
  const more = names.length > MOST_NAMED ? ' …' : ''
  return `${String(names.length)} ${names.length === 1 ? one : many} (${shown.join('; ')}${more})`
}
