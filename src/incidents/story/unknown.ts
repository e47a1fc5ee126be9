import { DAY_MS, plainCount } from '#kernel/index.ts'
import type { Begotten } from '../lineage/begotten.ts'
import { isLongTermKey } from '../long-term-key.ts'
import type { LakeFacts } from './read-lake.ts'
import type { Owner } from './read-owners.ts'
import type { Whereabouts } from './read-places.ts'
import type { Damage } from './story.ts'
import { brief, counted, listed, spanned } from './words.ts'

export interface UnknownInputs {
  readonly lake: LakeFacts
  readonly intruder: readonly Whereabouts[]
  readonly owners: readonly Owner[]
  readonly begotten: readonly Begotten[]
  readonly damage: Damage
  /** Touched by its events. */
  readonly accountIds: readonly string[]
  readonly eventCount: number
  /** Ids that an incident names at most. */
  readonly mostEventIds: number
}

const ENOUGH_HISTORY_MS = 7 * DAY_MS
const MOST_GAPS = 3

/** Sentences: what the logs cannot show of this incident, and why. */
export function unknownOf(inputs: UnknownInputs): readonly string[] {
  const { intruder, damage, eventCount, mostEventIds, lake } = inputs
  const firstMs = Math.min(...intruder.map((one) => one.firstMs))
  const lastMs = Math.max(...intruder.map((one) => one.lastMs))
  return [
    ...dataEvents(inputs),
    ...regions(inputs),
    ...silences(inputs, { firstMs, lastMs }),
    ...history(inputs, firstMs),
    ...parentless(inputs),
    ...(damage.read.some(({ kind }) => kind === 'secret' || kind === 'parameter')
      ? [
          'CloudTrail says which secrets and parameters were read, not what they held, nor where they were used outside AWS.',
        ]
      : []),
    ...(lastMs >= lake.lastMs - DAY_MS
      ? ['The incident goes on to the last day of the logs: what came after is not in them.']
      : []),
    ...(eventCount > mostEventIds
      ? [
          `The incident has ${plainCount(eventCount)} events; only the first ${plainCount(mostEventIds)} are named by id.`,
        ]
      : []),
  ]
}

function dataEvents({ lake, accountIds }: UnknownInputs): readonly string[] {
  const lacking = (has: (held: LakeFacts['held'][number]) => boolean): readonly string[] =>
    accountIds.filter((id) => !lake.held.some((held) => held.accountId === id && has(held)))
  const objects = lacking(({ hasObjectEvents }) => hasObjectEvents)
  const tables = lacking(({ hasTableEvents }) => hasTableEvents)
  const functions = lacking(({ hasInvocations }) => hasInvocations)
  return [
    ...(objects.length > 0
      ? [
          `No S3 data events in ${accounts(objects)}: which objects were read, written or deleted there cannot be seen.`,
        ]
      : []),
    ...(tables.length > 0
      ? [`No DynamoDB data events in ${accounts(tables)}: what was read from tables there cannot be seen.`]
      : []),
    ...(functions.length > 0
      ? [`No Lambda data events in ${accounts(functions)}: which functions ran there cannot be seen.`]
      : []),
  ]
}

const accounts = (ids: readonly string[]): string =>
  `${ids.length === 1 ? 'account' : 'accounts'} ${listed(ids.map(brief), 5)}`

/** A region that the organisation uses in one account and has no logs of in another that was touched. */
function regions({ lake, accountIds }: UnknownInputs): readonly string[] {
  const all = new Set(lake.held.map(({ region }) => region).filter((region) => region !== ''))
  return accountIds.flatMap((id) => {
    const own = new Set(lake.held.filter(({ accountId }) => accountId === id).map(({ region }) => region))
    if (own.size === 0) return [`No logs of account ${brief(id)} itself: only what others' logs tell of it.`]
    const lacking = [...all].filter((region) => !own.has(region)).toSorted()
    return lacking.length === 0
      ? []
      : [
          `Account ${brief(id)} has no events in ${listed(lacking, 6)}: nothing happened there, or its logs are not here.`,
        ]
  })
}

function silences(
  { lake, accountIds }: UnknownInputs,
  { firstMs, lastMs }: { readonly firstMs: number; readonly lastMs: number },
): readonly string[] {
  const met = lake.silences.filter(
    ({ accountId, fromMs, toMs }) => accountIds.includes(accountId) && fromMs <= lastMs && toMs >= firstMs,
  )
  const told = met
    .slice(0, MOST_GAPS)
    .map(
      ({ accountId, region, fromMs, toMs }) =>
        `No events at all of account ${brief(accountId)} in ${brief(region)} ${spanned(fromMs, toMs)}, during the incident: nothing happened there, or a gap in delivery hides it.`,
    )
  return met.length <= MOST_GAPS
    ? told
    : [...told, `${counted(met.length - MOST_GAPS, 'more gap')} of this kind during the incident.`]
}

function history({ lake, owners, intruder, begotten }: UnknownInputs, firstMs: number): readonly string[] {
  const before = firstMs - lake.firstMs
  const made = new Set(begotten.filter(({ kind }) => kind === 'principal').map(({ child }) => child))
  const strangers = intruder.filter(
    ({ principal }) =>
      !made.has(principal) && !owners.some((owner) => owner.principal === principal && owner.daysBefore > 0),
  )
  return [
    ...(before < ENOUGH_HISTORY_MS
      ? [
          `The logs begin ${counted(Math.max(0, Math.floor(before / DAY_MS)), 'day')} before the incident: too short to know what is usual, or whether it began earlier.`,
        ]
      : []),
    ...(strangers.length > 0
      ? [
          `Nothing of ${counted(strangers.length, 'principal')} before the incident: what is usual for ${strangers.length === 1 ? 'it' : 'them'} cannot be told.`,
        ]
      : []),
  ]
}

/** A temporary credential that no call in the logs handed out. */
function parentless({ intruder, begotten }: UnknownInputs): readonly string[] {
  const begot = new Set(begotten.map(({ child }) => child))
  // Whoever signs in to the console acts by keys that no call hands out.
  const others = intruder.filter(({ principal }) => !begot.has(principal))
  const orphans = [...new Set(others.flatMap(({ accessKeys }) => accessKeys))].filter(
    (key) => !isLongTermKey(key) && !begot.has(key),
  )
  if (orphans.length === 0) return []
  return [
    `How ${counted(orphans.length, 'temporary credential')} (${listed(orphans.map(brief))}) came to the intruder is not among the calls of this incident.`,
  ]
}
