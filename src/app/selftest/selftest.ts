import { filtersOf, type RuleSet } from '#detections/index.ts'
import { type Exception, isExpired } from '#findings/index.ts'
import type { SelftestReport } from '#outputs/index.ts'
import { loadRules } from '../rule-files.ts'
import { DEFAULT_SETTINGS, type Settings } from '../settings.ts'
import type { Workspace } from '../wire.ts'
import { fittingSettings, judgesAlike } from './fitting-settings.ts'
import { lost, lostToExceptions, lostToFilters, lostToSettings } from './lost-attacks.ts'
import { lookAt, type Replaying, replayAttacks, type Sight } from './replay.ts'

export interface SelftestOptions extends Replaying {
  /** Folders and files of rules beside ours. */
  readonly folders: readonly string[]
  /** Expired ones count for nothing. */
  readonly exceptions: readonly Exception[]
}

/**
 * Replays known attacks: which of those that our own rules see are seen no more with these settings, rules, filters and exceptions,
 * also where the thief acts as those whom they name.
 *
 * @param workspace - an empty one, for this alone.
 */
export async function selftest(workspace: Workspace, options: SelftestOptions): Promise<SelftestReport> {
  const { settings } = options
  const rulesWith = (asked: Settings): RuleSet => loadRules(asked, options.folders)
  const rules = rulesWith(settings)
  const attacks = await replayAttacks(workspace, options)
  const look = async (asked: { readonly settings: Settings; readonly rules: RuleSet }): Promise<Sight> => {
    options.signal.throwIfAborted()
    return await lookAt(workspace, attacks, asked)
  }
  const ours = loadRules(DEFAULT_SETTINGS, [])
  const own = new Set(filtersOf(ours).map(({ file }) => file))
  const filters = filtersOf(rules).filter(({ file }) => !own.has(file))
  const baseline = await look({ settings: DEFAULT_SETTINGS, rules: ours })
  const isOurs =
    judgesAlike(settings, DEFAULT_SETTINGS) && sizeOf(rules) === sizeOf(ours) && filters.length === 0
  const current = isOurs ? baseline : await look({ settings, rules })
  const looking = { attacks, settings, rules, rulesWith, current, look }
  const nowMs = workspace.clock.nowMs()
  const holding = options.exceptions.filter((one) => !isExpired(one, nowMs))
  const isSeen = ({ id }: { readonly id: string }): boolean => (baseline.get(id) ?? []).length > 0
  const as = { kind: 'configuration' as const, names: [], isInside: false }
  return {
    seen: attacks.filter(isSeen).length,
    notSeen: attacks.filter((one) => !isSeen(one)).map(({ id, name, rows }) => ({ id, name, rows })),
    tried: {
      exceptions: holding.length,
      expired: options.exceptions.length - holding.length,
      filters: filters.length,
      settings: fittingSettings(settings, attacks).flatMap(({ names }) => names),
    },
    lost: [
      ...lost(attacks, { before: baseline, after: current, cause: as }),
      ...lostToExceptions(looking, holding),
      ...(await lostToFilters(looking, filters)),
      ...(await lostToSettings(looking)),
    ],
  }
}

const sizeOf = ({ rules, correlations, behaviours }: RuleSet): number =>
  rules.length + correlations.length + behaviours.length
