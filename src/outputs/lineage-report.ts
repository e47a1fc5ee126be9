import type { Ancestor, Lineage } from '#incidents/index.ts'
import { treeLines } from './incident/terminal-lineage.ts'
import { jsonText } from './json.ts'
import { counted } from './numbers.ts'
import { openPage, type Page, type PageOptions } from './page.ts'
import { isoTime, plainSpan, plainTime } from './times.ts'

/** One JSON document: times are ISO 8601 strings in UTC, what is unknown is null. */
export function lineageJson({ firstMs, lastMs, asOfMs, ancestors, descendants, ...rest }: Lineage): string {
  return `${jsonText({
    schemaVersion: 1,
    ...rest,
    firstEvent: firstMs === null ? null : isoTime(firstMs),
    lastEvent: lastMs === null ? null : isoTime(lastMs),
    asOf: isoTime(asOfMs),
    ancestors: ancestors.map(({ madeMs, ...made }) => ({ ...made, madeAt: isoTime(madeMs) })),
    descendants: descendants.map(({ madeMs, expiresMs, ...made }) => ({
      ...made,
      madeAt: isoTime(madeMs),
      expiresAt: expiresMs === null ? null : isoTime(expiresMs),
    })),
  })}\n`
}

const MOST = 200

/** Where a credential comes from, and what came of it, for a person at a terminal. */
export function lineageText(lineage: Lineage, options: PageOptions): string {
  const page = openPage(options)
  const { descendants } = lineage
  const alive = descendants.filter(({ state }) => state !== 'ended').length
  const lines = [
    page.paint('bold', page.safe(lineage.credential, 300)),
    ...ownLines(lineage, page),
    '',
    page.paint('bold', 'Where it comes from'),
    ...originLines(lineage, page),
    '',
    page.paint('bold', 'What came of it'),
    ...(descendants.length === 0
      ? ['  Nothing that these logs show.']
      : [
          ...treeLines(descendants, page, MOST),
          '',
          `  ${counted(descendants.length, 'credential')} or ${descendants.length === 1 ? 'way' : 'ways'} in, ${String(alive)} of them may still work (as of ${plainTime(isoTime(lineage.asOfMs))} UTC, the last event of the logs).`,
        ]),
  ]
  return `${lines.join('\n')}\n`
}

function ownLines(
  { principal, actorClass, eventCount, firstMs, lastMs, credential }: Lineage,
  page: Page,
): readonly string[] {
  if (firstMs === null || lastMs === null) return ['  It made no call in these logs.']
  const who = principal === null || principal === credential ? '' : ` of ${principal}`
  const said = `${actorClass ?? 'unknown'}${who}: ${counted(eventCount, 'event')}, ${plainSpan(isoTime(firstMs), isoTime(lastMs), page.signs.dash)} UTC`
  return page.wrap(page.safe(said, 500), { first: '  ', rest: '  ' })
}

function originLines({ ancestors }: Lineage, page: Page): readonly string[] {
  if (ancestors.length === 0) {
    return page.wrap('Nothing in these logs made it: it is older, or made where no logs are.', {
      first: '  ',
      rest: '  ',
    })
  }
  return ancestors.slice(0, MOST).flatMap((one) => ancestorLines(one, page))
}

function ancestorLines(one: Ancestor, page: Page): readonly string[] {
  const indent = '  '.repeat(Math.min(one.depth, 8))
  const from = [one.address, one.network === null ? null : `(${one.network})`].filter((part) => part !== null)
  const by = one.parent === null || one.parent === one.principal ? '' : `${one.parent} of `
  const said = `${page.signs.arrow} made by ${one.call} of ${by}${one.principal ?? 'somebody whom the logs do not name'} (${one.actorClass ?? 'unknown'})${from.length === 0 ? '' : `, from ${from.join(' ')}`}, ${plainTime(isoTime(one.madeMs))}`
  const name =
    one.depth === 1 ? [] : page.wrap(page.safe(one.credential, 300), { first: indent, rest: indent })
  return [...name, ...page.wrap(page.safe(said, 600), { first: `${indent}  `, rest: `${indent}    ` })]
}
