import type { StateDatabase } from './state-schema.ts'

/** A finding of GuardDuty's as one source object had it: its newest update there. */
export interface GuardDutyRow {
  readonly source_id: number
  readonly account_id: string
  readonly finding_id: string
  readonly updated_ms: number
  readonly severity: number
  readonly region: string | null
  readonly first_ms: number
  readonly last_ms: number
  /** 0 or 1. */
  readonly archived: number
  /** 0 or 1. */
  readonly sample: number
  /** As it was read. */
  readonly json: string
}

/** Rows of one statement: SQLite takes some thousands of parameters. */
const ROWS_AT_ONCE = 100

export async function createGuardDutyTable({ schema }: StateDatabase): Promise<void> {
  await schema
    .createTable('guardduty_findings')
    .ifNotExists()
    .addColumn('source_id', 'integer', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('finding_id', 'text', (column) => column.notNull())
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .addColumn('severity', 'real', (column) => column.notNull())
    .addColumn('region', 'text')
    .addColumn('first_ms', 'bigint', (column) => column.notNull())
    .addColumn('last_ms', 'bigint', (column) => column.notNull())
    .addColumn('archived', 'integer', (column) => column.notNull())
    .addColumn('sample', 'integer', (column) => column.notNull())
    .addColumn('json', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('guardduty_findings_key', ['source_id', 'account_id', 'finding_id'])
    .execute()
}

/** Keeps them; of two updates of one finding in one source the newer one stays, whichever came first. */
export async function recordGuardDuty(rows: readonly GuardDutyRow[], state: StateDatabase): Promise<void> {
  // Not above: the threads that read logs enter this room too, and do without Kysely.
  const { sql } = await import('kysely')
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await state
      .insertInto('guardduty_findings')
      .values(newestOf(rows.slice(at, at + ROWS_AT_ONCE)))
      .onConflict((conflict) =>
        conflict
          .columns(['source_id', 'account_id', 'finding_id'])
          .doUpdateSet((row) => ({
            updated_ms: row.ref('excluded.updated_ms'),
            severity: row.ref('excluded.severity'),
            region: row.ref('excluded.region'),
            first_ms: row.ref('excluded.first_ms'),
            last_ms: row.ref('excluded.last_ms'),
            archived: row.ref('excluded.archived'),
            sample: row.ref('excluded.sample'),
            json: row.ref('excluded.json'),
          }))
          .where(
            sql<boolean>`(excluded.updated_ms, -excluded.archived, excluded.json) >
              (guardduty_findings.updated_ms, -guardduty_findings.archived, guardduty_findings.json)`,
          ),
      )
      .execute()
  }
}

/** PostgreSQL refuses a statement that changes one row twice. */
function newestOf(rows: readonly GuardDutyRow[]): readonly GuardDutyRow[] {
  const newest = new Map<string, GuardDutyRow>()
  for (const row of rows) {
    const key = JSON.stringify([row.source_id, row.account_id, row.finding_id])
    const known = newest.get(key)
    if (known === undefined || isNewer(row, known)) newest.set(key, row)
  }
  return [...newest.values()]
}

/** Of two with one time the one that is not archived; then any, but always the same. */
function isNewer(one: GuardDutyRow, other: GuardDutyRow): boolean {
  if (one.updated_ms !== other.updated_ms) return one.updated_ms > other.updated_ms
  if (one.archived !== other.archived) return one.archived < other.archived
  return one.json > other.json
}
