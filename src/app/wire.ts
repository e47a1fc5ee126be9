import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { type AwsOptions, type CallAws, openAws } from '#aws/index.ts'
import type { Clock } from '#kernel/index.ts'
import { openDuckdb } from '#store/duckdb/engine.ts'
import { runUserQuery, type UserQueryResult } from '#store/duckdb/user-query.ts'
import {
  type Engine,
  type Fragment,
  openWorkspaceFolder,
  ownerFolder,
  type StateDatabase,
  tieWorkspace,
  type WorkspaceFolder,
} from '#store/index.ts'
import { openStateDatabase } from '#store/sqlite/state-database.ts'
import { diskError } from './ingest/ingest-errors.ts'
import type { Settings } from './settings.ts'
import { refuseMissing, unreachableState, untiedError, workspaceError } from './workspace-error.ts'

/** An open workspace with everything that use cases touch. Must be closed. */
export interface Workspace {
  readonly folder: WorkspaceFolder
  readonly state: StateDatabase
  readonly engine: Engine
  readonly clock: Clock
  readonly threads: number
  /** Somebody's own SQL over these tables, walled in. */
  userQuery(
    text: string,
    tables: ReadonlyMap<string, Fragment>,
    limits: { readonly maxRows: number; readonly timeoutMs: number },
  ): Promise<UserQueryResult>
  /** Makes what the engines are doing fail at once; the workspace can be closed then. */
  interrupt(): void
  close(): Promise<void>
}

/** Threads beyond this share one disk and help no more. */
const MOST_THREADS = 8

/**
 * The one place where ports meet adapters.
 *
 * @param mustExist - whoever only asks must not be told "nothing" by a workspace that was made for the question.
 */
export async function openWorkspace(root: string, settings: Settings, mustExist = false): Promise<Workspace> {
  if (mustExist) refuseMissing(root, settings.state)
  const threads = settings.threads > 0 ? settings.threads : Math.min(availableParallelism(), MOST_THREADS)
  try {
    const folder = openWorkspaceFolder(resolve(root))
    const state = await openTiedState(folder, settings)
    const memory = `${String(Math.ceil(settings.engineMemory / 2 ** 20))}MiB`
    const spillFolder = join(folder.spill, ownerFolder())
    const stopped = new AbortController()
    const { signal } = stopped
    const engine = await openDuckdb({ threads, memory, spillFolder })
    return {
      folder,
      state,
      engine,
      clock: { nowMs: () => Date.now() },
      threads,
      userQuery: (text, tables, limits) =>
        runUserQuery(text, {
          tables,
          folders: [folder.events, folder.addresses],
          spillFolder,
          threads,
          memory,
          signal,
          ...limits,
        }),
      interrupt() {
        stopped.abort()
        engine.interrupt()
      },
      async close() {
        await engine.close()
        await state.destroy()
        rmSync(spillFolder, { recursive: true, force: true })
      },
    }
  } catch (cause) {
    throw workspaceError(root, diskError(cause, root))
  }
}

/** AWS's own APIs, for the one verb that asks them. */
export type AwsApi = CallAws
export const openAwsApi = (options: AwsOptions): AwsApi => openAws(options)

/** A state that is not this folder's would have the files of its lake swept away. */
async function openTiedState(folder: WorkspaceFolder, settings: Settings): Promise<StateDatabase> {
  const state = await openState(folder, settings)
  try {
    const untied = await tieWorkspace(folder, state)
    if (untied !== undefined) throw untiedError(untied, folder.root, settings.state)
    return state
  } catch (error) {
    await state.destroy()
    throw error
  }
}

/** PostgreSQL's client is loaded only where it is used. */
async function openState(folder: WorkspaceFolder, { state }: Settings): Promise<StateDatabase> {
  if (state === null) return await openStateDatabase(folder.stateFile)
  const { openPostgresState } = await import('#store/postgres/state-database.ts')
  try {
    return await openPostgresState(state)
  } catch (cause) {
    throw unreachableState(cause)
  }
}
