import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import { createStateTables, type StateDatabase, type StateTables } from '../state/state-schema.ts'

/** How long a writer waits for another process's transaction: commits of large units take seconds. */
const BUSY_TIMEOUT_MS = 120_000

/** @param path - the database file; it is made when missing. */
export async function openStateDatabase(
  path: string,
  busyTimeoutMs = BUSY_TIMEOUT_MS,
): Promise<StateDatabase> {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs })
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  } catch (error) {
    database.close()
    throw error
  }
  const state = new Kysely<StateTables>({
    dialect: new SqliteDialect({ database: asKyselyDatabase(database) }),
  })
  await createStateTables(state)
  return state
}

/** Kysely expects the shape of better-sqlite3; Node's own SQLite differs in how parameters are passed. */
function asKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(text): SqliteStatement {
      const statement = database.prepare(text)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters.map(asInput)),
        run: (parameters) => statement.run(...parameters.map(asInput)),
        iterate: (parameters) => statement.iterate(...parameters.map(asInput)),
      }
    },
  }
}

function asInput(value: unknown): SQLInputValue {
  if (isInput(value)) return value
  throw new TypeError(`SQLite takes no ${typeof value}`)
}

const isInput = (value: unknown): value is SQLInputValue =>
  value === null || ['string', 'number', 'bigint'].includes(typeof value) || ArrayBuffer.isView(value)
