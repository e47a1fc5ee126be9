import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import type { Habits } from './habits.ts'
import type { Mark } from './marks.ts'

/**
 * What one principal did from a place that is not its own, or in one stretch of time where it usually is. All of the first
 * is an intruder's; of the second only what findings name.
 */
export interface Strand {
  readonly id: string
  readonly principal: string
  /** `elsewhere`: a network that it never came from; `unknown`: nothing tells what is usual for it; `usual`. */
  readonly place: 'elsewhere' | 'unknown' | 'usual'
  readonly network: string | undefined
  /** Where it is only one address of a usual network that is not the principal's. */
  readonly address: string | undefined
  readonly marks: readonly Mark[]
  readonly findings: ReadonlySet<number>
  readonly sessions: ReadonlySet<string>
  readonly addresses: ReadonlySet<string>
  readonly fromMs: number
  readonly toMs: number
}

/** Days without any finding that make a network usual, before the first grave one. */
const USUAL_DAYS = 2
/** Where a principal was from its first days on, days without a grave finding are enough: a mild one a day is how it lives. */
const HOME_WITHIN_DAYS = 1
/** A machine that was so many days where it always is has an address of its own. */
const SETTLED_DAYS = 5
/** A mild finding on more days than this, in the usual place, is a habit, and no evidence. */
const MOST_MILD_DAYS = 3
/** Many quiet days afterwards do, too: it was only the first of them that stood out. */
const QUIET_DAYS = 3
const MOST_MARKED_SHARE = 1 / 3
/** At rest so long, what comes next in the usual place is another story. */
const REST_MS = 12 * HOUR_MS
const ON_BEHALF_MS = MINUTE_MS

/**
 * @param isGrave - whether a finding is worth a look by itself.
 */
export function strandsOf(
  all: readonly Mark[],
  habits: Habits,
  isGrave: (finding: number) => boolean,
): readonly Strand[] {
  const marks = withPlaces(all)
  return [...Map.groupBy(marks, ({ principal }) => principal)].flatMap(([principal, own]) => {
    const asked = { principal, habits, isGrave }
    const networks = [...Map.groupBy(own, ({ network }) => network)].map(([network, there]) => ({
      where: { network, address: undefined },
      there,
      place: placeOf(there, daysOf(habits.daysFrom(principal, network ?? ''), there), asked),
    }))
    // Within a usual network a machine may have an address of its own: another one is not its.
    const addresses = networks
      .filter(({ place }) => place === 'usual')
      .flatMap(({ where, there }) =>
        [...Map.groupBy(there, ({ address }) => address)].map(([address, at]) => ({
          where: { ...where, address },
          there: at,
        })),
      )
      .map(({ where, there }) => ({ where, there, place: placeAt(there, where.address, asked) }))
    const away = [...networks, ...addresses].filter(({ place }) => place !== 'usual')
    const home = explained(
      withoutHabits(
        addresses.filter(({ place }) => place === 'usual').flatMap(({ there }) => there),
        isGrave,
      ),
      away.flatMap(({ there }) => there),
    )
    return [
      ...away.map(({ where, there, place }) => strand(principal, there, { place, ...where })),
      ...stretchesOf(home).map((stretch) =>
        strand(principal, stretch, { place: 'usual', network: undefined, address: undefined }),
      ),
    ]
  })
}

/** What a service does on somebody's behalf comes from where he called it just before. */
function withPlaces(marks: readonly Mark[]): readonly Mark[] {
  const last = new Map<string, Mark>()
  return marks.map((mark) => {
    const who = JSON.stringify([mark.principal, mark.session])
    if (mark.networkKind !== 'aws-service') {
      last.set(who, mark)
      return mark
    }
    const caller = last.get(who)
    if (caller === undefined || mark.timeMs - caller.timeMs > ON_BEHALF_MS) return mark
    const { network, networkKind, address } = caller
    return { ...mark, network, networkKind, address }
  })
}

interface Asked {
  readonly principal: string
  readonly habits: Habits
  readonly isGrave: (finding: number) => boolean
}

const daysOf = (days: readonly number[], there: readonly Mark[]): readonly number[] =>
  days.length > 0 ? days : [...new Set(there.map(dayOf))]

/** @param days - on which the principal was in this place at all. */
function placeOf(
  there: readonly Mark[],
  days: readonly number[],
  { principal, habits, isGrave }: Asked,
): Strand['place'] {
  const [{ network, networkKind: kind } = {}] = there
  if (kind === 'own' || kind === 'aws-service') return 'usual'
  if (network === undefined) return 'unknown'
  const marked = new Set(there.map(dayOf))
  const firstGrave = Math.min(...there.filter(({ finding }) => isGrave(finding)).map(dayOf))
  const all = habits.days(principal)
  const isHome = days.some((day) => day <= Math.min(...all) + HOME_WITHIN_DAYS)
  if (isHome && days.filter((day) => day < firstGrave).length >= USUAL_DAYS) return 'usual'
  const quiet = days.filter((day) => !marked.has(day))
  if (quiet.filter((day) => day < firstGrave).length >= USUAL_DAYS) return 'usual'
  if (quiet.length >= QUIET_DAYS && marked.size / days.length < MOST_MARKED_SHARE) return 'usual'
  const first = Math.min(...marked, ...days)
  return all.some((day) => day < first) ? 'elsewhere' : 'unknown'
}

/** Only of machines: people's addresses change, and an address that is shared says nothing. */
function placeAt(there: readonly Mark[], address: string | undefined, asked: Asked): Strand['place'] {
  const { principal, habits, isGrave } = asked
  const days = address === undefined ? undefined : habits.daysAt(principal, address)
  if (days === undefined || !there.some(({ finding }) => isGrave(finding))) return 'usual'
  const first = Math.min(...days, ...there.map(dayOf))
  if (habits.days(principal).filter((day) => day < first).length < SETTLED_DAYS) return 'usual'
  return placeOf(there, days, asked) === 'elsewhere' ? 'elsewhere' : 'usual'
}

/** What a finding saw elsewhere is what it is about: the usual that it counted along is not. */
function explained(home: readonly Mark[], away: readonly Mark[]): readonly Mark[] {
  const elsewhere = new Set(away.map(({ finding }) => finding))
  return home.filter(({ finding }) => !elsewhere.has(finding))
}

function withoutHabits(marks: readonly Mark[], isGrave: (finding: number) => boolean): readonly Mark[] {
  const days = new Map<number, Set<number>>()
  for (const mark of marks) {
    const known = days.get(mark.finding)
    if (known === undefined) days.set(mark.finding, new Set([dayOf(mark)]))
    else known.add(dayOf(mark))
  }
  return marks.filter(({ finding }) => isGrave(finding) || (days.get(finding)?.size ?? 0) <= MOST_MILD_DAYS)
}

const dayOf = ({ timeMs }: Mark): number => Math.floor(timeMs / DAY_MS)

/** Marks in time's order, cut where nothing happened for long. */
function stretchesOf(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const stretches: Mark[][] = []
  let lastMs = Number.NEGATIVE_INFINITY
  for (const mark of marks) {
    if (mark.timeMs - lastMs > REST_MS) stretches.push([])
    stretches.at(-1)?.push(mark)
    lastMs = mark.timeMs
  }
  return stretches
}

function strand(
  principal: string,
  marks: readonly Mark[],
  { place, network, address }: Pick<Strand, 'place' | 'network' | 'address'>,
): Strand {
  return {
    id: JSON.stringify([principal, place === 'usual' ? marks[0]?.timeMs : network, address]),
    principal,
    place,
    network,
    address,
    marks,
    findings: new Set(marks.map(({ finding }) => finding)),
    sessions: new Set(marks.map(({ session }) => session).filter((one) => one !== undefined)),
    addresses: new Set(marks.map((mark) => mark.address).filter((one) => one !== undefined)),
    fromMs: marks[0]?.timeMs ?? 0,
    toMs: marks.at(-1)?.timeMs ?? 0,
  }
}
