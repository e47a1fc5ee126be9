import { sql } from '#store/index.ts'

/** Kinds of networks where nobody works from who has not chosen to be elsewhere. */
export const HIDING = sql`('hosting', 'vpn', 'tor')`

/** Classes of actors whose credentials AWS gives to a machine. */
export const WORKLOADS = sql`('instance-role', 'function-role')`
