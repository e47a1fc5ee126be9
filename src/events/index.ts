/**
 * events: the text of a CloudTrail record becomes a row of the lake, or a rejection. Pure: knows nothing of where records
 * come from, nor of how the lake is kept.
 */
export { IDENTITY_LEAVES } from './columns.ts'
export { deriveIdentity } from './derive/identity.ts'
export { type AddResult, EventBatch, type RejectedRecord, type TapedRecords } from './event-batch.ts'
export type { NamedVectors } from './row-columns.ts'
export type {
  BooleanVector,
  DictVector,
  Int32Vector,
  Int64Vector,
  SharedVector,
  SliceVector,
  Texts,
  Vector,
} from './vectors.ts'
