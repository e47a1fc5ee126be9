import { type Place, valueOf } from '../check.ts'
import { historyOf } from './history.ts'
import { type History, type Privilege, privilegesOf } from './privilege-of.ts'

export interface AccountPrivileges {
  readonly privileges: readonly Privilege[]
  readonly history: History | undefined
}

const NOTHING: AccountPrivileges = { privileges: [], history: undefined }

/** Several checks ask of the same account: what they look at is worked out once. */
const known = new WeakMap<Place, AccountPrivileges>()

/** Users and roles of an account; none where the snapshot does not hold them. */
export function privilegesIn(place: Place): AccountPrivileges {
  const before = known.get(place)
  if (before !== undefined) return before
  const details = valueOf(place.account.authorizationDetails)
  if (details === undefined) return NOTHING
  const arns = new Set([...details.UserDetailList, ...details.RoleDetailList].map(({ Arn }) => Arn))
  const history = historyOf(place.account, arns, place.usage)
  const found = {
    privileges: privilegesOf({ details, history, ownAccounts: place.ownAccounts }),
    history,
  }
  known.set(place, found)
  return found
}
