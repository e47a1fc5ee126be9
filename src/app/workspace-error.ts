import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { ToolError } from '#kernel/index.ts'
import { type Untied, workspaceFolder } from '#store/index.ts'

/** The workspace folder cannot be opened or is not there. */
export class WorkspaceError extends ToolError {
  override readonly code = 'WORKSPACE'
}

/** Another process kept the state locked for longer than anybody should. */
export function busyError(error: unknown, root: string): unknown {
  if (!(error instanceof Error) || !/database is locked|due to lock timeout/u.test(error.message))
    return error
  return new WorkspaceError(`Another process keeps the workspace ${root} locked.`, {
    hint: 'Wait until it is through, or end it; then run the same command again. Nothing that was committed is lost.',
    cause: error,
  })
}

export function workspaceError(root: string, error: unknown): unknown {
  const cause = busyError(error, root)
  if (cause instanceof ToolError) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new WorkspaceError(`The workspace ${root} cannot be opened: ${reason}`, {
    hint: 'Name a folder that you may write to with --workspace.',
    cause,
  })
}

const missingWorkspace = (root: string): WorkspaceError =>
  new WorkspaceError(`There is no workspace at ${root}.`, {
    hint: 'Read logs first ("trailhound ingest <logs>"), or name another folder with --workspace.',
  })

/** Whoever only asks is told what is missing, before anything is made. */
export function refuseMissing(root: string, state: string | null): void {
  const { stateFile, idFile, events } = workspaceFolder(root)
  if (existsSync(state === null ? stateFile : events)) return
  if (!existsSync(idFile)) throw missingWorkspace(root)
  throw new WorkspaceError(`The state of the workspace ${root} is not in its folder.`, {
    hint: 'Name the settings it was made with (--config): they say in which database its state is.',
  })
}

/** Going on would take the files of a lake for those that a dead process left. */
export function untiedError(
  { inFolder, inState }: Untied,
  root: string,
  state: string | null,
): WorkspaceError {
  const place =
    state === null ? `its ${basename(workspaceFolder(root).stateFile)}` : 'the PostgreSQL database'
  return new WorkspaceError(
    `The workspace ${root} and ${place} do not belong together: ${String(inFolder)} files are in the folder, ${String(inState)} in the list of that state. Nothing was changed.`,
    {
      hint: 'Name the settings that the workspace was made with (--config), or another folder to begin anew (--workspace).',
    },
  )
}

/** The connection string is not repeated: it may hold a password. */
export function unreachableState(cause: unknown): WorkspaceError {
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : String(cause)
  return new WorkspaceError(`The PostgreSQL database of the state cannot be used: ${reason}`, {
    hint: 'Check "state" in the settings; docs/settings.md says what the string may leave out.',
    cause,
  })
}
