import { ToolError } from '#kernel/index.ts'

/** The workspace folder cannot be opened or is not there. */
export class WorkspaceError extends ToolError {
  override readonly code = 'WORKSPACE'
}

export function workspaceError(root: string, cause: unknown): unknown {
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
