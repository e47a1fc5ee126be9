import { type Engine, type Fragment, numberIn, sql, textOrEmpty } from '#store/index.ts'
import type { ProposedValue } from './proposal.ts'
import { count } from './texts.ts'

const ACCOUNT = sql`'^[0-9]{12}$'`
const MOST = 500

/** Accounts with logs; and, for the user to decide, those without that act in them. */
export async function proposeAccounts(engine: Engine, events: Fragment): Promise<readonly ProposedValue[]> {
  const held = await engine.rows(sql`select account_id as account, count(*) as n, count(distinct day) as days
    from ${events} e where regexp_full_match(account_id, ${ACCOUNT}) group by 1 order by n desc, account limit ${MOST}`)
  const others = await engine.rows(sql`select "userIdentity"."accountId" as account, count(*) as n,
      count(distinct day) as days, count(distinct principal) as principals
    from ${events} e where regexp_full_match("userIdentity"."accountId", ${ACCOUNT}) and "userIdentity"."accountId" not in (
      select account_id from ${events} o where account_id is not null)
    group by 1 order by n desc, account limit ${MOST}`)
  return [
    ...held.map((row) => ({
      value: textOrEmpty(row, 'account'),
      evidence: `${count(numberIn(row, 'n'), 'event')} on ${count(numberIn(row, 'days'), 'day')}`,
    })),
    ...others.map((row) => ({
      value: textOrEmpty(row, 'account'),
      evidence:
        `no logs of its own; ${count(numberIn(row, 'principals'), 'principal')} of it made ` +
        `${count(numberIn(row, 'n'), 'event')} on ${count(numberIn(row, 'days'), 'day')} in yours. A supplier's, or yours?`,
      isDoubtful: true,
    })),
  ]
}
