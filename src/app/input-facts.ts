import type { ReportInput } from '#outputs/index.ts'
import { countGuardDuty } from '#store/index.ts'
import type { IngestResult } from './ingest/ingest.ts'
import type { Workspace } from './wire.ts'

/** Entries of a list in the report; the counts beside it are exact. */
const MOST_LISTED = 1000
/** SQLite takes some thousands of parameters in one statement. */
const IDS_AT_ONCE = 5000

/** What was read for these source objects, now or in earlier runs. */
export async function inputFacts({ state }: Workspace, result: IngestResult): Promise<ReportInput> {
  const facts = {
    bytes: 0,
    records: 0,
    events: 0,
    duplicates: 0,
    rejectedCount: result.problems.length,
    notEventsCount: 0,
    guardDutyFindings: await countGuardDuty(state, result.sourceIds),
  }
  const rejected = result.problems.map(({ name, place, reason }) => ({ file: name, place, reason }))
  const notEvents: { file: string; what: string }[] = []
  for (let at = 0; at < result.sourceIds.length; at += IDS_AT_ONCE) {
    const ids = result.sourceIds.slice(at, at + IDS_AT_ONCE)
    for (const row of await state
      .selectFrom('sources')
      .selectAll()
      .where('id', 'in', ids)
      .orderBy('id')
      .execute()) {
      facts.bytes += row.size_bytes
      facts.records += row.records
      facts.events += row.events
      facts.duplicates += row.duplicates
      facts.rejectedCount += row.rejected
      if (row.not_events === null) continue
      facts.notEventsCount++
      if (notEvents.length < MOST_LISTED) notEvents.push({ file: row.name, what: row.not_events })
    }
    if (rejected.length < MOST_LISTED) rejected.push(...(await rejections(state, ids)))
  }
  return {
    files: result.sourceIds.length,
    skipped: result.skippedCount,
    ...facts,
    rejected: rejected.slice(0, MOST_LISTED),
    notEvents,
  }
}

async function rejections(state: Workspace['state'], ids: readonly number[]) {
  return await state
    .selectFrom('rejections')
    .innerJoin('sources', 'sources.id', 'rejections.source_id')
    .select(['sources.name as file', 'rejections.place', 'rejections.reason'])
    .where('rejections.source_id', 'in', ids)
    .orderBy('rejections.source_id')
    .limit(MOST_LISTED)
    .execute()
}
