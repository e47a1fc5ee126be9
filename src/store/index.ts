/**
 * store: events at rest, and the one port (`Engine`) through which the other rooms ask for them.
 * The adapters (./duckdb, ./trino) are not exported: only app/wire.ts may open one.
 */
export { type DocumentFile, documentOf, readDocument, writeDocument } from './documents/document-file.ts'
export type { Engine, Row } from './engine.ts'
export type { AddressRow } from './lake/address-writer.ts'
export { type AddressLookUp, addressTable, updateAddressTable } from './lake/addresses.ts'
export { accountSpans, callsMade, dataEventsSince, MOST_ARNS } from './lake/calls-sql.ts'
export { commitUnit, type SourceOutcome, type Unit } from './lake/commit-unit.ts'
export { daysHeld, deliveryGaps, kindsHeld, makeHeld, placesHeld } from './lake/coverage-sql.ts'
export { FindingsFile } from './lake/findings-file.ts'
export { KnownHashes } from './lake/known-hashes.ts'
export { emptyEvents, filesRelation } from './lake/lake-sql.ts'
export { LakeWriter, type WrittenFile } from './lake/lake-writer.ts'
export { makeFolder } from './lake/make-folder.ts'
export {
  DIMENSIONS,
  dimensionColumn,
  dimensionedEvents,
  emptyProfiles,
  profileRows,
  profilesRelation,
} from './lake/profiles-sql.ts'
export { recordRows, recordText } from './lake/record-sql.ts'
export { recoverWorkspace } from './lake/recover-workspace.ts'
export {
  firstEvent,
  isPrincipal,
  principalsLike,
  subjectDays,
  subjectObjects,
  subjectTotals,
  subjectValues,
  subjectWithin,
  usesKey,
} from './lake/subject-sql.ts'
export { syncFile } from './lake/sync-file.ts'
export { tieWorkspace, type Untied } from './lake/tie-workspace.ts'
export { heldSpan, keyUse, regionUse, signInUse } from './lake/use-sql.ts'
export { openWorkspaceFolder, type WorkspaceFolder, workspaceFolder } from './lake/workspace-folder.ts'
export { ownerFolder, processOwner } from './lake/workspace-owner.ts'
export { writeAll } from './lake/write-all.ts'
export { numberIn, textIn, textOrEmpty, textsIn } from './row-values.ts'
export { and, any, isAmong, isIn, not, or, present, value } from './sql/conditions.ts'
export type { Dialect } from './sql/dialect.ts'
export { column, type Fragment, joined, json, type Scalar, spelled, sql } from './sql/fragment.ts'
export { type CompiledSql, render } from './sql/render.ts'
export type { AuditRow } from './state/audit-table.ts'
export { countGuardDuty, heldGuardDuty } from './state/held-guardduty.ts'
export type { IncidentHistoryRow, IncidentRow } from './state/incident-tables.ts'
export type { StateDatabase, StateTables } from './state/state-schema.ts'
export { storable } from './state/storable.ts'
export { writeTransaction } from './state/write-transaction.ts'
