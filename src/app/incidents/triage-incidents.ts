import { afterAct, type TriageAct } from '#incidents/index.ts'
import { UsageError } from '#kernel/index.ts'
import type { TriagedIncident } from '#outputs/index.ts'
import { type StateDatabase, writeTransaction } from '#store/index.ts'
import type { Workspace } from '../wire.ts'
import { findIncident } from './find-incident.ts'
import { type Act, addHistory } from './history.ts'
import { triageOf } from './incident-row.ts'
import { triagedIncident } from './triaged-incident.ts'

export interface TriageAsked {
  /** Ids, or their beginnings. */
  readonly ids: readonly string[]
  readonly act: TriageAct
  /** Who says so. */
  readonly who: string
  /** Reason or note. */
  readonly text: string
}

const MOST_TEXT = 10_000
const MOST_WHO = 200

const ACT_NAMES: Readonly<Record<TriageAct['kind'], Act>> = {
  acknowledge: 'acknowledged',
  close: 'closed',
  reopen: 'reopened',
  note: 'noted',
}

/**
 * Writes down what somebody makes of incidents: of all that are named, or of none.
 *
 * @throws UsageError where an id names none or several, or the act makes no sense for one of them.
 */
export async function triageIncidents(
  { state, clock }: Workspace,
  { ids, act, who, text }: TriageAsked,
): Promise<readonly TriagedIncident[]> {
  if (text.length > MOST_TEXT || who.length > MOST_WHO) {
    throw new UsageError(`A note holds ${String(MOST_TEXT)} characters, a name ${String(MOST_WHO)}.`, {
      hint: 'Keep the rest elsewhere, and name the place.',
    })
  }
  return await writeTransaction(state, async (connection) => {
    const done: TriagedIncident[] = []
    for (const id of ids) {
      const entry = { atMs: clock.nowMs(), who, act: ACT_NAMES[act.kind], text }
      done.push(await triageOne(connection, id, { act, entry }))
    }
    return done
  })
}

interface Said {
  readonly act: TriageAct
  readonly entry: { readonly atMs: number; readonly who: string; readonly act: Act; readonly text: string }
}

async function triageOne(state: StateDatabase, text: string, { act, entry }: Said): Promise<TriagedIncident> {
  const { row } = await findIncident(state, text)
  const before = triageOf(row)
  const after = afterAct(before, act)
  if (after === undefined) {
    throw new UsageError(`${row.id} is ${before.status} already.`, {
      hint:
        before.status === 'closed'
          ? `trailhound incident reopen ${row.id} opens it again.`
          : `trailhound incident note ${row.id} "…" adds what you have to say.`,
    })
  }
  const set = { status: after.status, resolution: after.resolution ?? null }
  await state.updateTable('incidents').set(set).where('id', '=', row.id).execute()
  const resolution = act.kind === 'close' ? act.resolution : undefined
  await addHistory(state, row.id, { ...entry, resolution })
  return await triagedIncident(state, { ...row, ...set })
}
