import { type Engine, type Fragment, numberIn, type Row, sql, textOrEmpty } from '#store/index.ts'
import { PEOPLE, PERSON } from './people.ts'
import type { ProposedValue } from './proposal.ts'
import { count, percent } from './texts.ts'

/** Homes have one person, or two. */
const LEAST_PEOPLE = 3
const LEAST_DAYS = 3
/** An office is empty on most weekends. */
const LEAST_WEEKDAY_SHARE = 0.8
const MOST = 100

/** An IPv4 /24, or an IPv6 /48 where the address tells its first three groups. */
const BLOCK = sql`coalesce(nullif(regexp_extract(a.address, '^([0-9]+[.][0-9]+[.][0-9]+)[.][0-9]+$', 1), ''),
  nullif(regexp_extract(a.address, '^([0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}):', 1), ''))`

/** Networks that several people came from, on several days, mostly on weekdays. */
export async function proposeOffices(
  engine: Engine,
  events: Fragment,
  addresses: Fragment,
): Promise<readonly ProposedValue[]> {
  const rows = await engine.rows(sql`select * from (
    select ${BLOCK} as block, count(distinct ${PERSON}) as people, count(distinct e.day) as days, count(*) as n,
      count(distinct a.address) as addresses, min(a.address) as "first", avg(case when isodow(e.day) <= 5 then 1 else 0 end) as weekday,
      min(a."operator") as "operator", min(a.country) as country, min(a.kind) as kind
    from ${events} e join ${addresses} a on a.address = e."sourceIPAddress"
    where ${PEOPLE(events)} and a.kind in ('isp', 'own', 'private', 'unknown', 'hosting', 'cloud') group by 1) g
    where block is not null and people >= ${LEAST_PEOPLE} and days >= ${LEAST_DAYS} and weekday >= ${LEAST_WEEKDAY_SHARE}
    order by people desc, n desc, block limit ${MOST}`)
  return rows.map((row, index) => ({
    value: { name: `office-${String(index + 1)}`, cidr: cidrOf(row) },
    evidence:
      `seen from ${count(numberIn(row, 'people'), 'person')} on ${count(numberIn(row, 'days'), 'day')}, ` +
      `${percent(numberIn(row, 'weekday'))} of it on weekdays; ${whose(row)}`,
    // Machines that people share, or a proxy: to trust them is to trust whoever rents there.
    isDoubtful: ['hosting', 'cloud'].includes(textOrEmpty(row, 'kind')),
  }))
}

function cidrOf(row: Row): string {
  const block = textOrEmpty(row, 'block')
  if (block.includes(':')) return `${block}::/48`
  return numberIn(row, 'addresses') === 1 ? `${textOrEmpty(row, 'first')}/32` : `${block}.0/24`
}

function whose(row: Row): string {
  const facts = [textOrEmpty(row, 'operator'), textOrEmpty(row, 'country'), textOrEmpty(row, 'kind')]
  return facts.filter((fact) => fact !== '').join(', ')
}
