import { isUtf8 } from 'node:buffer'
import { wasmMemory } from '#wasm/index.ts'
import { classify, isInsight, isPlainEvent } from '../forms/classify.ts'
import { type ScannedPart, scanRecords } from '../scan-records.ts'
import type { FindingText, ReadLimits, SourceItem, SourceProblem } from '../source.ts'

/** Wrappers in wrappers (a queue's message around a bus event around an event) beyond which nobody looks. */
const MAX_LAYERS = 5

/** What reading one source object keeps in mind between its chunks. */
export interface Tally {
  readonly limits: ReadLimits
  /** What was met that is no events, with its count. */
  readonly others: Map<string, number>
}

/** The items that a scanned part comes to: events as they lie, wrapped ones unwrapped, the rest told. */
export function* interpret(part: ScannedPart, tally: Tally, layer = 0): Generator<SourceItem> {
  if (part.recordCount > 0) {
    if (!isUtf8(part.bytes)) yield* repaired(part, tally, layer)
    else if (isAllEvents(part)) yield { kind: 'records', chunk: chunkOf(part) }
    else yield* sorted(part, tally, layer)
  }
  for (const problem of part.rejected) yield { kind: 'rejected', problem }
}

/** Bytes that are no UTF-8 become U+FFFD: the event stays readable, and the engine takes no other text. */
function* repaired(part: ScannedPart, tally: Tally, layer: number): Generator<SourceItem> {
  const bytes = Buffer.from(recordsOnly(part).toString('utf8'))
  let firstRecord = part.firstRecord
  for (const again of scanRecords(bytes, tally.limits)) {
    yield* interpret({ ...again, firstRecord, listKey: part.listKey }, tally, layer)
    firstRecord += again.recordCount
  }
}

/** The bytes from the first record's start to the last one's end. */
function recordsOnly({ bytes, tape }: ScannedPart): Buffer {
  let end = 0
  for (let at = 0; at < tape.length; at += 3 + (tape[at + 2] ?? 0) * 4) end = tape[at + 1] ?? 0
  return bytes.subarray(tape[0] ?? 0, end)
}

function isAllEvents({ bytes, tape }: ScannedPart): boolean {
  const memory = wasmMemory()
  const place = memory.addressOf(bytes)
  const mayHoldInsights = place === undefined || memory.code.mayHoldInsight(place, place + bytes.length) === 1
  for (let at = 0; at < tape.length; at += 3 + (tape[at + 2] ?? 0) * 4) {
    if (!isPlainEvent(bytes, tape, at)) return false
    if (mayHoldInsights && isInsight(bytes, tape, at)) return false
  }
  return true
}

const chunkOf = ({ bytes, tape, recordCount, firstRecord }: ScannedPart) => ({
  bytes,
  tape,
  recordCount,
  firstRecord,
})

function* sorted(part: ScannedPart, tally: Tally, layer: number): Generator<SourceItem> {
  const { bytes, tape } = part
  const kept: Int32Array[] = []
  const inner: (Buffer | string)[] = []
  const findings: FindingText[] = []
  const rejected: SourceProblem[] = []
  let record = part.firstRecord
  for (let at = 0; at < tape.length; record++) {
    const next = at + 3 + (tape[at + 2] ?? 0) * 4
    const found = classify(bytes, tape, at, part.listKey)
    if (found.kind === 'event') kept.push(tape.subarray(at, next))
    else if (found.kind === 'finding') findings.push({ place: `record ${record}`, json: found.json })
    else if (found.kind === 'wrapper') inner.push(...found.inner)
    else if (found.kind === 'not-events')
      tally.others.set(found.what, (tally.others.get(found.what) ?? 0) + 1)
    else rejected.push({ place: `record ${record}`, reason: found.reason })
    at = next
  }
  if (kept.length > 0) {
    const chunk = { bytes, tape: concat(kept), recordCount: kept.length, firstRecord: part.firstRecord }
    yield { kind: 'records', chunk }
  }
  if (findings.length > 0) yield { kind: 'findings', findings }
  if (inner.length > 0) yield* unwrapped(inner, part, tally, layer)
  for (const problem of rejected) yield { kind: 'rejected', problem }
}

function* unwrapped(
  inner: readonly (Buffer | string)[],
  part: ScannedPart,
  tally: Tally,
  layer: number,
): Generator<SourceItem> {
  if (layer === MAX_LAYERS) {
    const reason = `more than ${MAX_LAYERS} envelopes around one another`
    yield { kind: 'rejected', problem: { place: `record ${part.firstRecord}`, reason } }
    return
  }
  const newline = Buffer.from('\n')
  const texts = inner.flatMap((text) => [typeof text === 'string' ? Buffer.from(text) : text, newline])
  let firstRecord = part.firstRecord
  for (const again of scanRecords(Buffer.concat(texts), tally.limits)) {
    yield* interpret({ ...again, firstRecord }, tally, layer + 1)
    firstRecord += again.recordCount
  }
}

function concat(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
