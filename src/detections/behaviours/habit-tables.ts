import { type Engine, type Fragment, numberIn, sql, textOrEmpty } from '#store/index.ts'
import { makeSurprises } from './surprises-sql.ts'

/** Surprise of a network, kind of network or country from which on it counts as another place. */
export const PLACE_SURPRISE = 2.5
const PLACES = sql`('network', 'kind', 'country')`

/** Days on which subjects were where they had never been. */
export interface Elsewhere {
  has(subject: string, day: string): boolean
}

/** Rows of profiles, some 150 bytes each, that are read once and held; more are read from their files each time. */
const MOST_HELD = 1_000_000

/** The same relation, held in memory where it is small: behaviours ask it some thirty times. */
export async function holdProfiles(engine: Engine, profiles: Fragment): Promise<Fragment> {
  const [row = {}] = await engine.rows(sql`select count(*) as n from ${profiles} p`)
  if (numberIn(row, 'n') > MOST_HELD) return profiles
  await engine.rows(sql`create or replace temp table habit_profiles as select * from ${profiles} p`)
  return sql`habit_profiles`
}

/** Makes the temp table `surprises`, which kinds look into. */
export async function prepareHabits(engine: Engine, profiles: Fragment): Promise<Elsewhere> {
  await engine.rows(makeSurprises(profiles))
  const rows = await engine.rows(sql`select distinct subject, cast(day as varchar) as day from surprises
    where dimension in ${PLACES} and surprise >= ${PLACE_SURPRISE}`)
  const days = new Set(rows.map((row) => keyOf(textOrEmpty(row, 'subject'), textOrEmpty(row, 'day'))))
  return { has: (subject, day) => days.has(keyOf(subject, day)) }
}

const keyOf = (subject: string, day: string): string => `${subject}\n${day}`

/** How much history there is, for saying so. */
export interface HistoryFacts {
  /** Days of the lake with profiles. */
  readonly days: number
  readonly subjects: number
  /** Subjects that were active on fewer than `FEW_DAYS` days. */
  readonly youngSubjects: number
}

export const FEW_DAYS = 5

export async function historyOf(engine: Engine, profiles: Fragment): Promise<HistoryFacts> {
  const [row = {}] = await engine.rows(sql`
    with active as (select subject, count(distinct day) as days from ${profiles} p group by subject)
    select (select count(distinct day) from ${profiles} p) as days, count(*) as subjects,
      count(*) filter (where days < ${FEW_DAYS}) as young from active`)
  return {
    days: numberIn(row, 'days'),
    subjects: numberIn(row, 'subjects'),
    youngSubjects: numberIn(row, 'young'),
  }
}
