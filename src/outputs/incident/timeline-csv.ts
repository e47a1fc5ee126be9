import type { TimelineEntry } from '#incidents/index.ts'
import { csvLine } from '../csv.ts'
import { isoTime } from '../times.ts'
import type { ToldIncident } from './told-incident.ts'

const COLUMNS: Readonly<Record<string, (entry: TimelineEntry) => string | number>> = {
  firstEvent: ({ firstMs }) => isoTime(firstMs),
  lastEvent: ({ lastMs }) => isoTime(lastMs),
  stage: ({ stage }) => stage,
  what: ({ what }) => what,
  count: ({ count }) => count,
  deniedCount: ({ deniedCount }) => deniedCount,
  principal: ({ principal }) => principal,
  address: ({ address }) => address ?? '',
  region: ({ region }) => region ?? '',
  findingIds: ({ findingIds }) => findingIds.join(' '),
  eventIds: ({ eventIds }) => eventIds.join(' '),
}

/** The timeline as CSV with a header line (RFC 4180), by the same rules as the findings' CSV: no cell is a formula. */
export function timelineCsv({ incident, story }: ToldIncident): string {
  const lines = story.timeline.map((entry) =>
    csvLine([incident.id, ...Object.values(COLUMNS).map((read) => read(entry))]),
  )
  return [csvLine(['incidentId', ...Object.keys(COLUMNS)]), ...lines].join('')
}
