import type { StateDatabase } from './state-schema.ts'

/** Of the two databases that may hold the state, only PostgreSQL makes tables within a transaction, as Kysely has it. */
export const isPostgres = (state: StateDatabase): boolean =>
  state.getExecutor().adapter.supportsTransactionalDdl
