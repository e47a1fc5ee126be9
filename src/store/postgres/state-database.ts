import { Kysely, PostgresDialect, type PostgresPoolClient, sql } from 'kysely'
import { Pool, type PoolClient, TypeOverrides, types } from 'pg'
import {
  createStateTables,
  STATE_TABLES,
  type StateDatabase,
  type StateTables,
} from '../state/state-schema.ts'
import { storable } from '../state/storable.ts'
import { writeTransaction } from '../state/write-transaction.ts'

/** How long a writer waits for another process's transaction: commits of large units take seconds. */
const LOCK_TIMEOUT_MS = 120_000
const CONNECT_TIMEOUT_MS = 15_000
const MOST_CONNECTIONS = 2

/** bigint and numeric: counts, sizes and times, all of which a double holds. */
const NUMBERS = [types.builtins.INT8, types.builtins.NUMERIC] as const

/**
 * The state in PostgreSQL; tables are made when missing, in the first schema of the search path. A workspace has a database or schema of its own.
 *
 * @param connection - `postgresql://…`; what it leaves out comes from PostgreSQL's own variables and password file.
 */
export async function openPostgresState(connection: string): Promise<StateDatabase> {
  const pool = new Pool({
    connectionString: connection,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    types: numbersAsNumbers(),
  })
  // A connection that is lost while nobody uses it is opened anew.
  pool.on('error', () => undefined)
  const state = new Kysely<StateTables>({
    dialect: new PostgresDialect({
      pool: {
        connect: async () => storing(await pool.connect()),
        end: async () => pool.end(),
      },
    }),
  })
  try {
    // Whoever only asks must not wait for whoever writes.
    if (!(await hasAllTables(state))) await writeTransaction(state, createStateTables)
  } catch (error) {
    await state.destroy()
    throw error
  }
  return state
}

/** Tables are made all at once, and with their indexes. */
async function hasAllTables(state: StateDatabase): Promise<boolean> {
  const found = await sql<{ readonly name: string }>`select table_name as name from information_schema.tables
    where table_schema = current_schema()`.execute(state)
  const names = new Set(found.rows.map(({ name }) => name))
  return Object.keys(STATE_TABLES).every((name) => names.has(name))
}

function numbersAsNumbers(): TypeOverrides {
  const overrides = new TypeOverrides()
  for (const id of NUMBERS) overrides.setTypeParser(id, Number)
  return overrides
}

/** Clients of the pool that have been seen to. */
const STORING = new WeakSet<PoolClient>()

/** PostgreSQL knows neither the character 0 nor half a surrogate pair, and names in zips and logs may hold both. */
function storing(client: PoolClient): PostgresPoolClient {
  if (STORING.has(client)) return client
  STORING.add(client)
  const query = client.query.bind(client)
  return Object.assign(client, {
    query: async (text: string, values: readonly unknown[] = []) =>
      query(
        text,
        values.map((value) => (typeof value === 'string' ? storable(value) : value)),
      ),
  })
}
