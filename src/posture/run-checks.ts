import { LEVELS, type Level } from '#findings/index.ts'
import type { Check, Outcome, Place } from './check.ts'
import { CHECKS } from './checks/catalogue.ts'
import { REGION, type Region } from './snapshot/region.ts'
import type { AccountSnapshot, Snapshot } from './snapshot/snapshot.ts'

/** One outcome with where and by which check. */
export interface CheckOutcome {
  readonly check: Check
  readonly accountId: string
  /** Undefined for what is about the whole account. */
  readonly region: string | undefined
  readonly level: Level
  readonly outcome: Outcome
}

export interface Context extends Omit<Place, 'account' | 'nowMs' | 'ownAccounts'> {
  /** Ids of one's own accounts beside those of the snapshot. */
  readonly otherAccounts: readonly string[]
}

const ORDER = ['failed', 'notKnown', 'passed', 'notApplicable'] as const

/** Every check on every account and region of a snapshot: what failed first, the gravest of it first. */
export const runChecks = (snapshot: Snapshot, context: Context): readonly CheckOutcome[] =>
  placesOf(snapshot, context)
    .flatMap((place) => CHECKS.flatMap((check) => runCheck(check, place)))
    .toSorted(gravestFirst)

/** The accounts of a snapshot with what else is known. */
export function placesOf(snapshot: Snapshot, { otherAccounts, ...context }: Context): readonly Place[] {
  const ownAccounts = new Set([...snapshot.accounts.map(({ accountId }) => accountId), ...otherAccounts])
  const nowMs = Date.parse(snapshot.collectedAt)
  return snapshot.accounts.map((account) => ({ ...context, account, nowMs, ownAccounts }))
}

function runCheck(check: Check, place: Place): readonly CheckOutcome[] {
  const told = (outcome: Outcome, region?: string): CheckOutcome => ({
    check,
    accountId: place.account.accountId,
    region,
    level: outcome.level ?? check.level,
    outcome,
  })
  if (check.scope === 'account') return check.look(place).map((outcome) => told(outcome))
  return regionsOf(place.account).flatMap((region) =>
    check.look({ ...place, region }).map((outcome) => told(outcome, region.RegionName)),
  )
}

/** A region that is switched on and was not looked at is not known, rather than left out. */
function regionsOf({ regions, enabledRegions }: AccountSnapshot): readonly Region[] {
  const seen = new Set(regions.map(({ RegionName }) => RegionName))
  const enabled = 'value' in enabledRegions ? enabledRegions.value : []
  const unseen = enabled.filter((name) => !seen.has(name)).map((name) => REGION.parse({ RegionName: name }))
  return [...regions, ...unseen]
}

function gravestFirst(a: CheckOutcome, b: CheckOutcome): number {
  return (
    ORDER.indexOf(a.outcome.result) - ORDER.indexOf(b.outcome.result) ||
    LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) ||
    CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check)
  )
}
