import { type Finding, LEVELS } from '#findings/index.ts'
import { simulate, type TruthRow, writeLogs } from '#simulation/index.ts'
import { updateAddresses } from '../addresses.ts'
import { detectDepartures } from '../behaviours.ts'
import { detect } from '../detect.ts'
import { type IngestProgress, ingest } from '../ingest/ingest.ts'
import { lakeEvents } from '../lake.ts'
import { upToDateProfiles } from '../profiles.ts'
import { readLimitsOf, type Settings } from '../settings.ts'
import type { ProposeOptions } from '../tuning/propose.ts'
import type { Workspace } from '../wire.ts'

/** The smallest organisation and the fewest days in which every attack can happen. */
const REPLAY = { seed: 1, days: 5, startMs: Date.UTC(2026, 0, 5), accounts: 3, scale: 0.03 } as const
const FILE_MINUTES = 720
const EVERYTHING = { sourceIds: undefined, fromMs: undefined, toMs: undefined, accounts: [], regions: [] }
/** What incidents are made of. */
const GRAVE = LEVELS.indexOf('medium')

export interface Replaying {
  readonly settings: Settings
  /** Where the made-up logs are written: not in the workspace. */
  readonly logs: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: IngestProgress) => void
}

/** Plants every known attack in a made-up organisation, and reads its logs into an empty workspace. */
export async function replayAttacks(
  workspace: Workspace,
  { settings, logs, signal, onProgress }: Replaying,
): Promise<readonly TruthRow[]> {
  const simulation = simulate({ ...REPLAY, attacks: 'all', ordinary: false })
  writeLogs(simulation.events(), logs, { seed: REPLAY.seed, fileMinutes: FILE_MINUTES })
  await ingest([logs], workspace, {
    limits: readLimitsOf(settings),
    workerCount: workspace.threads,
    signal,
    onProgress,
  })
  return simulation.truth().filter(({ kind }) => kind === 'attack')
}

/** Of each attack, by its id, the findings that would raise it: of medium level or above, with an event of it. */
export type Sight = ReadonlyMap<string, readonly Finding[]>

/** What rules and settings see of the attacks. */
export async function lookAt(
  workspace: Workspace,
  attacks: readonly TruthRow[],
  { settings, rules }: ProposeOptions,
): Promise<Sight> {
  const { relation: addresses, basis } = await updateAddresses(workspace, settings)
  const profiles = await upToDateProfiles(workspace, addresses, basis)
  const events = await lakeEvents(workspace)
  const ruled = await detect(workspace, events, { rules, settings, scope: EVERYTHING })
  const { behaviours } = rules
  const departures = await detectDepartures(workspace, events, {
    behaviours,
    addresses,
    profiles,
    scope: EVERYTHING,
  })
  const grave = [...ruled, ...departures.findings].filter(({ level }) => LEVELS.indexOf(level) >= GRAVE)
  return new Map(
    attacks.map((attack) => {
      const own = new Set(attack.eventIds)
      return [attack.id, grave.filter(({ eventIds }) => eventIds.some((id) => own.has(id)))]
    }),
  )
}
