import { releaseBytes } from '#kernel/index.ts'
import { csvToJsonLines } from './forms/csv.ts'
import { sniff } from './forms/sniff.ts'
import { unwrapGzip } from './read/inflate.ts'
import { interpret, type Tally } from './read/interpret.ts'
import { openContent } from './read/open-content.ts'
import { type Content, describeFailure, peek, type Reading } from './read/reading.ts'
import { limitSize, toUtf8 } from './read/text.ts'
import { createRecordScanner, type RecordScanner } from './scan-records.ts'
import type { ReadLimits, SourceItem, SourceObject } from './source.ts'

export const DEFAULT_READ_LIMITS: ReadLimits = {
  maxObjectBytes: 8 * 1024 ** 3,
  maxRecordBytes: 16 * 1024 ** 2,
  maxDepth: 512,
}

/** Bytes gathered before they are scanned, when an object is too large to be held whole. */
const BLOCK_BYTES = 8 * 1024 * 1024
const HEAD_BYTES = 64 * 1024
/** Rejections told one by one for one object; beyond these only their number. */
const MAX_REJECTED = 1000

/**
 * Reads one source object: what it is is told by its content, never by its name. Bad data comes out as rejections, in
 * order; it never throws for it. Memory is bounded by the limits, whatever the object's size.
 */
export async function* readSourceObject(
  object: SourceObject,
  limits: ReadLimits = DEFAULT_READ_LIMITS,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem> {
  const reading: Reading = { limits, signal, problems: [] }
  const tally: Tally = { limits, others: new Map() }
  let rejected = 0
  let unlisted = 0
  for await (const item of itemsOf(object, reading, tally)) {
    if (signal?.aborted === true) return
    if (item.kind === 'rejected') rejected++
    if (rejected > MAX_REJECTED && item.kind === 'rejected') unlisted++
    else yield item
  }
  if (unlisted > 0) {
    const reason = `${unlisted} more records or places were rejected; only the first ${MAX_REJECTED} are listed`
    yield { kind: 'rejected', problem: { place: 'file', reason } }
  }
  for (const [what, count] of tally.others)
    yield { kind: 'not-events', what: count === 1 ? what : `${what} (${count})` }
  for (const problem of reading.problems) yield { kind: 'rejected', problem }
}

async function* itemsOf(object: SourceObject, reading: Reading, tally: Tally): AsyncGenerator<SourceItem> {
  try {
    const inflated = await unwrapGzip(await openContent(object, reading), reading)
    const { head, content } = await peek(await toUtf8(limitSize(inflated, reading)), HEAD_BYTES)
    // What could not be opened is no empty file.
    if (head.length === 0 && reading.problems.length > 0) return
    const form = sniff(head)
    if (form.form === 'problem') yield { kind: 'rejected', problem: { place: 'file', reason: form.reason } }
    else if (form.form === 'not-events') yield { kind: 'not-events', what: form.what }
    else if (form.form === 'json') yield* scanContent(content, tally)
    else
      yield* scanContent({ kind: 'stream', blocks: csvToJsonLines(content, form.delimiter, reading) }, tally)
  } catch (error) {
    reading.problems.push({ place: 'file', reason: describeFailure(error) })
  }
}

async function* scanContent(content: Content, tally: Tally): AsyncGenerator<SourceItem> {
  const scanner = createRecordScanner(tally.limits)
  try {
    if (content.kind === 'whole') yield* scanBlock(scanner, content.bytes, tally, true)
    else yield* scanStream(scanner, content.blocks, tally)
  } finally {
    scanner.close()
    if (content.kind === 'whole') releaseBytes(content.bytes)
  }
}

async function* scanStream(
  scanner: RecordScanner,
  blocks: AsyncIterable<Buffer>,
  tally: Tally,
): AsyncGenerator<SourceItem> {
  let carry: Buffer = Buffer.alloc(0)
  for await (const gathered of inLargeBlocks(blocks)) {
    const block = carry.length === 0 ? gathered : Buffer.concat([carry, gathered])
    const next = yield* scanBlock(scanner, block, tally, false)
    scanner.carryOver(next)
    carry = block.subarray(next)
  }
  yield* scanBlock(scanner, carry, tally, true)
}

function* scanBlock(
  scanner: RecordScanner,
  block: Buffer,
  tally: Tally,
  isFinal: boolean,
): Generator<SourceItem, number> {
  let from = 0
  for (;;) {
    const part = scanner.scan(block, from, isFinal)
    yield* interpret(part, tally)
    if (!part.hasMore) return part.next
    from = part.next
  }
}

async function* inLargeBlocks(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let size = 0
  for await (const block of blocks) {
    parts.push(block)
    size += block.length
    if (size < BLOCK_BYTES) continue
    yield Buffer.concat(parts)
    parts = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(parts)
}
