import { textAt, textsAt } from '../json-path.ts'
import type { Call } from '../read-calls.ts'
import type { ObjectCalls } from '../read-objects.ts'
import type { Harm } from '../story.ts'
import { TAKEN } from './effects-done.ts'
import { anyName, harmOf, summed, textsOf } from './harms.ts'
import { isReading, objectHarm } from './read.ts'

/** Kinds of thing whose giving away is access for somebody, and no data that left. */
const ACCESS = new Set([
  'role',
  'user',
  'group',
  'policy',
  'security-group',
  'service',
  'vpc',
  'link',
  'organization',
])

/**
 * What left, or was given to others.
 *
 * @param ownAccounts - accounts that are no strangers.
 */
export function whatWasTaken(
  calls: readonly Call[],
  objects: readonly ObjectCalls[],
  ownAccounts: ReadonlySet<string>,
): readonly Harm[] {
  const given = calls.flatMap((call) => givenBy(call, ownAccounts))
  const carried = objects
    .filter(({ name, bytesOut }) => isReading(name) && (bytesOut ?? 0) > 0)
    .map((one) => ({ ...objectHarm(one), to: one.address }))
  return summed([...given, ...carried])
}

function givenBy(call: Call, ownAccounts: ReadonlySet<string>): readonly Harm[] {
  const table = TAKEN[`${call.service}:${call.name}`]
  const kind = table?.kind ?? textAt(call.facts, 'target_kind')
  if (kind === undefined || ACCESS.has(kind)) return []
  const destination = textAt(call.facts, 'destination')
  const receivers = receiversOf(call, ownAccounts)
  if (receivers.length === 0 && !isSent(call)) return []
  const [name = anyName(call)] = textsOf(call, table?.what ?? [])
  return (receivers.length === 0 ? [destination ?? null] : receivers).map((to) =>
    harmOf(call, { kind, what: name, to }),
  )
}

const isSent = ({ service, name, danger, facts }: Call): boolean =>
  TAKEN[`${service}:${name}`] !== undefined ||
  (danger === 'exfiltration' && textAt(facts, 'destination') !== undefined)

function receiversOf({ facts }: Call, ownAccounts: ReadonlySet<string>): readonly string[] {
  const destination = textAt(facts, 'destination')
  const strangers = textsAt(facts, 'accounts').filter((account) => !ownAccounts.has(account))
  const named = strangers.map((account) =>
    destination === undefined ? account : `${destination} in account ${account}`,
  )
  return facts['public'] === true ? ['everybody', ...named] : named
}
