import { partitionOf } from '#kernel/index.ts'
import { type Engine, numberIn, type Row, sql, textIn, textsIn } from '#store/index.ts'
import { STORY_CALLS } from '../story/story-calls-sql.ts'
import { counted, listed } from '../story/words.ts'
import { run } from './change.ts'
import type { CredentialStep } from './credential-steps.ts'
import { iamRegion, nameOf } from './steps.ts'

/** Console passwords of one account that were tried in vain: nothing of theirs is to be ended. */
export interface TriedSignIns {
  readonly accountId: string
  /** ARNs, at most 100. */
  readonly users: readonly string[]
  readonly userCount: number
  readonly addresses: readonly string[]
  readonly addressCount: number
  readonly operators: readonly string[]
}

const MOST_USERS = 20
const MOST_NAMED = 10

/** @returns by `incident_no`. */
export async function readTriedSignIns(
  engine: Engine,
): Promise<ReadonlyMap<number, readonly TriedSignIns[]>> {
  const rows = await engine.rows(sql`
    with tried as (
      select incident_no, account_id, principal, address, "operator", bool_or(outcome = 'ok') over (partition by incident_no, principal) as got_in
      from ${STORY_CALLS} s where call = 'ConsoleLogin' and actor_class = 'iam-user' and starts_with(principal, 'arn:'))
    select incident_no, account_id, count(distinct principal) as user_count, list_slice(list(distinct principal order by principal), 1, 100) as users,
      count(distinct address) as address_count, list_slice(list(distinct address order by address), 1, 100) as addresses,
      list_slice(list(distinct "operator" order by "operator"), 1, 100) as operators
    from tried where not got_in group by 1, 2 order by 1, 2`)
  return Map.groupBy(rows.map(triedOf), ({ no }) => no)
}

const triedOf = (row: Row): TriedSignIns & { readonly no: number } => ({
  no: numberIn(row, 'incident_no'),
  accountId: textIn(row, 'account_id') ?? '',
  users: textsIn(row, 'users'),
  userCount: numberIn(row, 'user_count'),
  addresses: textsIn(row, 'addresses'),
  addressCount: numberIn(row, 'address_count'),
  operators: textsIn(row, 'operators'),
})

/** AWS locks nobody out and refuses no address at sign-in: what is left is MFA, and to watch. */
export function triedStep(tried: TriedSignIns): CredentialStep {
  const { users, userCount, addresses, addressCount, operators } = tried
  const names = users.map(nameOf)
  const of = operators.length === 0 ? '' : ` of ${listed(operators, 4)}`
  const from = `${listed(addresses, MOST_NAMED)}${addressCount > addresses.length ? ' and others' : ''}${of}`
  const more = userCount > MOST_USERS ? ` The commands are for the first ${MOST_USERS} of them.` : ''
  return {
    stage: 'passwords',
    target: 'tried sign-ins',
    draft: {
      title: `See that ${userCount === 1 ? `user ${names[0] ?? ''}, whose password was` : `${counted(userCount, 'user')}, whose passwords were`} tried, ${userCount === 1 ? 'has' : 'have'} MFA`,
      why: `No sign-in of ${listed(names, MOST_NAMED)} succeeded here: there is no session to end and no key to switch off. AWS locks no user out and refuses no address at sign-in, so MFA is what holds: each command lists a user’s devices. Take passwords away that nobody needs, and watch for sign-ins from ${from}.${more}`,
      calls: users.slice(0, MOST_USERS).map((arn) =>
        run({ region: iamRegion(partitionOf(arn)) }, 'iam list-mfa-devices', {
          'user-name': nameOf(arn),
        }),
      ),
    },
  }
}
