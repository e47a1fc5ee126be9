import { type DetectionScope, scopeSql } from '#detections/index.ts'
import type { Finding } from '#findings/index.ts'
import { findingOf, isRead, readFinding, tieEvents } from '#guardduty/index.ts'
import { type Fragment, heldGuardDuty } from '#store/index.ts'
import type { Workspace } from './wire.ts'

/** What GuardDuty saw of a scope. */
export interface GuardDutySeen {
  /** The gravest; each once, as last updated. */
  readonly findings: readonly Finding[]
  /** All, but for samples. */
  readonly count: number
  readonly sampleCount: number
  readonly archivedCount: number
}

/** More than anybody reads; the counts beside them are exact. */
const MOST_FINDINGS = 10_000

/** GuardDuty's findings that were given beside the logs, with the events that they are about. */
export async function guardDutySeen(
  { state, engine }: Workspace,
  events: Fragment,
  scope: DetectionScope,
): Promise<GuardDutySeen> {
  const { rows, count, sampleCount, archivedCount } = await heldGuardDuty(state, scope, MOST_FINDINGS)
  const read = rows.map(({ json }) => readFinding(json)).filter(isRead)
  const tied = await tieEvents(engine, read, { events, scope: scopeSql(scope) })
  return {
    findings: read.map((finding, n) => findingOf(finding, tied.get(n))),
    count,
    sampleCount,
    archivedCount,
  }
}
