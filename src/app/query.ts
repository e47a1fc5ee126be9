import { addressesRelation } from './addresses.ts'
import { lakeEvents } from './lake.ts'
import type { Workspace } from './wire.ts'

/** Rows and time that one query may take unless the caller says otherwise. */
export const QUERY_LIMITS = { maxRows: 1000, timeoutMs: 300_000 } as const

/** Answers one SQL query over the lake's tables `events` and `addresses`; it can read nothing else, and write nothing. */
export async function queryLake(
  workspace: Workspace,
  text: string,
  limits: { readonly maxRows: number; readonly timeoutMs: number },
): Promise<Awaited<ReturnType<Workspace['userQuery']>>> {
  const tables = new Map([
    ['events', await lakeEvents(workspace)],
    ['addresses', await addressesRelation(workspace)],
  ])
  return await workspace.userQuery(text, tables, limits)
}
