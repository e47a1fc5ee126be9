import { type Engine, type Fragment, sql, textIn } from '#store/index.ts'
import type { IncidentRelations, Mark } from './marks.ts'

/** Days, counted from the epoch, on which a principal came from a network. */
export interface Habits {
  daysFrom(principal: string, network: string): readonly number[]
  /** Days on which it came from an address; for principals that came from a few only, else undefined. */
  daysAt(principal: string, address: string): readonly number[] | undefined
  /** Days on which it did anything. */
  days(principal: string): readonly number[]
}

/** Machines with an address of their own come from so few; more tell nothing. */
const MOST_ADDRESSES = 12

/** Where the marked principals were on each day of the lake. */
export async function readHabits(
  engine: Engine,
  { profiles, events }: Pick<IncidentRelations, 'profiles' | 'events'>,
  marks: readonly Mark[],
): Promise<Habits> {
  const subjects = [...new Set(marks.map(({ principal }) => principal))]
  const byAddress = await readAddresses(engine, events, subjects)
  const rows = await engine.rows(sql`
    with subjects as (select unnest(from_json(${JSON.stringify(subjects)}, '["VARCHAR"]')) as subject)
    select p.subject, p.value, array_agg(distinct datediff('day', date '1970-01-01', p.day)) as days
    from ${profiles} p join subjects s on s.subject = p.subject where p.dimension = 'network' group by 1, 2`)
  const bySubject = new Map<string, Map<string, readonly number[]>>()
  for (const row of rows) {
    const subject = textIn(row, 'subject') ?? ''
    const networks = bySubject.get(subject) ?? new Map<string, readonly number[]>()
    networks.set(textIn(row, 'value') ?? '', numbersOf(row['days']))
    bySubject.set(subject, networks)
  }
  return {
    daysFrom: (principal, network) => bySubject.get(principal)?.get(network) ?? [],
    daysAt: (principal, address) => {
      const own = byAddress.get(principal)
      return own === undefined ? undefined : (own.get(address) ?? [])
    },
    days: (principal) => [...new Set([...(bySubject.get(principal)?.values() ?? [])].flat())],
  }
}

async function readAddresses(
  engine: Engine,
  events: Fragment,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>> {
  const rows = await engine.rows(sql`
    with subjects as (select unnest(from_json(${JSON.stringify(subjects)}, '["VARCHAR"]')) as subject),
    met as (
      select e.principal as subject, e."sourceIPAddress" as address, array_agg(distinct datediff('day', date '1970-01-01', e.day)) as days
      from ${events} e join subjects s on s.subject = e.principal where e."sourceIPAddress" is not null group by 1, 2)
    select * from met qualify count(*) over (partition by subject) <= ${MOST_ADDRESSES}`)
  return new Map(
    [...Map.groupBy(rows, (row) => textIn(row, 'subject') ?? '')].map(([subject, own]) => [
      subject,
      new Map(own.map((row) => [textIn(row, 'address') ?? '', numbersOf(row['days'])])),
    ]),
  )
}

const numbersOf = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.map(Number).toSorted((a, b) => a - b) : []
