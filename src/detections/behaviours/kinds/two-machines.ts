import { z } from 'zod'
import {
  type Engine,
  type Fragment,
  isIn,
  numberIn,
  type Row,
  sql,
  textOrEmpty,
  value,
} from '#store/index.ts'
import { defineKind } from '../define-kind.ts'
import { isWorkload } from './words-sql.ts'

/** It is seen, not estimated: a figure that puts it above what is only improbable. */
const SURPRISE = 10
/** More addresses than this are a network that changes under its machines: the newest are looked at. */
const MOST_CANDIDATES = 500
/** Environments of one function share its credentials, each from an address of its own; the SDKs say in which they run. */
const FUNCTION_MARK = 'exec-env/AWS_Lambda'

/**
 * One session of an instance or task used from two addresses of AWS, by turns, where the sessions of its role keep to one, and nobody had come
 * from the second before: its credentials are on another machine, in whosever account.
 */
export const twoMachines = defineKind({
  shape: {
    sessions: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(10)
      .describe('Sessions of the role before it, that tell how many addresses one has.'),
    mostShared: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe('Where a larger share of them had several addresses, several are usual.'),
  },
  async find({ engine, events, addresses }, { sessions, mostShared }) {
    const candidates = await engine.rows(candidatesSql(events, addresses, { sessions, mostShared }))
    const strange = (await newToAll(engine, events, candidates)).toReversed()
    return [...Map.groupBy(strange, (row) => textOrEmpty(row, 'subject'))].flatMap(([subject, own]) => {
      const [first] = own
      if (first === undefined) return []
      const before = numberIn(first, 'before')
      return [
        {
          subject,
          days: [...new Set(own.map((row) => textOrEmpty(row, 'day')))],
          surprise: SURPRISE,
          isElsewhere: true,
          historyDays: Math.max(...own.map((row) => numberIn(row, 'history_days'))),
          values: own.map((row) => ({ dimension: 'address', value: textOrEmpty(row, 'address') })),
          why: `On ${textOrEmpty(first, 'day')} the session ${textOrEmpty(first, 'session')} of ${subject} was used by turns from ${textOrEmpty(first, 'home')} and from ${textOrEmpty(first, 'address')}, an address of AWS from which nobody had come before; ${String(before)} sessions of this role before it kept to one`,
        },
      ]
    })
  },
})

/** Sessions with a second address, of roles whose sessions have one. Only IPv4: a machine with both kinds has one of each. */
const candidatesSql = (
  events: Fragment,
  addresses: Fragment,
  { sessions, mostShared }: { readonly sessions: number; readonly mostShared: number },
): Fragment => sql`
  with used as (
    select e.principal as subject, e.session, e."sourceIPAddress" as address, min(e.time_ms) as first_ms, max(e.time_ms) as last_ms,
      bool_or(contains(e."userAgent", ${FUNCTION_MARK})) as is_function
    from ${events} e join ${addresses} a on a.address = e."sourceIPAddress"
    where ${isWorkload(sql`e.actor_class`)} and e.session like 'ASIA%' and a.kind = 'aws' and not contains(a.address, ':') group by 1, 2, 3),
  sessions as (
    select subject, session, min(first_ms) as first_ms, count(*) as machines, arg_min(address, (first_ms, address)) as home from used group by 1, 2),
  habit as (
    select *, count(*) over earlier as before, count(*) filter (where machines > 1) over earlier as shared_before,
      (first_ms - min(first_ms) over earlier) / 86400000 as history_days
    from sessions window earlier as (partition by subject order by first_ms, session rows between unbounded preceding and 1 preceding))
  select u.subject, u.session, u.address, u.first_ms, cast(cast(make_timestamp(u.first_ms * 1000) as date) as varchar) as day, h.home, h.before,
    cast(floor(h.history_days) as integer) as history_days
  from habit h join used u on u.subject = h.subject and u.session = h.session and u.address <> h.home
    join used at_home on at_home.subject = h.subject and at_home.session = h.session and at_home.address = h.home and at_home.last_ms > u.first_ms
      and at_home.is_function is not true
  where h.machines > 1 and h.before >= ${sessions} and h.shared_before <= ${mostShared} * h.before
  qualify row_number() over (partition by u.address order by u.first_ms, u.session, u.subject) = 1
  order by u.first_ms desc, u.subject, u.session, u.address limit ${MOST_CANDIDATES}`

/**
 * Without addresses that anybody of the organisation came from before, and those that its own calls gave to its machines. Strangers' calls
 * and refused ones tell nothing: whoever holds the address can make them.
 */
async function newToAll(
  engine: Engine,
  events: Fragment,
  candidates: readonly Row[],
): Promise<readonly Row[]> {
  if (candidates.length === 0) return []
  const asked = [...new Set(candidates.map((row) => textOrEmpty(row, 'address')))]
  const met = await engine.rows(sql`
    select e."sourceIPAddress" as address, min(e.time_ms) as first_ms from ${events} e
    where ${isIn(sql`e."sourceIPAddress"`, asked.map(value))} and e.outcome = 'ok'
      and e.actor_class not in ('anonymous', 'foreign-account', 'unknown') group by 1`)
  const firstMs = new Map(met.map((row) => [textOrEmpty(row, 'address'), numberIn(row, 'first_ms')]))
  const given = await engine.rows(sql`
    select distinct a.address from ${events} e, (select unnest(from_json(${JSON.stringify(asked)}, '["VARCHAR"]')) as address) a
    where e.service = 'ec2' and e.outcome = 'ok'
      and e."eventName" in ('AllocateAddress', 'AssociateAddress', 'CreateNatGateway', 'AssociateNatGatewayAddress')
      and (contains(e."responseElements", '"' || a.address || '"')
        or e."eventName" = 'AssociateAddress' and contains(e."requestParameters", '"' || a.address || '"'))`)
  const own = new Set(given.map((row) => textOrEmpty(row, 'address')))
  return candidates.filter((row) => {
    const address = textOrEmpty(row, 'address')
    return !own.has(address) && (firstMs.get(address) ?? Infinity) >= numberIn(row, 'first_ms')
  })
}
