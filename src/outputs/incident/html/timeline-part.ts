import { STAGES, type TimelineEntry } from '#incidents/index.ts'
import { isoTime, plainDuration, plainSpan, plainTime } from '../../times.ts'
import { stageTitle } from '../told-incident.ts'
import { htmlTable, idsCell, timesCell } from './html-table.ts'
import { type Html, html, NOTHING } from './markup.ts'
import { GAP_WIDTH, type Segment, timeAxis, xOf } from './time-axis.ts'

const WIDTH = 1080
const LEFT = 160
const LANE = 30
const MAX_ROWS = 500

/** What happened: lanes by stage over a time axis, then the same as a table. */
export function timelinePart(entries: readonly TimelineEntry[]): Html {
  if (entries.length === 0) return html`<p class="soft">No event is told one by one.</p>`
  return html`${chart(entries.slice(0, MAX_ROWS))}${table(entries)}`
}

function chart(entries: readonly TimelineEntry[]): Html {
  const spans = entries.map(({ firstMs, lastMs }) => ({ fromMs: sane(firstMs), toMs: sane(lastMs) }))
  const axis = timeAxis(spans, { x: LEFT, width: WIDTH - LEFT - 6 })
  const stages = STAGES.filter((stage) => entries.some((entry) => entry.stage === stage))
  const bottom = stages.length * LANE
  const lanes = stages.map((stage, lane) => {
    const y = lane * LANE
    const marks = entries.flatMap((entry, place) => (entry.stage === stage ? [{ entry, place }] : []))
    return html`<g role="group" aria-label="${stageTitle(stage)}"><rect class="lane" x="${LEFT}" y="${y + 3}" width="${WIDTH - LEFT}" height="${LANE - 6}" rx="5"/><circle class="s${STAGES.indexOf(stage)}" cx="8" cy="${y + LANE / 2}" r="5"/><text class="name" x="20" y="${y + LANE / 2 + 4}">${stageTitle(stage)}</text></g>
<g>${marks.map(({ entry, place }) => mark(entry, { place, y, axis }))}</g>`
  })
  return html`<div class="chart"><svg viewBox="0 0 ${WIDTH} ${bottom + 46}" role="img" aria-label="Timeline by stage; the table below says the same"><g>${axis.map((segment, place) => gap(segment, axis[place - 1], bottom))}</g>${lanes}<g>${axis.map((segment, place) => gapName(segment, axis[place - 1], bottom))}${axis.map((segment) => ticks(segment, bottom))}</g></svg></div>
<p class="soft">Filled: done. Hollow: all refused. <svg class="key" width="12" height="12" viewBox="0 0 12 12" role="img" aria-label="Red triangle"><path class="flag" d="M1 1h10l-5 9z"/></svg> marks what a grave finding rests on. Quiet stretches are cut out. Times are UTC.</p>`
}

function mark(
  entry: TimelineEntry,
  { place, y, axis }: { place: number; y: number; axis: readonly Segment[] },
): Html {
  const x = xOf(sane(entry.firstMs), axis)
  const width = Math.max(9, xOf(sane(entry.lastMs), axis) - x)
  const left = x - 4.5
  const denied = entry.deniedCount > 0 && entry.deniedCount >= entry.count ? ' denied' : ''
  const flag =
    entry.findingIds.length === 0
      ? NOTHING
      : html`<path class="flag" d="M${round(x - 5)} ${y + 1}h10l-5 8z"/>`
  const said = `${plainTime(isoTime(entry.firstMs))} ${entry.what}`
  return html`<a href="#t${place}"><title>${said}</title><rect class="mark s${STAGES.indexOf(entry.stage)}${denied}" x="${round(left)}" y="${y + 8}" width="${round(width)}" height="14" rx="4"/>${flag}</a>`
}

function gap(segment: Segment, before: Segment | undefined, bottom: number): Html {
  if (before === undefined) return NOTHING
  const x = round(segment.x - GAP_WIDTH / 2)
  return html`<line class="cut" x1="${x}" x2="${x}" y1="0" y2="${bottom + 8}"/>`
}

function gapName(segment: Segment, before: Segment | undefined, bottom: number): Html {
  if (before === undefined) return NOTHING
  const x = round(segment.x - GAP_WIDTH / 2)
  return html`<rect class="rest" x="${x - 1 - GAP_WIDTH / 2 + 4}" y="0" width="${GAP_WIDTH - 6}" height="${bottom}" opacity="0.8"/><line class="cut" x1="${x}" x2="${x}" y1="0" y2="${bottom + 26}"/><text x="${x}" y="${bottom + 40}" text-anchor="middle">${plainDuration(segment.fromMs - before.toMs)} quiet</text>`
}

function ticks({ fromMs, toMs, x, width }: Segment, bottom: number): Html {
  const first = shortTime(fromMs)
  const last = shortTime(toMs)
  const both = first !== last && width > 190
  return html`<line class="grid" x1="${round(x)}" x2="${round(x + width)}" y1="${bottom + 4}" y2="${bottom + 4}"/><text x="${round(x)}" y="${bottom + 20}">${first}</text>${both ? html`<text x="${round(x + width)}" y="${bottom + 20}" text-anchor="end">${last}</text>` : NOTHING}`
}

function table(entries: readonly TimelineEntry[]): Html {
  return htmlTable({
    caption: 'Timeline, oldest first; what is alike and follows one another is one line',
    maxRows: MAX_ROWS,
    rows: entries,
    rowId: (_, place) => `t${place}`,
    columns: [
      {
        head: 'When (UTC)',
        cell: ({ firstMs, lastMs }) =>
          html`<span class="when">${plainSpan(isoTime(firstMs), isoTime(lastMs))}</span>`,
        sortText: ({ firstMs }) => isoTime(firstMs),
      },
      {
        head: 'Stage',
        cell: ({ stage }) =>
          html`<span class="stage"><span class="dot s${STAGES.indexOf(stage)}"></span>${stageTitle(stage)}</span>`,
        sortText: ({ stage }) => String(STAGES.indexOf(stage)).padStart(2, '0'),
      },
      { head: 'What', cell: whatCell, sortText: ({ what }) => what.slice(0, 80) },
      { head: 'Times', cell: timesCell, number: ({ count }) => count },
      {
        head: 'From',
        cell: ({ address, region }) =>
          html`${address === null ? NOTHING : html`<code>${address.slice(0, 100)}</code>`}${region === null ? NOTHING : html`<br><span class="soft">in ${region.slice(0, 40)}</span>`}`,
      },
      { head: 'Events', cell: ({ eventIds, count }) => idsCell(eventIds, count) },
    ],
  })
}

function whatCell({ what, findingIds, principal }: TimelineEntry): Html {
  const flag = findingIds.length === 0 ? NOTHING : html` <span class="chip bad">finding</span>`
  return html`${what}${flag}<br><span class="soft">by</span> <code>${shortArn(principal)}</code>`
}

/** `arn:aws:iam::123456789012:user/alice` → `123456789012 user/alice`: the rest of an ARN says nothing. */
export function shortArn(name: string): string {
  const [, account, rest] = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):(.{1,150})$/u.exec(name) ?? []
  return account === undefined || rest === undefined ? name.slice(0, 150) : `${account} ${rest}`
}

const sane = (timeMs: number): number => Date.parse(isoTime(timeMs))
const round = (x: number): number => Math.round(x * 10) / 10
const shortTime = (timeMs: number): string => plainTime(isoTime(timeMs)).slice(0, 16)
