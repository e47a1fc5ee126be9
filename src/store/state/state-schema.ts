import type { ColumnDefinitionBuilder, Generated, Kysely } from 'kysely'
import { type AuditRow, createAuditTable } from './audit-table.ts'
import { isPostgres } from './database-kind.ts'
import { createGuardDutyTable, type GuardDutyRow } from './guardduty-findings.ts'
import {
  createIncidentTables,
  type IncidentHistoryRow,
  type IncidentKeyRow,
  type IncidentRow,
} from './incident-tables.ts'

/** Something that was read, or is being read, into the lake. Names and versions are those of `SourceObject`. */
export interface SourceRow {
  readonly id: Generated<number>
  readonly name: string
  readonly version: string
  /** `reading` until the unit of work that holds it is committed. */
  readonly state: 'reading' | 'done'
  /** Process that reads it: see workspace-owner.ts. */
  readonly owner: string
  readonly size_bytes: number
  readonly records: number
  readonly events: number
  readonly duplicates: number
  readonly rejected: number
  /** What it is when it holds no events (`digest file`), else null. */
  readonly not_events: string | null
  readonly ingested_ms: number
}

/** A Parquet file of the lake; what is not listed here is not part of it. */
export interface LakeFileRow {
  /** Relative to the workspace folder, with `/`. */
  readonly path: string
  /** `2026-11-24` */
  readonly day: string
  readonly row_count: number
  readonly size_bytes: number
  readonly min_ms: number
  readonly max_ms: number
}

/** The first rejections of a source object; `sources.rejected` counts all of them. */
export interface RejectionRow {
  readonly source_id: number
  readonly place: string
  readonly reason: string
}

/** Events of `source_id` that were kept as those of `other_id`, which held them before. */
export interface OverlapRow {
  readonly source_id: number
  readonly other_id: number
}

/** Which file holds the profiles of a day, and what it rests on. */
export interface ProfileDayRow {
  readonly day: string
  readonly basis: string
  /** Relative to the workspace folder. */
  readonly path: string
}

/** A Parquet file of the table `addresses`; what is not listed here is not part of it. */
export interface AddressFileRow {
  /** Relative to the workspace folder, with `/`. */
  readonly path: string
  /** Of the settings and data that its addresses were looked up by. */
  readonly look_up_key: string
  readonly row_count: number
  readonly size_bytes: number
}

/** A file of the lake whose addresses are all in the table. */
export interface AddressedFileRow {
  readonly path: string
}

/** One row: by which a folder and its state know each other. */
export interface WorkspaceRow {
  readonly id: string
}

export interface StateTables {
  readonly workspace: WorkspaceRow
  readonly sources: SourceRow
  readonly lake_files: LakeFileRow
  readonly rejections: RejectionRow
  readonly overlaps: OverlapRow
  readonly profile_days: ProfileDayRow
  readonly address_files: AddressFileRow
  readonly addressed_files: AddressedFileRow
  readonly incidents: IncidentRow
  readonly incident_keys: IncidentKeyRow
  readonly incident_history: IncidentHistoryRow
  readonly guardduty_findings: GuardDutyRow
  readonly audits: AuditRow
}

/** Every table, by name. */
export const STATE_TABLES: Readonly<Record<keyof StateTables, true>> = {
  workspace: true,
  sources: true,
  lake_files: true,
  rejections: true,
  overlaps: true,
  profile_days: true,
  address_files: true,
  addressed_files: true,
  incidents: true,
  incident_keys: true,
  incident_history: true,
  guardduty_findings: true,
  audits: true,
}

/** The workspace's small, changing facts; SQLite by default. */
export type StateDatabase = Kysely<StateTables>

/** Makes the tables where they are missing. */
export async function createStateTables(state: StateDatabase): Promise<void> {
  const { schema } = state
  await schema
    .createTable('sources')
    .ifNotExists()
    .addColumn('id', ...generatedId(state))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('size_bytes', 'bigint', (column) => column.notNull())
    .addColumn('records', 'bigint', (column) => column.notNull())
    .addColumn('events', 'bigint', (column) => column.notNull())
    .addColumn('duplicates', 'bigint', (column) => column.notNull())
    .addColumn('rejected', 'bigint', (column) => column.notNull())
    .addColumn('not_events', 'text')
    .addColumn('ingested_ms', 'bigint', (column) => column.notNull())
    .execute()
  await schema.createIndex('sources_by_name').ifNotExists().on('sources').column('name').execute()
  await schema
    .createTable('lake_files')
    .ifNotExists()
    .addColumn('path', 'text', (column) => column.primaryKey())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('row_count', 'bigint', (column) => column.notNull())
    .addColumn('size_bytes', 'bigint', (column) => column.notNull())
    .addColumn('min_ms', 'bigint', (column) => column.notNull())
    .addColumn('max_ms', 'bigint', (column) => column.notNull())
    .execute()
  await schema.createIndex('lake_files_by_day').ifNotExists().on('lake_files').column('day').execute()
  await schema
    .createTable('rejections')
    .ifNotExists()
    .addColumn('source_id', 'integer', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createIndex('rejections_by_source')
    .ifNotExists()
    .on('rejections')
    .column('source_id')
    .execute()
  await schema
    .createTable('overlaps')
    .ifNotExists()
    .addColumn('source_id', 'integer', (column) => column.notNull())
    .addColumn('other_id', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('overlaps_key', ['source_id', 'other_id'])
    .execute()
  await createDerivedTables(state)
  await createIncidentTables(state)
  await createGuardDutyTable(state)
  await createAuditTable(state)
}

async function createDerivedTables({ schema }: StateDatabase): Promise<void> {
  await schema
    .createTable('workspace')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .execute()
  await schema
    .createTable('profile_days')
    .ifNotExists()
    .addColumn('day', 'text', (column) => column.primaryKey())
    .addColumn('basis', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createTable('address_files')
    .ifNotExists()
    .addColumn('path', 'text', (column) => column.primaryKey())
    .addColumn('look_up_key', 'text', (column) => column.notNull())
    .addColumn('row_count', 'bigint', (column) => column.notNull())
    .addColumn('size_bytes', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('addressed_files')
    .ifNotExists()
    .addColumn('path', 'text', (column) => column.primaryKey())
    .execute()
}

/** A number that the database gives. */
const generatedId = (
  state: StateDatabase,
): ['integer' | 'serial', (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder] =>
  isPostgres(state)
    ? ['serial', (column) => column.primaryKey()]
    : ['integer', (column) => column.primaryKey().autoIncrement()]
