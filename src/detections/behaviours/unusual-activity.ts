import type { Level } from '#findings/index.ts'
import { type Engine, type Fragment, type Row, sql } from '#store/index.ts'
import type { Departure } from './behaviour.ts'
import { numberIn, textIn } from './row-values.ts'
import { makeSurprises, makeUnusualDays } from './surprises-sql.ts'

/** Sums of surprise, after weighing; docs/behaviours.md tells what they rest on. */
const LOW = 9
const MEDIUM = 18
const HIGH = 28
/** Something new about where it comes from, at least this surprising, is what theft looks like. */
const PLACE = 2.5
/** Without it the same sum weighs less: duties change oftener than places do. */
const SAME_PLACE_WEIGHT = 0.6
const HISTORY_FOR_MEDIUM = 2
const HISTORY_FOR_HIGH = 5
const MOST_VALUES = 12

/** Days on which a principal did much that it never did: sums of surprise over the dimensions. */
export async function unusualActivity(engine: Engine, profiles: Fragment): Promise<readonly Departure[]> {
  await engine.rows(makeSurprises(profiles))
  await engine.rows(makeUnusualDays)
  const rows = await engine.rows(sql`
    select u.subject, cast(u.day as varchar) as day, u.surprise as sum, u.history_days, s.dimension, s.value, s.surprise,
      s.is_new_to_all
    from unusual_days u join surprises s on s.subject = u.subject and s.day = u.day
    where u.surprise >= ${LOW} order by u.subject, u.day, s.surprise desc, s.dimension, s.value`)
  const days = Map.groupBy(rows, (row) => `${textIn(row, 'subject')}\n${textIn(row, 'day')}`)
  const departures = [...days.values()].flatMap(departureOf)
  return [...Map.groupBy(departures, ({ subject }) => subject).values()].flatMap(asOne)
}

function departureOf(rows: readonly Row[]): readonly Departure[] {
  const [first] = rows
  if (first === undefined) return []
  const isElsewhere = rows.some((row) => isPlace(row) && numberIn(row, 'surprise') >= PLACE)
  const surprise = numberIn(first, 'sum') * (isElsewhere ? 1 : SAME_PLACE_WEIGHT)
  const level = levelOf(surprise, numberIn(first, 'history_days'))
  if (level === undefined) return []
  const told = rows.filter((row) => numberIn(row, 'surprise') >= 1).slice(0, MOST_VALUES * 2)
  return [
    {
      subject: textIn(first, 'subject'),
      days: [textIn(first, 'day')],
      surprise,
      level,
      historyDays: numberIn(first, 'history_days'),
      values: told.map((row) => ({ dimension: textIn(row, 'dimension'), value: textIn(row, 'value') })),
      why: sentence(first, told),
    },
  ]
}

/** A principal that departs on several days is one finding: the worst day speaks for it. */
function asOne(departures: readonly Departure[]): readonly Departure[] {
  const [worst] = departures.toSorted((a, b) => b.surprise - a.surprise)
  if (worst === undefined) return []
  return [
    {
      ...worst,
      days: departures.flatMap(({ days }) => days).toSorted(),
      values: departures.flatMap(({ values }) => values),
    },
  ]
}

/** Of a principal that is hardly known nothing grave is said. */
function levelOf(surprise: number, historyDays: number): Level | undefined {
  if (surprise >= HIGH && historyDays >= HISTORY_FOR_HIGH) return 'high'
  if (surprise >= MEDIUM && historyDays >= HISTORY_FOR_MEDIUM) return 'medium'
  return surprise >= LOW ? 'low' : undefined
}

const isPlace = (row: Row): boolean => ['network', 'kind', 'country'].includes(textIn(row, 'dimension'))

const NAMES: Readonly<Record<string, string>> = {
  network: 'network',
  kind: 'kind of network',
  country: 'country',
  region: 'region',
  service: 'service',
  call: 'call',
  bucket: 'bucket',
  role: 'role assumed',
  client: 'client',
  level: 'access level',
}

function sentence(first: Row, told: readonly Row[]): string {
  const byDimension = Map.groupBy(told, (row) => textIn(row, 'dimension'))
  const parts = [...byDimension].map(([dimension, rows]) => {
    const values = rows.slice(0, 3).map((row) => textIn(row, 'value'))
    const more = rows.length > 3 ? ` and ${String(rows.length - 3)} more` : ''
    return `${NAMES[dimension] ?? dimension} ${values.join(', ')}${more}`
  })
  const history = numberIn(first, 'history_days')
  return `On ${textIn(first, 'day')} ${textIn(first, 'subject')} met for the first time in ${String(history)} active days: ${parts.join('; ')}`
}
