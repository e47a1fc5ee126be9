import { deriveIdentity } from './derive/identity.ts'
import type { EventBatch } from './event-batch.ts'
import type { Around, DerivedIds, KnownIdentity } from './identity-table.ts'

const ACCOUNT = 1
const TYPE = 2
const SOURCE = 4
const FAMILY = 8
/** An identity that acts in more surroundings than this is worked out anew for the others. */
const MOST_REMEMBERED = 64

/**
 * Who acts in a row, worked out once for an identity and what was asked of the record around it: most ask for the account
 * alone, whatever services they call.
 *
 * @param none - remembers for rows that have no identity.
 */
export function identityAt(batch: EventBatch, row: number, none: KnownIdentity): DerivedIds {
  const { derived: known } = batch.identity ?? none
  for (const one of known) if ((one.asked & differenceOf(one.around, batch, row)) === 0) return one
  const { few, derived } = batch
  const made = deriveAt(batch, {
    recipientAccountId: few.recipientAccountId.ids[row] ?? -1,
    eventType: few.eventType.ids[row] ?? -1,
    eventSource: few.eventSource.ids[row] ?? -1,
    clientFamily: derived.client_family.ids[row] ?? -1,
  })
  if (known.length < MOST_REMEMBERED) known.push(made)
  return made
}

/** What of it is otherwise in this row, as bits. */
const differenceOf = (around: Around, { few, derived }: EventBatch, row: number): number =>
  (around.recipientAccountId === (few.recipientAccountId.ids[row] ?? -1) ? 0 : ACCOUNT) |
  (around.eventType === (few.eventType.ids[row] ?? -1) ? 0 : TYPE) |
  (around.eventSource === (few.eventSource.ids[row] ?? -1) ? 0 : SOURCE) |
  (around.clientFamily === (derived.client_family.ids[row] ?? -1) ? 0 : FAMILY)

function deriveAt({ few, derived, identity, identities }: EventBatch, around: Around): DerivedIds {
  let asked = 0
  const { principal, actorClass, session, accountId } = deriveIdentity(
    identity === undefined ? undefined : identities.parse(identity),
    {
      get recipientAccountId() {
        asked |= ACCOUNT
        return few.recipientAccountId.table.textOf(around.recipientAccountId)
      },
      get eventType() {
        asked |= TYPE
        return few.eventType.table.textOf(around.eventType)
      },
      get eventSource() {
        asked |= SOURCE
        return few.eventSource.table.textOf(around.eventSource)
      },
      get clientFamily() {
        asked |= FAMILY
        return derived.client_family.table.textOf(around.clientFamily)
      },
    },
  )
  const idOf = (name: 'principal' | 'actor_class' | 'session' | 'account_id', text: string | undefined) =>
    text === undefined ? -1 : derived[name].table.idOfText(text)
  return {
    asked,
    around,
    principal: idOf('principal', principal),
    actorClass: idOf('actor_class', actorClass),
    session: idOf('session', session),
    accountId: idOf('account_id', accountId),
    account: accountId,
  }
}
