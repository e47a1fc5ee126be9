import type { Descendant } from '#incidents/index.ts'
import { plainCount } from '#kernel/index.ts'
import { counted } from '../numbers.ts'
import { columnsOf, type Page } from '../page.ts'
import { isoTime, plainTime } from '../times.ts'
import { type LineageNode, lineageTrees } from './lineage-trees.ts'
import type { ToldIncident } from './told-incident.ts'

/** Deeper branches are drawn at this depth: a terminal has no room for more. */
const MAX_INDENT = 8

/** What descends from the theft, as a tree of lines. */
export const lineageLines = ({ story }: ToldIncident, page: Page, most: number): readonly string[] =>
  treeLines(story.lineage, page, most)

export function treeLines(lineage: readonly Descendant[], page: Page, most: number): readonly string[] {
  const { roots, leftOut } = lineageTrees(lineage)
  const lines = roots.flatMap((root) => nodeLines(root, 0, page))
  const more = Math.max(0, lines.length - 2 * most) / 2 + leftOut
  const shown = lines.slice(0, 2 * most).filter((line) => line !== '')
  return [...shown, ...(more > 0 ? [page.paint('dim', `  and ${plainCount(Math.ceil(more))} more`)] : [])]
}

/** Two lines a credential, the second empty where nothing is known of it. */
function nodeLines({ name, made, children }: LineageNode, depth: number, page: Page): readonly string[] {
  const indent = '  '.repeat(1 + Math.min(depth, MAX_INDENT))
  const branch = depth === 0 ? '' : page.safe(page.signs.line === '-' ? '`- ' : '└─ ')
  const room = Math.max(16, page.width - indent.length - branch.length - 30)
  const told = made === undefined ? '' : ` ${made.kind}, ${stateText(made.state, page)}`
  const second =
    made === undefined
      ? ''
      : `${indent}${' '.repeat(branch.length)}${page.paint('dim', about(made, page, room + 28))}`
  return [
    `${indent}${branch}${cut(page.safe(name, room), room, page)}${told}`,
    second,
    ...children.flatMap((child) => nodeLines(child, depth + 1, page)),
  ]
}

function about({ call, madeMs, expiresMs, eventCount }: Descendant, page: Page, room: number): string {
  const ends = expiresMs === null ? '' : `, ends ${plainTime(isoTime(expiresMs)).slice(0, 16)}`
  return page.safe(
    `${plainTime(isoTime(madeMs)).slice(0, 16)}${ends}, ${counted(eventCount, 'event')}, ${call}`,
    room,
  )
}

/** Letters of two columns: as many as there is room for. */
function cut(name: string, room: number, page: Page): string {
  if (columnsOf(name) <= room) return name
  const chars = Array.from(name)
  while (columnsOf(chars.join('')) > room - 3) chars.pop()
  return `${chars.join('')}${page.safe('…')}`
}

function stateText(state: Descendant['state'], page: Page): string {
  switch (state) {
    case 'alive':
      return page.paint(['bold', 'red'], 'still works')
    case 'ended':
      return page.paint('green', 'ended')
    case 'unknown':
      return page.paint('yellow', 'may still work')
  }
}
