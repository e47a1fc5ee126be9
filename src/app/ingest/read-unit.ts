import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { EventBatch } from '#events/index.ts'
import { isRead, readFinding } from '#guardduty/index.ts'
import { type FindingText, type ReadLimits, readSourceObject, type SourceItem } from '#sources/index.ts'
import { FindingsFile, LakeWriter, type SourceOutcome, type Unit } from '#store/index.ts'
import type { PlannedSource, PlannedUnit } from './plan-units.ts'

/** The batch is written out when it holds this much text, or its tables are full: it bounds a worker's memory. */
const MOST_HELD_BYTES = 16 << 20
const MOST_ROWS = 120_000
/** Rejections kept with their place and reason for each source object; all are counted. */
const MOST_REJECTIONS = 100

export interface ReadUnitOptions {
  /** Folder for the unit's unfinished files. */
  readonly folder: string
  readonly limits: ReadLimits
  /** Ends the reading between two chunks of records. */
  readonly signal?: AbortSignal
  /** Called after each source object. */
  onSource(bytes: number, events: number): void
}

/** Reads the unit's source objects to their ends and writes their events to files that are not yet part of the lake. */
export async function readUnit(
  unit: PlannedUnit,
  batch: EventBatch,
  options: ReadUnitOptions,
): Promise<Unit> {
  const writer = new LakeWriter(join(options.folder, unit.name))
  batch.clear()
  batch.startUnit()
  const findings = new FindingsFile(join(options.folder, unit.name, 'guardduty.jsonl'))
  const sources: SourceOutcome[] = []
  try {
    for (const source of unit.sources) {
      const outcome = await readSource(source, { batch, writer, findings, ...options })
      sources.push(outcome)
      options.onSource(source.object.sizeBytes, outcome.eventCount)
    }
    writer.write(batch)
    return { name: unit.name, files: writer.finish(), sources, findingsFile: findings.finish() }
  } catch (error) {
    writer.abandon()
    findings.abandon()
    throw error
  } finally {
    batch.clear()
  }
}

interface Reading {
  readonly batch: EventBatch
  readonly writer: LakeWriter
  readonly findings: FindingsFile
  readonly limits: ReadLimits
  readonly signal?: AbortSignal
}

async function readSource({ object, sourceId }: PlannedSource, reading: Reading): Promise<SourceOutcome> {
  const tally = new SourceTally(sourceId)
  for await (const item of readSourceObject(object, reading.limits, reading.signal)) {
    take(item, tally, reading)
    if (reading.signal !== undefined) await setImmediate()
    reading.signal?.throwIfAborted()
  }
  reading.signal?.throwIfAborted()
  return tally.outcome()
}

function take(item: SourceItem, tally: SourceTally, { batch, writer, findings }: Reading): void {
  switch (item.kind) {
    case 'records': {
      const added = batch.add(item.chunk, tally.sourceId)
      tally.recordCount += item.chunk.recordCount
      tally.eventCount += added.eventCount
      tally.duplicateCount += added.duplicateCount
      for (const otherId of added.metIn) tally.metIn.add(otherId)
      for (const rejected of added.rejected) tally.reject(rejected)
      const isFull = batch.arena.length >= MOST_HELD_BYTES || batch.rowCount >= MOST_ROWS
      if (isFull || batch.tablesAreFull()) {
        writer.write(batch)
        batch.clear()
      }
      break
    }
    case 'findings':
      for (const text of item.findings) takeFinding(text, tally, findings)
      break
    case 'rejected':
      tally.reject(item.problem)
      break
    case 'not-events':
      tally.notEvents = item.what
  }
}

function takeFinding({ place, json }: FindingText, tally: SourceTally, findings: FindingsFile): void {
  const text = json.toString('utf8')
  const finding = readFinding(text)
  if (!isRead(finding)) return tally.reject({ place, reason: finding.reason })
  tally.recordCount++
  findings.add({
    source_id: tally.sourceId,
    account_id: finding.accountId,
    finding_id: finding.id,
    updated_ms: finding.updatedMs,
    severity: finding.severity,
    region: finding.region ?? null,
    first_ms: finding.firstMs,
    last_ms: finding.lastMs,
    archived: Number(finding.isArchived),
    sample: Number(finding.isSample),
    json: text,
  })
}

class SourceTally {
  readonly sourceId: number
  recordCount = 0
  eventCount = 0
  duplicateCount = 0
  readonly metIn = new Set<number>()
  notEvents: string | undefined
  readonly #rejections: { place: string; reason: string }[] = []
  #rejectedCount = 0

  constructor(sourceId: number) {
    this.sourceId = sourceId
  }

  reject({ place, reason }: { readonly place: string; readonly reason: string }): void {
    this.#rejectedCount++
    if (this.#rejections.length < MOST_REJECTIONS) this.#rejections.push({ place, reason })
  }

  outcome(): SourceOutcome {
    return {
      sourceId: this.sourceId,
      recordCount: this.recordCount,
      eventCount: this.eventCount,
      duplicateCount: this.duplicateCount,
      metIn: [...this.metIn],
      rejectedCount: this.#rejectedCount,
      rejections: this.#rejections,
      notEvents: this.notEvents,
    }
  }
}
