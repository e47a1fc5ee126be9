import { ToolError } from '#kernel/index.ts'

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

export const missingWorkspace = (root: string): WorkspaceError =>
  new WorkspaceError(`There is no workspace at ${root}.`, {
    hint: 'Read logs first ("trailhound ingest <logs>"), or name another folder with --workspace.',
  })

/** The connection string is not repeated: it may hold a password. */
export function unreachableState(cause: unknown): WorkspaceError {
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : String(cause)
  return new WorkspaceError(`The PostgreSQL database of the state cannot be used: ${reason}`, {
    hint: 'Check "state" in the settings; docs/settings.md says what the string may leave out.',
    cause,
  })
}
