import { z } from 'zod'
import { HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
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
import type { Departure, Habits } from '../behaviour.ts'
import { defineKind } from '../define-kind.ts'
import { lakeFirsts } from '../lake-firsts-sql.ts'
import { HIDING, mostTelling } from './words-sql.ts'

/** Worth of a network where people hide, and of any that neither knew. */
const HIDING_SURPRISE = 2
const LEAST_SURPRISE = 1
/** The newest. */
const MOST_KEYS = 5000

/**
 * New access keys whose first calls come from a network where neither who made them nor their user had ever been. The surprise is
 * 1, and that of a network new to the organisation (lake-firsts-sql.ts), and 2 for a hosting company, VPN or Tor.
 */
export const newKeyElsewhere = defineKind({
  shape: {
    hours: z.number().positive().max(720).default(24).describe('How soon after it was made.'),
  },
  async find(habits, { hours }) {
    const { engine, events, addresses } = habits
    const made = await engine.rows(sql`
      select e.principal as maker, e.time_ms as made_ms, try(json_extract_string(e."responseElements", '/accessKey/accessKeyId')) as key,
        coalesce(a.network, '') as made_from
      from ${events} e left join ${addresses} a on a.address = e."sourceIPAddress"
      where e."eventSource" = 'iam.amazonaws.com' and e."eventName" = 'CreateAccessKey' and e.outcome = 'ok'
      order by e.time_ms desc, key, maker desc, made_from desc limit ${MOST_KEYS}`)
    const byKey = new Map(made.map((row) => [textOrEmpty(row, 'key'), row]))
    byKey.delete('')
    if (byKey.size === 0) return []
    const uses = await usesOf(engine, habits, [...byKey.keys()])
    const found = uses.filter((use) => {
      const origin = byKey.get(textOrEmpty(use, 'key')) ?? {}
      return isSoon(use, origin, hours) && textOrEmpty(use, 'network') !== textOrEmpty(origin, 'made_from')
    })
    const known = await knownNetworks(engine, habits.profiles, found, byKey)
    return found.flatMap((use) => departureOf(use, byKey.get(textOrEmpty(use, 'key')), known))
  },
})

/** By key and network: who used it (of several the first), when first, and how surprising the network is to the organisation. */
const usesOf = async (
  engine: Engine,
  { events, addresses, profiles }: Habits,
  keys: readonly string[],
): Promise<readonly Row[]> =>
  await engine.rows(sql`
    with uses as (
      select e."userIdentity"."accessKeyId" as key, arg_min(e.principal, (e.time_ms, e.principal)) as subject, a.network, ${mostTelling(sql`a.kind`)} as kind,
        min(e.time_ms) as used_ms, min(cast(e."eventTime" as date)) as day, count(*) as n
      from ${events} e join ${addresses} a on a.address = e."sourceIPAddress"
      where ${isIn(sql`e."userIdentity"."accessKeyId"`, keys.map(value))} and a.kind not in ('own', 'aws-service', 'private')
      group by e."userIdentity"."accessKeyId", a.network)
    select u.key, u.subject, u.network, u.kind, u.used_ms, cast(u.day as varchar) as day, u.n,
      ${LEAST_SURPRISE} + coalesce(f.surprise, 0) + case when u.kind in ${HIDING} then ${HIDING_SURPRISE} else 0 end as surprise
    from uses u left join ${lakeFirsts(profiles, 'network')} f on f.value = u.network and f.day = u.day
    order by u.key, u.used_ms, u.network`)

const isSoon = (use: Row, made: Row, hours: number): boolean => {
  const sinceMs = numberIn(use, 'used_ms') - numberIn(made, 'made_ms')
  return sinceMs >= 0 && sinceMs <= hours * HOUR_MS
}

interface Known {
  /** Whether a principal was in a network on a day before. */
  has(subject: string, network: string, before: string): boolean
  /** Days on which it was active before. */
  days(subject: string, before: string): number
}

async function knownNetworks(
  engine: Engine,
  profiles: Fragment,
  uses: readonly Row[],
  byKey: ReadonlyMap<string, Row>,
): Promise<Known> {
  const subjects = uses.flatMap((use) => [
    textOrEmpty(use, 'subject'),
    textOrEmpty(byKey.get(textOrEmpty(use, 'key')) ?? {}, 'maker'),
  ])
  const rows = await engine.rows(sql`
    select subject, cast(day as varchar) as day, value as network from ${profiles} p
    where dimension = 'network' and ${isIn(sql`subject`, [...new Set(subjects)].map(value))}`)
  const bySubject = Map.groupBy(rows, (row) => textOrEmpty(row, 'subject'))
  const earlier = (subject: string, before: string): readonly Row[] =>
    (bySubject.get(subject) ?? []).filter((row) => textOrEmpty(row, 'day') < before)
  return {
    has: (subject, network, before) =>
      earlier(subject, before).some((row) => textOrEmpty(row, 'network') === network),
    days: (subject, before) => new Set(earlier(subject, before).map((row) => textOrEmpty(row, 'day'))).size,
  }
}

function departureOf(use: Row, made: Row | undefined, known: Known): readonly Departure[] {
  const [key, subject, network, day] = ['key', 'subject', 'network', 'day'].map((name) =>
    textOrEmpty(use, name),
  )
  const maker = made === undefined ? '' : textOrEmpty(made, 'maker')
  if (key === undefined || subject === undefined || network === undefined || day === undefined) return []
  if (known.has(subject, network, day) || known.has(maker, network, day)) return []
  const minutes = Math.round((numberIn(use, 'used_ms') - numberIn(made ?? {}, 'made_ms')) / MINUTE_MS)
  return [
    {
      subject,
      days: [day],
      surprise: numberIn(use, 'surprise'),
      isElsewhere: true,
      historyDays: known.days(maker, day),
      values: [{ dimension: 'key', value: key }],
      why: `The access key ${key}, made by ${maker}, was used ${String(minutes)} minutes later from ${network} (${textOrEmpty(use, 'kind')}), where neither its maker nor its user had been`,
    },
  ]
}
