import type { Sql } from 'kysely'
import { isPostgres } from './database-kind.ts'
import type { StateDatabase } from './state-schema.ts'

/**
 * Runs `act` as one transaction that holds the write lock from its beginning: whatever it reads stays true until it ends,
 * for other processes as for this one, whose only connection it has to itself.
 *
 * @throws what `act` throws, once all is undone.
 */
export async function writeTransaction<T>(
  state: StateDatabase,
  act: (connection: StateDatabase) => Promise<T>,
): Promise<T> {
  // Not above: threads that write files come in by this room's door too, and need no database.
  const { sql } = await import('kysely')
  return await state.connection().execute(async (connection) => {
    await begin(connection, sql)
    try {
      const result = await act(connection)
      await sql`commit`.execute(connection)
      return result
    } catch (error) {
      await rollBack(connection, sql)
      throw error
    }
  })
}

/** PostgreSQL has no lock on a whole database: all who write agree on one of their own, which ends with the transaction. */
async function begin(connection: StateDatabase, sql: Sql): Promise<void> {
  if (!isPostgres(connection)) {
    await sql`begin immediate`.execute(connection)
    return
  }
  await sql`begin`.execute(connection)
  try {
    await sql`select pg_advisory_xact_lock(hashtext('trailhound'), hashtext(current_schema()))`.execute(
      connection,
    )
  } catch (error) {
    await sql`rollback`.execute(connection)
    throw error
  }
}

/** SQLite has undone all itself when the disk was full, and then says that there is nothing to undo. */
async function rollBack(connection: StateDatabase, sql: Sql): Promise<void> {
  try {
    await sql`rollback`.execute(connection)
  } catch (error) {
    if (!(error instanceof Error && /no transaction is active/u.test(error.message))) throw error
  }
}
