import { PlacedBlock } from './scan/placed-block.ts'
import { stepSearch, stepSkip } from './scan/resync.ts'
import { createScanState, type Mode, type ScanState } from './scan/scan-state.ts'
import { stepSequence, stepTail } from './scan/steps.ts'
import { releaseTape, takeTape } from './scan/tape-writer.ts'
import type { ReadLimits, SourceProblem } from './source.ts'

/** Bytes of records that make one chunk, unless the caller says otherwise. */
const CHUNK_BYTES = 8 * 1024 * 1024

/** What one call of `RecordScanner.scan` came to. Offsets of the tape are into `bytes`, a part of what was scanned. */
export interface ScannedPart {
  /** It and the tape are valid until the scanner is asked again. */
  readonly bytes: Buffer
  readonly tape: Int32Array
  readonly recordCount: number
  /** Ordinal of the first record within the source object, from 1. */
  readonly firstRecord: number
  /** What was rejected right after these records. */
  readonly rejected: readonly SourceProblem[]
  /** Key of the list that the scan is in or was in last: `Records`, `Events` …; empty before the first. */
  readonly listKey: string
  /** All bytes before this place of the block are done with: scan on from here, or carry the rest over. */
  readonly next: number
  /** Whether the block has more to give: call again from `next`. */
  readonly hasMore: boolean
}

export interface RecordScanner {
  /**
   * Scans a block of UTF-8 bytes from a place on. Stops when a chunk is full, when something was rejected, or at the end.
   *
   * @param isFinal - no bytes follow this block; otherwise those from `next` on must open the next one (see `carryOver`).
   */
  scan(block: Buffer, from: number, isFinal: boolean): ScannedPart
  /** Says that the next block begins `count` bytes after where the last one began. */
  carryOver(count: number): void
  /** Gives all memory back: the parts are not valid any more. */
  close(): void
}

type Step = (bytes: Buffer, from: number, state: ScanState) => number
const STEPS: Readonly<Record<Mode, Step>> = {
  document: stepSequence,
  list: stepSequence,
  tail: stepTail,
  skip: stepSkip,
  search: stepSearch,
}

/**
 * Finds records and their top-level fields in CloudTrail's bytes without parsing them: `{"Records":[…]}` documents, arrays
 * and objects one after another, in any mixture. A record that is broken, too deep or too large is rejected alone.
 */
export function createRecordScanner(limits: ReadLimits, chunkBytes = CHUNK_BYTES): RecordScanner {
  const state = createScanState(limits)
  const placed = new PlacedBlock()
  return {
    scan(block, from, isFinal) {
      const bytes = placed.take(block)
      state.place = placed.place
      state.final = isFinal
      state.until = from + chunkBytes
      const outcome = run(bytes, from, state)
      if (isFinal && !outcome.hasMore) rejectOpenEnd(state)
      const { tape } = state.scan
      const { recordCount } = tape
      const start = recordCount > 0 ? (tape.cells[0] ?? 0) : outcome.next
      const rejected = state.rejected.splice(0)
      const rejectedRecords = rejected.filter(({ place }) => place.startsWith('record ')).length
      return {
        bytes: bytes.subarray(start, outcome.next),
        tape: takeTape(tape, start),
        recordCount,
        firstRecord: state.ordinal - rejectedRecords - recordCount + 1,
        rejected,
        listKey: state.scan.listKey,
        next: outcome.next,
        hasMore: outcome.hasMore,
      }
    },
    carryOver(count) {
      state.base += count
    },
    close() {
      placed.release()
      releaseTape(state.scan.tape)
    },
  }
}

/** Scans bytes that lie in memory whole. A part's tape is valid until the next part is asked for. */
export function* scanRecords(bytes: Buffer, limits: ReadLimits): Generator<ScannedPart> {
  const scanner = createRecordScanner(limits)
  try {
    let from = 0
    for (;;) {
      const part = scanner.scan(bytes, from, true)
      yield part
      if (!part.hasMore) return
      from = part.next
    }
  } finally {
    scanner.close()
  }
}

function run(
  block: Buffer,
  from: number,
  state: ScanState,
): { readonly next: number; readonly hasMore: boolean } {
  let place = from
  while (place < state.until && state.rejected.length === 0) {
    const next = STEPS[state.mode](block, place, state)
    if (next < 0) return { next: ~next, hasMore: false }
    place = next
  }
  return { next: place, hasMore: true }
}

function rejectOpenEnd(state: ScanState): void {
  const isOpen = state.mode === 'list' || state.mode === 'tail'
  if (isOpen)
    state.rejected.push({ place: 'file', reason: 'the data ends before its list of records is closed' })
}
