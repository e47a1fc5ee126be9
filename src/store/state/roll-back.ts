import { sql } from 'kysely'
import type { StateDatabase } from './state-schema.ts'

/** Undoes the open transaction. SQLite has done so itself after a full disk, and then says that there is none. */
export async function rollBack(connection: StateDatabase): Promise<void> {
  try {
    await sql`rollback`.execute(connection)
  } catch (error) {
    if (!(error instanceof Error && /no transaction is active/u.test(error.message))) throw error
  }
}
