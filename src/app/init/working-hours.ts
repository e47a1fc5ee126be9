import { type Engine, type Fragment, numberIn, sql } from '#store/index.ts'
import { PEOPLE, PERSON } from './people.ts'
import type { ProposedHours, ProposedWeek } from './proposal.ts'
import { percent } from './texts.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const NAMES = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'] as const
/** Hours with less than this share of the busiest hour's people are not worked. */
const LEAST_SHARE = 0.2
/** People on fewer weekdays say nothing of a week. */
const LEAST_WEEKDAYS = 5
const DAY_HOURS = 24
const WEEK_HOURS = 7 * DAY_HOURS
const NIGHT_HOURS = 8
/** Where the middle of the night is taken to be. */
const NIGHT_MIDDLE = 3
/** UTC is as good as a zone so near to it: nobody's day crosses midnight. */
const NEAR_UTC_HOURS = 3

/** One hour of one weekday, UTC: how many person-days had it, on how many days. */
interface Hour {
  readonly weekday: number
  readonly hour: number
  readonly people: number
  readonly days: number
}

/** When people are at work, by weekday; undefined where there are too few days to tell. */
export async function proposeWorkingHours(
  engine: Engine,
  events: Fragment,
): Promise<ProposedWeek | undefined> {
  const rows = await engine.rows(sql`select isodow(day) - 1 as weekday, hour("eventTime") as hour,
      count(distinct (${PERSON}, day)) as people, count(distinct day) as days
    from ${events} e where ${PEOPLE(events)} group by 1, 2`)
  const hours = rows.map((row) => ({
    weekday: numberIn(row, 'weekday'),
    hour: numberIn(row, 'hour'),
    people: numberIn(row, 'people'),
    days: numberIn(row, 'days'),
  }))
  if (new Set(hours.map(({ weekday }) => weekday)).size < LEAST_WEEKDAYS) return undefined
  const offset = offsetOf(hours)
  return { timeZone: zoneOf(offset), days: daysOf(hours.map((one) => moved(one, offset))) }
}

/** Hours to add to UTC for the quietest eight hours to be the night; 0 where that is near enough. */
function offsetOf(hours: readonly Hour[]): number {
  const byHour = Array.from({ length: DAY_HOURS }, (_, hour) => sum(hours.filter((one) => one.hour === hour)))
  const night = byHour.map((_, start) =>
    Array.from({ length: NIGHT_HOURS }, (__, i) => byHour[(start + i) % DAY_HOURS] ?? 0).reduce(
      (all, n) => all + n,
    ),
  )
  const middle = night.indexOf(Math.min(...night)) + NIGHT_HOURS / 2
  const offset = ((NIGHT_MIDDLE - middle + DAY_HOURS + 11) % DAY_HOURS) - 11
  return Math.abs(offset) <= NEAR_UTC_HOURS ? 0 : offset
}

/** POSIX turns the sign: `Etc/GMT+5` is five hours behind UTC. */
function zoneOf(offset: number): string {
  if (offset === 0) return 'UTC'
  return `Etc/GMT${offset < 0 ? '+' : '-'}${String(Math.abs(offset))}`
}

function moved(one: Hour, offset: number): Hour {
  const at = (one.weekday * DAY_HOURS + one.hour + offset + WEEK_HOURS) % WEEK_HOURS
  return { ...one, weekday: Math.floor(at / DAY_HOURS), hour: at % DAY_HOURS }
}

function daysOf(hours: readonly Hour[]): readonly ProposedHours[] {
  const busiest = Math.max(...hours.map(({ people }) => people))
  return DAYS.flatMap((day, weekday) => {
    const own = hours.filter((one) => one.weekday === weekday)
    const worked = own.filter(({ people }) => people >= busiest * LEAST_SHARE).map(({ hour }) => hour)
    if (worked.length === 0) return []
    const seen = Math.max(...own.map(({ days }) => days))
    return [
      {
        day,
        hours: `${clock(Math.min(...worked))}-${clock(Math.max(...worked) + 1)}`,
        evidence: `${percent(sum(own) / sum(hours))} of the week's activity; ${String(seen)} ${NAMES[weekday] ?? ''} seen`,
      },
    ]
  })
}

const sum = (hours: readonly Hour[]): number => hours.reduce((all, { people }) => all + people, 0)

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`
