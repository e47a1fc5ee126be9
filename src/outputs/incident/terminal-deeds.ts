import type { Damage, Harm, TimelineEntry } from '#incidents/index.ts'
import { plainBytes, plainCount } from '#kernel/index.ts'
import { type Page, pad } from '../page.ts'
import { isoTime, plainTime } from '../times.ts'
import { moreLine } from './terminal-more.ts'
import { DAMAGE_KINDS, stageTitle } from './told-incident.ts'

const STAGE_COLUMNS = 21

/** What was done to what: sentences, not tables, since names are long and must not be cut. */
export function damageLines(damage: Damage, page: Page, most: number): readonly string[] {
  return DAMAGE_KINDS.flatMap(({ kind, title }) => {
    const harms = damage[kind]
    if (harms.length === 0) return []
    return [
      `  ${title}`,
      ...harms.slice(0, most).flatMap((harm) => harmLines(harm, page)),
      ...moreLine(harms.length - most, page),
    ]
  })
}

function harmLines(harm: Harm, page: Page): readonly string[] {
  const { kind, what, call, count, accountId, region, firstMs } = harm
  const details = detailsOf(harm, page)
  const said = `${kind.slice(0, 40)} ${what.slice(0, 300)}${details === '' ? '' : `: ${details}`}`
  const how = [
    `${call.slice(0, 100)}${count === 1 ? '' : ` ${page.signs.times}${plainCount(count)}`}`,
    plainTime(isoTime(firstMs)),
    ...[accountId, region].flatMap((part) => (part === null ? [] : [part.slice(0, 40)])),
  ]
  const rest = { first: '      ', rest: '      ' }
  return [
    ...page.wrap(page.safe(said, 600), { first: `    ${page.signs.bullet} `, rest: rest.rest }),
    ...page.wrap(page.safe(how.join(', '), 300), rest).map((line) => page.paint('dim', line)),
  ]
}

function detailsOf({ deniedCount, bytes, to, before, after, isAlive }: Harm, { signs }: Page): string {
  const isChange = before !== null || after !== null
  const details = [
    deniedCount === 0 ? '' : `${plainCount(deniedCount)} refused`,
    bytes === null ? '' : plainBytes(bytes),
    to === null ? '' : `to ${to.slice(0, 120)}`,
    isChange
      ? `${before?.slice(0, 120) ?? 'not known'} ${signs.arrow} ${after?.slice(0, 120) ?? 'gone'}`
      : '',
    isAlive === null ? '' : isAlive ? 'still there' : 'removed',
  ]
  return details.filter((detail) => detail !== '').join(', ')
}

/** A line an entry, a head a day; where from is said when it changes. */
export function timelineLines(
  entries: readonly TimelineEntry[],
  page: Page,
  most: number,
): readonly string[] {
  const shown = entries.slice(0, Math.max(most, 40))
  const lines = shown.flatMap((entry, place) => {
    const before = shown[place - 1]
    const day = dayOf(entry)
    const head = before !== undefined && dayOf(before) === day ? [] : [`  ${day}`]
    const isFromElsewhere = before?.address !== entry.address || before.principal !== entry.principal
    return [...head, ...entryLines(entry, isFromElsewhere, page)]
  })
  return [...lines, ...moreLine(entries.length - shown.length, page)]
}

function entryLines(entry: TimelineEntry, isFromElsewhere: boolean, page: Page): readonly string[] {
  const { firstMs, stage, what, count, deniedCount, principal, address, findingIds } = entry
  const flag = findingIds.length === 0 ? ' ' : '!'
  const lead = `  ${plainTime(isoTime(firstMs)).slice(11)} ${flag} ${pad(stageTitle(stage), STAGE_COLUMNS)}`
  const times = count === 1 ? '' : ` ${page.signs.times}${plainCount(count)}`
  const refused = deniedCount === 0 ? '' : `, ${plainCount(deniedCount)} refused`
  const rest = ' '.repeat(lead.length)
  const by = `by ${principal.slice(0, 200)}${address === null ? '' : ` from ${address.slice(0, 60)}`}`
  const [first = '', ...others] = page.wrap(page.safe(`${what.slice(0, 300)}${times}${refused}`, 350), {
    first: lead,
    rest,
  })
  return [
    findingIds.length === 0 ? first : page.paint('bold', first),
    ...others,
    ...(isFromElsewhere
      ? page.wrap(page.safe(by, 300), { first: rest, rest }).map((line) => page.paint('dim', line))
      : []),
  ]
}

const dayOf = ({ firstMs }: TimelineEntry): string => plainTime(isoTime(firstMs)).slice(0, 10)
