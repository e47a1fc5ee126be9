import type { Actor, Place } from '#incidents/index.ts'
import { plainCount } from '#kernel/index.ts'
import { counted } from '../../numbers.ts'
import { isoTime, plainSpan } from '../../times.ts'
import { chip, htmlTable } from './html-table.ts'
import { type Html, html, NOTHING, trusted } from './markup.ts'
import { placesMap } from './places-map.ts'
import { shortArn } from './timeline-part.ts'

const MAX_ACTORS = 40
const MAX_NAMED = 6
const BAR_WIDTH = 140

/** Intruder and owner side by side, then the places they came from. */
export function whoPart(actors: readonly Actor[]): Html {
  if (actors.length === 0) return html`<p class="soft">The logs do not tell the actors apart.</p>`
  const more = actors.length - MAX_ACTORS
  const places = placesOf(actors)
  return html`<div class="cards">${actors.slice(0, MAX_ACTORS).map(card)}</div>${more > 0 ? html`<p class="more">${counted(more, 'more actor')} in the JSON.</p>` : NOTHING}<h3>Places</h3>${placesMap(places)}${placesTable(places)}`
}

function card({ principal, isIntruder, why, accessKeys, clients, eventCount, firstMs, lastMs }: Actor): Html {
  const open = isIntruder ? trusted('<article class="card intruder">') : trusted('<article class="card">')
  const who = isIntruder ? chip('bad', 'intruder') : chip('ok', 'owner')
  return html`${open}${who}<h3><code>${shortArn(principal)}</code></h3><p>${why}</p><dl><dt>Keys</dt><dd>${codes(accessKeys)}</dd><dt>Clients</dt><dd>${codes(clients)}</dd><dt>When</dt><dd>${plainSpan(isoTime(firstMs), isoTime(lastMs))}</dd><dt>Events</dt><dd>${plainCount(eventCount)}</dd></dl></article>
`
}

function codes(values: readonly string[]): Html {
  if (values.length === 0) return html`<span class="soft">none known</span>`
  const more = values.length - MAX_NAMED
  const shown = values.slice(0, MAX_NAMED).map((value) => html`<code>${value.slice(0, 120)}</code> `)
  return html`${shown}${more > 0 ? html`<span class="soft">and ${plainCount(more)} more</span>` : NOTHING}`
}

interface Seen extends Place {
  readonly isIntruder: boolean
}

/** One place of the intruder is one, however many of the credentials were used from it. */
function placesOf(actors: readonly Actor[]): readonly Seen[] {
  const seen = new Map<string, Seen>()
  for (const { isIntruder, places: all } of actors) {
    for (const place of all) {
      const name = JSON.stringify([isIntruder, place.network, place.country])
      const known = seen.get(name)
      const addresses = [...new Set([...(known?.addresses ?? []), ...place.addresses])]
      const eventCount = (known?.eventCount ?? 0) + place.eventCount
      seen.set(name, { ...place, isIntruder, addresses, eventCount })
    }
  }
  return [...seen.values()].toSorted(
    (a, b) => Number(b.isIntruder) - Number(a.isIntruder) || b.eventCount - a.eventCount,
  )
}

function placesTable(rows: readonly Seen[]): Html {
  const most = rows.reduce((so, { eventCount }) => Math.max(so, eventCount), 1)
  return htmlTable({
    caption: 'Networks that the events came from, the intruder’s first',
    maxRows: 200,
    rows,
    columns: [
      {
        head: 'Whose',
        cell: ({ isIntruder }) => (isIntruder ? chip('bad', 'intruder') : chip('ok', 'owner')),
      },
      {
        head: 'Network',
        cell: ({ network, operator }) =>
          html`${network.slice(0, 120)}${operator === null ? NOTHING : html`<br><span class="soft">${operator.slice(0, 120)}</span>`}`,
      },
      { head: 'Country', cell: ({ country }) => country?.slice(0, 40) ?? '' },
      { head: 'Kind', cell: ({ kind }) => kind?.slice(0, 40) ?? '' },
      { head: 'Addresses', cell: ({ addresses }) => codes(addresses) },
      {
        head: 'Events',
        cell: ({ eventCount, isIntruder }) =>
          html`${plainCount(eventCount)} <svg class="bar" width="${BAR_WIDTH}" height="8" viewBox="0 0 ${BAR_WIDTH} 8" aria-hidden="true"><rect class="track" width="${BAR_WIDTH}" height="8" rx="4"/><rect class="${isIntruder ? 'bad' : 'ok'}" width="${Math.max(4, Math.round((BAR_WIDTH * eventCount) / most))}" height="8" rx="4"/></svg>`,
        number: ({ eventCount }) => eventCount,
      },
    ],
  })
}
