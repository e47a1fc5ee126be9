import type { Kysely } from 'kysely'
import type { StateTables } from './state-schema.ts'

/** An audit of some accounts, by the snapshot that it looked at. */
export interface AuditRow {
  /** Of the accounts: the same ones have the same. */
  readonly scope: string
  /** When the snapshot was taken; looking at it again replaces what was found. */
  readonly collected_ms: number
  /** JSON: ids. */
  readonly accounts: string
  /** 0 to 100; null: nothing counted. */
  readonly score: number | null
  readonly failed: number
  readonly not_known: number
  /** JSON: what failed, of the newest snapshot of a scope; of older ones `[]`. */
  readonly risks: string
}

/** Makes the table where it is missing. */
export async function createAuditTable({ schema }: Kysely<StateTables>): Promise<void> {
  await schema
    .createTable('audits')
    .ifNotExists()
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('collected_ms', 'bigint', (column) => column.notNull())
    .addColumn('accounts', 'text', (column) => column.notNull())
    .addColumn('score', 'integer')
    .addColumn('failed', 'integer', (column) => column.notNull())
    .addColumn('not_known', 'integer', (column) => column.notNull())
    .addColumn('risks', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audits_key', ['scope', 'collected_ms'])
    .execute()
}
