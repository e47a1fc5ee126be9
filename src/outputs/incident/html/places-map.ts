import { byLetters } from '#kernel/index.ts'
import { counted } from '../../numbers.ts'
import { type Html, html, NOTHING, trusted } from './markup.ts'
import { COUNTRIES, LAND, WORLD } from './world-map.ts'

export interface MappedPlace {
  /** Two letters, as the logs' networks are registered. */
  readonly country: string | null
  readonly isIntruder: boolean
  readonly eventCount: number
}

const SMALLEST = 4
const LARGEST = 15
/** The owner's dot beside the intruder's of the same country. */
const ASIDE = 9
const MAX_NAMES = 25

/** The countries that events came from, a dot each for the intruder and the owner; nothing where no country is known. */
export function placesMap(places: readonly MappedPlace[]): Html {
  const dots = dotsOf(places)
  if (dots.length === 0) return NOTHING
  const most = Math.max(...dots.map(({ eventCount }) => eventCount))
  const shown = dots.map((one) => dot(one, { most, isShared: countOf(dots, one.country) > 1 }))
  const names = dots
    .slice(0, MAX_NAMES)
    .filter(({ country }, place) => dots.findIndex((one) => one.country === country) === place)
  return html`<div class="chart map"><svg viewBox="0 0 ${WORLD.width} ${WORLD.height}" role="img" aria-label="Map of the countries; the table below says the same"><path class="land" d="${trusted(LAND)}"/>${shown}${names.map(nameOf)}</svg></div>
<p class="soft">Red: the intruder; green: the owner; the larger, the more events. A dot stands in the middle of the country in which a network is registered: no address tells more.</p>`
}

interface Dot {
  readonly country: string
  readonly name: string
  readonly x: number
  readonly y: number
  readonly isIntruder: boolean
  readonly eventCount: number
}

/** One for each country and side, the largest first, so that small ones lie on top. */
function dotsOf(places: readonly MappedPlace[]): readonly Dot[] {
  const dots = new Map<string, Dot>()
  for (const { country, isIntruder, eventCount } of places) {
    const at = country !== null && Object.hasOwn(COUNTRIES, country) ? COUNTRIES[country] : undefined
    if (country === null || at === undefined) continue
    const id = `${country} ${String(isIntruder)}`
    const before = dots.get(id)?.eventCount ?? 0
    const [x, y] = at
    dots.set(id, { country, name: fullName(country), x, y, isIntruder, eventCount: before + eventCount })
  }
  return [...dots.values()].toSorted((a, b) => b.eventCount - a.eventCount || byLetters(a.country, b.country))
}

const countOf = (dots: readonly Dot[], country: string): number =>
  dots.filter((one) => one.country === country).length

function dot(
  { name, x, y, isIntruder, eventCount }: Dot,
  { most, isShared }: { most: number; isShared: boolean },
): Html {
  const radius = SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(eventCount / Math.max(1, most))
  const left = isShared ? x + (isIntruder ? -ASIDE : ASIDE) : x
  return html`<circle class="place ${isIntruder ? 'bad' : 'ok'}" cx="${left}" cy="${y}" r="${Math.round(radius * 10) / 10}"><title>${`${name}: ${counted(eventCount, 'event')} of the ${isIntruder ? 'intruder' : 'owner'}`}</title></circle>`
}

const nameOf = ({ country, x, y }: Dot): Html =>
  html`<text class="name" x="${x}" y="${y + 4}" text-anchor="middle">${country}</text>`

function fullName(country: string): string {
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(country) ?? country
}
