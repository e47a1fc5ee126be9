import { z } from 'zod'
import { joined, numberIn, sql, textOrEmpty, value } from '#store/index.ts'
import { defineKind } from '../define-kind.ts'
import { isWorkload } from './words-sql.ts'

const KINDS = [
  ...(['own', 'aws', 'aws-service', 'private', 'unknown', 'isp', 'hosting'] as const),
  ...(['vpn', 'tor', 'cloud', 'cdn'] as const),
]
/** It is seen, not estimated: a figure that puts it above what is only improbable. */
const SURPRISE = 10

/**
 * Roles of instances, tasks and functions whose credentials were used from addresses where no workload runs: an internet
 * provider, a hosting company, a VPN, Tor, another cloud.
 */
export const workloadElsewhere = defineKind({
  shape: {
    home: z
      .array(z.enum(KINDS))
      .min(1)
      .default(['own', 'aws', 'aws-service', 'private', 'unknown'])
      .describe('Kinds of networks where workloads run.'),
    mostDaysOutside: z
      .number()
      .min(0)
      .max(1)
      .default(0.3)
      .describe('A role that was outside on a larger share of its days lives outside.'),
  },
  async find({ engine, profiles }, { home, mostDaysOutside }) {
    const atHome = sql`(${joined(home.map(value), sql`, `)})`
    const rows = await engine.rows(sql`
      with days as (
        select subject, day, bool_or(dimension = 'kind' and value not in ${atHome}) as is_outside
        from ${profiles} p where ${isWorkload(sql`actor_class`)} group by subject, day),
      habit as (
        select *, count(*) over (partition by subject order by day rows between unbounded preceding and 1 preceding) as before,
          count(*) filter (where is_outside) over (partition by subject order by day rows between unbounded preceding and 1 preceding)
            as outside_before
        from days)
      select h.subject, cast(h.day as varchar) as day, h.before, h.outside_before, p.value, p.n
      from habit h join ${profiles} p on p.subject = h.subject and p.day = h.day and p.dimension = 'kind'
      where h.is_outside and p.value not in ${atHome} and h.outside_before <= ${mostDaysOutside} * h.before
      order by h.subject, h.day, p.value`)
    return [...Map.groupBy(rows, (row) => textOrEmpty(row, 'subject'))].map(([subject, own]) => {
      const historyDays = Math.max(...own.map((row) => numberIn(row, 'before')))
      const kinds = [...new Set(own.map((row) => textOrEmpty(row, 'value')))]
      const calls = own.reduce((sum, row) => sum + numberIn(row, 'n'), 0)
      return {
        subject,
        days: [...new Set(own.map((row) => textOrEmpty(row, 'day')))],
        surprise: SURPRISE,
        isElsewhere: true,
        historyDays,
        values: kinds.map((one) => ({ dimension: 'kind', value: one })),
        why: `Credentials of the workload role ${subject} made ${String(calls)} calls from addresses of another kind than a workload's (${kinds.join(', ')}), which it did not do on ${String(historyDays)} days before`,
      }
    })
  },
})
