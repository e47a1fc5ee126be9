import { type Engine, type Fragment, sql } from '#store/index.ts'
import type { Departure } from './behaviour.ts'
import { numberIn, textIn } from './row-values.ts'

/** Where the credentials of instances, tasks and functions are at home: AWS's addresses, private ones, the user's own. */
const AT_HOME = sql`('own', 'aws', 'aws-service', 'private', 'unknown')`
/** Of its days: a role that is used outside on more of them lives outside. */
const MOST_DAYS_OUTSIDE = 0.3
/** With fewer days of history than this it cannot be told where it lives: it counts less. */
const FEW_DAYS = 3

/**
 * Roles of instances, tasks and functions whose credentials were used from addresses where no workload runs: an internet
 * provider, a hosting company, a VPN, Tor, another cloud.
 */
export async function credentialsElsewhere(
  engine: Engine,
  profiles: Fragment,
): Promise<readonly Departure[]> {
  const rows = await engine.rows(sql`
    with days as (
      select subject, day, bool_or(dimension = 'kind' and value not in ${AT_HOME}) as is_outside
      from ${profiles} p where actor_class in ('instance-role', 'function-role') group by subject, day),
    habit as (
      select *, count(*) over (partition by subject order by day rows between unbounded preceding and 1 preceding) as before,
        count(*) filter (where is_outside) over (partition by subject order by day rows between unbounded preceding and 1 preceding)
          as outside_before
      from days)
    select h.subject, cast(h.day as varchar) as day, h.before, h.outside_before, p.value, p.n
    from habit h join ${profiles} p on p.subject = h.subject and p.day = h.day and p.dimension = 'kind'
    where h.is_outside and p.value not in ${AT_HOME} and h.outside_before <= ${MOST_DAYS_OUTSIDE} * h.before
    order by h.subject, h.day, p.value`)
  return [...Map.groupBy(rows, (row) => textIn(row, 'subject'))].map(([subject, own]) => {
    const historyDays = Math.max(...own.map((row) => numberIn(row, 'before')))
    const kinds = [...new Set(own.map((row) => textIn(row, 'value')))]
    const calls = own.reduce((sum, row) => sum + numberIn(row, 'n'), 0)
    return {
      subject,
      days: [...new Set(own.map((row) => textIn(row, 'day')))],
      surprise: 10,
      level: historyDays >= FEW_DAYS ? 'high' : 'medium',
      historyDays,
      values: kinds.map((value) => ({ dimension: 'kind', value })),
      why: `Credentials of the workload role ${subject} made ${String(calls)} calls from addresses of another kind than a workload's (${kinds.join(', ')}), which it did not do on ${String(historyDays)} days before`,
    } as const
  })
}
