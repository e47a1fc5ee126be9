import { type Finding, LEVELS } from '#findings/index.ts'
import { byLetters, DAY_MS } from '#kernel/index.ts'
import type { CompiledBehaviour, Departure, Habits } from './behaviour.ts'
import { collectDepartures, type DepartureScope, type FoundDeparture } from './collect-departures.ts'
import { type Elsewhere, type HistoryFacts, historyOf, holdProfiles, prepareHabits } from './habit-tables.ts'
import { levelOf } from './level-of.ts'

export interface BehaviourRun extends Habits, DepartureScope {
  readonly behaviours: readonly CompiledBehaviour[]
  /** Departures of other times are known, and not told. */
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
}

export interface BehaviourResult {
  readonly findings: readonly Finding[]
  readonly history: HistoryFacts
}

/** Judges every principal against its own past, that of its class and of the organisation. */
export async function runBehaviours(asked: BehaviourRun): Promise<BehaviourResult> {
  const { engine, behaviours } = asked
  const profiles = await holdProfiles(engine, asked.profiles)
  const run = { ...asked, profiles }
  const history = await historyOf(engine, profiles)
  const elsewhere = await prepareHabits(engine, profiles)
  const found: FoundDeparture[] = []
  for (const behaviour of behaviours) {
    if (history.days < behaviour.leastDays) continue
    const departures = await behaviour.find(run)
    found.push(...departures.flatMap((departure) => judged(behaviour, departure, elsewhere)))
  }
  return { findings: await collectDepartures(engine, oneForEach(found).filter(isWithin(run)), run), history }
}

function judged(
  behaviour: CompiledBehaviour,
  departure: Departure,
  elsewhere: Elsewhere,
): readonly FoundDeparture[] {
  const { subject, days } = departure
  const isElsewhere = departure.isElsewhere ?? days.some((day) => elsewhere.has(subject, day))
  const level = levelOf(behaviour.levels, { ...departure, isElsewhere })
  return level === undefined ? [] : [{ behaviour, departure, level }]
}

const isWithin =
  ({ fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY }: BehaviourRun) =>
  ({ departure }: FoundDeparture): boolean =>
    departure.days.some((day) => Date.parse(day) + DAY_MS > fromMs && Date.parse(day) < toMs)

/** Of one behaviour and subject, over days that follow one another, the worst speaks for all. */
function oneForEach(found: readonly FoundDeparture[]): readonly FoundDeparture[] {
  const groups = Map.groupBy(found, ({ behaviour, departure }) => `${behaviour.id}\n${departure.subject}`)
  return [...groups.values()].flatMap(episodesOf).flatMap((group) => {
    const [worst] = group.toSorted(worstFirst)
    if (worst === undefined) return []
    const days = [...new Set(group.flatMap(({ departure }) => departure.days))].toSorted()
    const values = group.flatMap(({ departure }) => departure.values)
    return [{ ...worst, departure: { ...worst.departure, days, values } }]
  })
}

/** A month between two departures makes them two stories. */
function episodesOf(found: readonly FoundDeparture[]): readonly (readonly FoundDeparture[])[] {
  const episodes: FoundDeparture[][] = []
  let last = Number.NEGATIVE_INFINITY
  const inTime = found
    .map((one) => ({ one, days: one.departure.days.map((day) => Date.parse(day) / DAY_MS) }))
    .toSorted((a, b) => Math.min(...a.days) - Math.min(...b.days))
  for (const { one, days } of inTime) {
    if (Math.min(...days) > last + 1) episodes.push([])
    episodes.at(-1)?.push(one)
    last = Math.max(last, ...days)
  }
  return episodes
}

/** The graver level, then the more surprising, then the earlier. */
function worstFirst(a: FoundDeparture, b: FoundDeparture): number {
  const graver = LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level)
  return (
    graver ||
    b.departure.surprise - a.departure.surprise ||
    byLetters(a.departure.days[0] ?? '', b.departure.days[0] ?? '')
  )
}
