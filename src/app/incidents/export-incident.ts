import {
  incidentHtml,
  incidentMarkdown,
  isoTime,
  jsonText,
  shownIncidentJson,
  type ToldIncident,
  timelineCsv,
} from '#outputs/index.ts'
import { numberIn, recordRows, recordText } from '#store/index.ts'
import { lakeEvents } from '../lake.ts'
import { TOOL } from '../tool.ts'
import type { Workspace } from '../wire.ts'
import { EvidenceFolder } from './evidence-folder.ts'
import { showIncident } from './show-incident.ts'

export interface ExportAsked {
  readonly id: string
  /** Folder that is made. */
  readonly out: string
  /** Who takes the evidence. */
  readonly who: string
}

export interface Exported {
  readonly id: string
  /** Events written, and those that the incident has. */
  readonly events: number
  readonly eventCount: number
}

/** Events asked for at once: records are large. */
const BATCH = 500

const NOTES = [
  'events.ndjson: a CloudTrail record a line, oldest first, rebuilt from the lake: every field and value that AWS wrote, but for those that were null or empty; the order of fields may differ.',
  'sources: the files that the events were read from; their bytes are the originals.',
  'SHA256SUMS holds the hashes of all files, this one too: sha256sum -c SHA256SUMS.',
]

/**
 * Writes the evidence of an incident into a folder: its events, reports, a manifest and hashes.
 *
 * @throws UsageError where the incident or the place is wrong.
 */
export async function exportIncident(workspace: Workspace, asked: ExportAsked): Promise<Exported> {
  const { told, triage } = await showIncident(workspace, asked.id)
  const { incident } = told
  const folder = new EvidenceFolder(asked.out)
  try {
    const bySource = new Map<number, number>()
    await folder.write('events.ndjson', recordLines(workspace, told, bySource))
    await folder.write('timeline.csv', [timelineCsv(told)])
    await folder.write('report.html', [incidentHtml(told)])
    await folder.write('report.md', [incidentMarkdown(told)])
    await folder.write('incident.json', [shownIncidentJson(told, triage)])
    const events = [...bySource.values()].reduce((sum, n) => sum + n, 0)
    const manifest = {
      schemaVersion: 1,
      tool: TOOL,
      incident: { id: incident.id, title: incident.title, toldAt: isoTime(told.toldMs) },
      exportedAt: isoTime(workspace.clock.nowMs()),
      exportedBy: asked.who,
      events: { written: events, named: incident.eventIds.length, ofIncident: incident.eventCount },
      files: folder.files,
      sources: await sourcesOf(workspace, bySource),
      notes: NOTES,
    }
    await folder.write('manifest.json', [`${jsonText(manifest)}\n`])
    const sums = folder.files.map(({ name, sha256 }) => `${sha256}  ${name}\n`)
    await folder.write('SHA256SUMS', sums)
    folder.finish()
    return { id: incident.id, events, eventCount: incident.eventCount }
  } finally {
    folder.discard()
  }
}

/** @param bySource - filled with how many of the events each source holds. */
async function* recordLines(
  workspace: Workspace,
  { incident }: ToldIncident,
  bySource: Map<number, number>,
): AsyncGenerator<string> {
  const events = await lakeEvents(workspace)
  const { eventIds, firstMs, lastMs } = incident
  for (let from = 0; from < eventIds.length; from += BATCH) {
    const ids = eventIds.slice(from, from + BATCH)
    const rows = await workspace.engine.rows(recordRows(events, { eventIds: ids, firstMs, lastMs }))
    for (const row of rows) {
      const source = numberIn(row, 'source_id')
      bySource.set(source, (bySource.get(source) ?? 0) + 1)
      yield `${recordText(row)}\n`
    }
  }
}

async function sourcesOf({ state }: Workspace, bySource: ReadonlyMap<number, number>) {
  const rows = await state.selectFrom('sources').select(['id', 'name', 'version', 'size_bytes']).execute()
  return rows
    .filter(({ id }) => bySource.has(id))
    .map(({ id, name, version, size_bytes }) => ({
      name,
      version,
      sizeBytes: size_bytes,
      events: bySource.get(id) ?? 0,
    }))
}
