import type { Kysely } from 'kysely'
import type { StateTables } from './state-schema.ts'

/** An incident as it was last told, and what people made of it. */
export interface IncidentRow {
  readonly id: string
  readonly severity: string
  readonly score: number
  /** Holds text from the logs. */
  readonly title: string
  readonly first_ms: number
  readonly last_ms: number
  readonly detected_ms: number
  readonly event_count: number
  /** `open` `acknowledged` `closed` */
  readonly status: string
  /** Of a closed one: `true-positive` `false-positive` `benign`. */
  readonly resolution: string | null
  /** The incident that it turned out to be a part of; what is told of it since then is told there. */
  readonly merged_into: string | null
  /** When it was first told, and last. */
  readonly created_ms: number
  readonly told_ms: number
  /** 1 where it was last told by all of the logs. */
  readonly is_whole: number
  /** The file that holds all of it, relative to the workspace folder, and its SHA-256 before compression. */
  readonly document: string
  readonly document_sha256: string
}

/** Long-term keys of an incident. */
export interface IncidentKeyRow {
  readonly incident_id: string
  readonly access_key: string
}

/** What happened to an incident, and who did it: nothing here is ever changed. */
export interface IncidentHistoryRow {
  readonly incident_id: string
  /** From 1 on, by incident. */
  readonly nth: number
  readonly at_ms: number
  /** A person, or this tool. */
  readonly who: string
  /** `told` `merged` `acknowledged` `closed` `reopened` `noted` */
  readonly act: string
  readonly resolution: string | null
  readonly text: string
}

/** Makes the tables of incidents where they are missing. */
export async function createIncidentTables({ schema }: Kysely<StateTables>): Promise<void> {
  await schema
    .createTable('incidents')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('score', 'double precision', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('first_ms', 'bigint', (column) => column.notNull())
    .addColumn('last_ms', 'bigint', (column) => column.notNull())
    .addColumn('detected_ms', 'bigint', (column) => column.notNull())
    .addColumn('event_count', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('resolution', 'text')
    .addColumn('merged_into', 'text')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('told_ms', 'bigint', (column) => column.notNull())
    .addColumn('is_whole', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('document_sha256', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createTable('incident_keys')
    .ifNotExists()
    .addColumn('incident_id', 'text', (column) => column.notNull())
    .addColumn('access_key', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('incident_keys_key', ['incident_id', 'access_key'])
    .execute()
  await schema
    .createTable('incident_history')
    .ifNotExists()
    .addColumn('incident_id', 'text', (column) => column.notNull())
    .addColumn('nth', 'integer', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('resolution', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('incident_history_key', ['incident_id', 'nth'])
    .execute()
}
