import {
  type BehaviourResult,
  type CompiledBehaviour,
  type DetectionScope,
  runBehaviours,
  scopeSql,
} from '#detections/index.ts'
import type { Fragment } from '#store/index.ts'
import type { UpdatedAddresses } from './addresses.ts'
import { upToDateProfiles } from './profiles.ts'
import type { Workspace } from './wire.ts'

/** What departs from habit: the whole lake is the history, the scope says what may be told. */
export async function detectDepartures(
  workspace: Workspace,
  events: Fragment,
  options: {
    readonly behaviours: readonly CompiledBehaviour[]
    readonly addresses: UpdatedAddresses
    readonly scope: DetectionScope
  },
): Promise<BehaviourResult> {
  const { behaviours, addresses, scope } = options
  const profiles = await upToDateProfiles(workspace, addresses.relation, addresses.basis)
  return await runBehaviours({
    engine: workspace.engine,
    behaviours,
    profiles,
    events,
    addresses: addresses.relation,
    scope: scopeSql(scope),
  })
}
