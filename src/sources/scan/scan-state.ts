import type { ReadLimits, SourceProblem } from '../source.ts'
import type { RecordScan } from './scan-record.ts'
import { createNesting } from './skip-value.ts'
import { createTapeWriter } from './tape-writer.ts'

/**
 * Where the scan stands between two bytes: among documents, in a list of records, in what follows the list inside its
 * object, inside a record that is being passed over, or looking for where records begin again after a break.
 */
export type Mode = 'document' | 'list' | 'tail' | 'skip' | 'search'

export interface ScanState {
  readonly limits: ReadLimits
  readonly scan: RecordScan
  readonly rejected: SourceProblem[]
  /** Where the bytes that are being scanned lie in the memory of WebAssembly, and where the chunk ends that is being filled. */
  place: number
  until: number
  mode: Mode
  /** The mode that skip and search return to. */
  back: 'document' | 'list'
  /** Whether the list is a field's value, so that a tail follows it. */
  enveloped: boolean
  /** Records met so far in this source object, rejected ones included. */
  ordinal: number
  /** Offset of bytes[0] in the source object. */
  base: number
  /** No more bytes follow. */
  final: boolean
  /** The next object is one the search came upon: it must look like a record. */
  resuming: boolean
  /** Absolute place where the last break was noticed, and how many starts before it were tried in vain. */
  breakAt: number
  probes: number
  /** Something broke before: stray closing brackets are part of it. */
  damaged: boolean
  skipDepth: number
  skipInString: boolean
  skipEscaped: boolean
}

export function createScanState(limits: ReadLimits): ScanState {
  return {
    limits,
    scan: {
      nesting: createNesting(limits.maxDepth),
      tape: createTapeWriter(),
      wantsList: false,
      listStart: -1,
      listKey: '',
      tooManyFields: false,
    },
    rejected: [],
    place: 0,
    until: 0,
    mode: 'document',
    back: 'document',
    enveloped: false,
    ordinal: 0,
    base: 0,
    final: false,
    resuming: false,
    breakAt: 0,
    probes: 0,
    damaged: false,
    skipDepth: 0,
    skipInString: false,
    skipEscaped: false,
  }
}

/** Says no to the record that begins here. */
export function rejectRecord(state: ScanState, reason: string): void {
  state.ordinal++
  state.rejected.push({ place: `record ${state.ordinal}`, reason })
}

/** What stands at `at` instead of what JSON wants there, for a person. */
export function describeBreak(bytes: Buffer, at: number, base: number): string {
  if (at >= bytes.length) return 'the data ends in the middle of it'
  const byte = bytes[at] ?? 0
  const where = `at byte ${base + at}`
  if (byte < 0x20) return `broken JSON: control character 0x${byte.toString(16).padStart(2, '0')} ${where}`
  const shown = byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte 0x${byte.toString(16)}`
  return `broken JSON: unexpected ${shown} ${where}`
}
