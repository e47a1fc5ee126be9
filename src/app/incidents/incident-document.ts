import type { Known, Telling } from '#incidents/index.ts'
import { isRecord } from '#kernel/index.ts'
import type { ToldIncident } from '#outputs/index.ts'
import { type IncidentRow, readDocument } from '#store/index.ts'
import type { Workspace } from '../wire.ts'

/** To be raised whenever a story, an incident or a finding has other parts than before: what older versions wrote is not read then. */
const SCHEMA_VERSION = 1

/** What the workspace keeps of an incident beside its row: all that was told, and by what it will be recognised. */
export interface IncidentDocument extends Telling {
  readonly schemaVersion: typeof SCHEMA_VERSION
  readonly tool: ToldIncident['tool']
  readonly known: Known
}

export function incidentDocument(
  telling: Telling,
  known: Known,
  tool: ToldIncident['tool'],
): IncidentDocument {
  const { incident, story, findings } = telling
  return { schemaVersion: SCHEMA_VERSION, tool, known, incident, story, findings }
}

/** @returns undefined where it is gone, or was written by a version that told other things. */
export function readIncidentDocument(
  { folder }: Workspace,
  { document, document_sha256 }: Pick<IncidentRow, 'document' | 'document_sha256'>,
): IncidentDocument | undefined {
  const value = readDocument(folder, { path: document, sha256: document_sha256 })
  return isDocument(value) ? value : undefined
}

/** Its hash stands in the state: it is what this tool wrote, and only the version must be asked. */
const isDocument = (value: unknown): value is IncidentDocument =>
  isRecord(value) && value['schemaVersion'] === SCHEMA_VERSION
