/** sources: where records come from: bytes in, record texts out, told apart by content. Knows nothing of what a record means. */
export { listSourceObjects } from './list-source-objects.ts'
export { DEFAULT_READ_LIMITS, readSourceObject } from './read-source-object.ts'
export { createRecordScanner, type RecordScanner, type ScannedPart, scanRecords } from './scan-records.ts'
export type {
  FindingText,
  ListedSource,
  ReadLimits,
  RecordChunk,
  SourceItem,
  SourceObject,
  SourceProblem,
  ZipMemberPlace,
} from './source.ts'
