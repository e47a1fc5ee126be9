/** sources: where records come from: bytes in, record texts out, told apart by content. Knows nothing of what a record means. */
export { createRecordScanner, type RecordScanner, type ScannedPart, scanRecords } from './scan-records.ts'
export type { ReadLimits, RecordChunk, SourceItem, SourceObject, SourceProblem } from './source.ts'
