import { join } from 'node:path'
import { makeFolder } from './make-folder.ts'

/** Where things lie in a workspace. */
export interface WorkspaceFolder {
  readonly root: string
  readonly stateFile: string
  /** Which state is this folder's: tie-workspace.ts. */
  readonly idFile: string
  /** Parquet by day: `day=2026-11-24/<unit>.parquet`. */
  readonly events: string
  /** The table `addresses`, in Parquet. */
  readonly addresses: string
  /** What was told of incidents: `<id>-<content>.json.gz`. */
  readonly incidents: string
  /** Files that are being written; nobody reads them. One folder a process. */
  readonly unfinished: string
  /** Where the engine spills what does not fit its memory. One folder a process: the engine names its files alike. */
  readonly spill: string
}

export function workspaceFolder(root: string): WorkspaceFolder {
  return {
    root,
    stateFile: join(root, 'state.sqlite'),
    idFile: join(root, 'workspace-id'),
    events: join(root, 'events'),
    addresses: join(root, 'addresses'),
    incidents: join(root, 'incidents'),
    unfinished: join(root, 'unfinished'),
    spill: join(root, 'spill'),
  }
}

/** Makes what is missing. */
export function openWorkspaceFolder(root: string): WorkspaceFolder {
  const folder = workspaceFolder(root)
  for (const path of [
    root,
    folder.events,
    folder.addresses,
    folder.incidents,
    folder.unfinished,
    folder.spill,
  ])
    makeFolder(path)
  return folder
}
