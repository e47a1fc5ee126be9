import type { Damage, Harm } from '#incidents/index.ts'
import { plainBytes, plainCount } from '#kernel/index.ts'
import { isoTime, plainTime } from '../../times.ts'
import { DAMAGE_KINDS } from '../told-incident.ts'
import { chip, htmlTable, idsCell, timesCell } from './html-table.ts'
import { type Html, html, NOTHING } from './markup.ts'

const MAX_ROWS = 200

/** What was done to what, the gravest kind first; kinds of which there is nothing are named at the end. */
export function damagePart(damage: Damage): Html {
  const none = DAMAGE_KINDS.filter(({ kind }) => damage[kind].length === 0).map(({ title }) =>
    title.toLowerCase(),
  )
  const parts = DAMAGE_KINDS.filter(({ kind }) => damage[kind].length > 0).map(
    ({ kind, title }) =>
      html`<h3>${title} <span class="chip">${plainCount(damage[kind].length)}</span></h3>${table(damage[kind], title)}`,
  )
  const rest =
    none.length === 0
      ? NOTHING
      : html`<p class="soft">Nothing of these shows in the logs: ${none.join(', ')}.</p>`
  return html`${parts}${rest}`
}

function table(rows: readonly Harm[], title: string): Html {
  const some = (has: (row: Harm) => boolean): boolean => rows.some(has)
  return htmlTable({
    caption: title,
    isCaptionSeen: false,
    rows,
    maxRows: MAX_ROWS,
    columns: [
      { head: 'What', cell: whatCell, sortText: ({ what }) => what.slice(0, 80) },
      { head: 'To', cell: ({ to }) => short(to), isShown: some(({ to }) => to !== null) },
      {
        head: 'Bytes',
        cell: ({ bytes }) => (bytes === null ? '' : plainBytes(bytes)),
        number: ({ bytes }) => bytes ?? -1,
        isShown: some(({ bytes }) => bytes !== null),
      },
      {
        head: 'Before → after',
        cell: changeCell,
        isShown: some(({ before, after }) => before !== null || after !== null),
      },
      { head: 'Now', cell: aliveCell, isShown: some(({ isAlive }) => isAlive !== null) },
      { head: 'Times', cell: timesCell, number: ({ count }) => count },
      {
        head: 'First (UTC)',
        cell: ({ firstMs }) => html`<span class="when">${plainTime(isoTime(firstMs))}</span>`,
        sortText: ({ firstMs }) => isoTime(firstMs),
      },
      {
        head: 'Events',
        cell: ({ kind, eventIds, count }) => idsCell(eventIds, kind === 'instances' ? 0 : count),
      },
    ],
  })
}

/** The thing, then how it was done and where: apart they would make the table wider than a page. */
function whatCell({ kind, what, call, accountId, region }: Harm): Html {
  const where = [accountId, region].flatMap((part) => (part === null ? [] : [part.slice(0, 40)]))
  return html`<strong>${what.slice(0, 200)}</strong> <span class="chip">${kind.slice(0, 60)}</span><br><code>${call.slice(0, 120)}</code> <span class="soft">${where.join(' · ')}</span>`
}

function changeCell({ before, after }: Harm): Html {
  if (before === null && after === null) return NOTHING
  return html`${before === null ? html`<span class="soft">not known</span>` : short(before)} → ${after === null ? html`<span class="soft">gone</span>` : short(after)}`
}

function aliveCell({ isAlive }: Harm): Html {
  if (isAlive === null) return NOTHING
  return isAlive ? chip('bad', 'still there') : chip('ok', 'removed')
}

const short = (value: string | null): string => value?.slice(0, 200) ?? ''
