import type { Actor, Harm, PlanStep, TimelineEntry } from '#incidents/index.ts'
import { plainBytes, plainCount } from '#kernel/index.ts'
import { counted } from '../numbers.ts'
import { isoTime, plainDuration, plainSpan, plainTime } from '../times.ts'
import { type LineageNode, lineageTrees } from './lineage-trees.ts'
import { mdBlock, mdCode, mdTable, mdText } from './markdown-text.ts'
import { isShownAsIs } from './shown-command.ts'
import { standingNotes, tieWords } from './standing-words.ts'
import { DAMAGE_KINDS, figuresOf, NO_STEP, stageTitle, type ToldIncident } from './told-incident.ts'

/** Enough for a ticket; the rest is in the JSON, and said so. */
const MAX_ROWS = 100
const MAX_NAMED = 6

/** One incident as Markdown for a ticket, a wiki or a chat (GitHub's dialect); names from the logs link to nothing and call nobody. */
export function incidentMarkdown(told: ToldIncident): string {
  const { incident, story, findings, tool, toldMs } = told
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['Stop it, in this order', story.containment.length === 0 ? [NO_STEP] : steps(story.containment)],
    ['Damage', damageLines(told)],
    ['Who, and from where', actorLines(story.actors)],
    ['Timeline', timelineLines(story.timeline)],
    ['What came from the theft', lineageLines(told)],
    ['Take the changes back', steps(story.undo)],
    ['Standing risk', standingLines(told)],
    ['What the logs cannot show', story.unknown.slice(0, MAX_ROWS).map((said) => `- ${mdText(said, 600)}`)],
    [
      'Findings',
      rest(findings, ({ level, title, why, detectionId }) => [
        `- **${level}** ${mdText(title)} (${mdCode(detectionId)}): ${mdText(why)}`,
      ]),
    ],
    ['Evidence', evidenceLines(incident.eventIds)],
  ]
  const lines = [
    `# Incident ${mdText(incident.id, 80)}: ${mdText(incident.title)}`,
    '',
    ...headLines(told),
    ...sections.flatMap(([title, body]) => (body.length === 0 ? [] : ['', `## ${title}`, '', ...body])),
    '',
    `Told by ${mdText(`${tool.name} ${tool.version}`, 80)} on ${plainTime(isoTime(toldMs))}. All times are UTC.`,
  ]
  return `${lines.join('\n')}\n`
}

function headLines({ incident, story }: ToldIncident): readonly string[] {
  const { verdict } = story
  const { alive, bytesTaken } = figuresOf(story)
  return [
    `**${incident.severity.toUpperCase()}**, confidence ${verdict.confidence}. ${mdText(verdict.text, 1200)}`,
    '',
    ...verdict.reasons.slice(0, 10).map((reason, place) => `${place + 1}. ${mdText(reason)}`),
    '',
    ...mdTable(
      ['First bad event', 'Last event', 'Went on for', 'Still works', 'Left the account', 'Accounts'],
      [
        [
          plainTime(isoTime(verdict.firstBadMs)),
          plainTime(isoTime(incident.lastMs)),
          plainDuration(verdict.dwellMs),
          alive === 0 ? 'nothing known' : counted(alive, 'thing'),
          bytesTaken === 0 ? 'no bytes known' : plainBytes(bytesTaken),
          named(incident.accountIds),
        ],
      ],
    ),
  ]
}

function damageLines({ story }: ToldIncident): readonly string[] {
  return DAMAGE_KINDS.flatMap(({ kind, title }) => {
    const harms = story.damage[kind]
    if (harms.length === 0) return []
    const heads = ['What', 'Kind', 'Call', 'Where', 'Times', 'Detail', 'First']
    const more = harms.length - MAX_ROWS
    return [
      `**${title}**`,
      '',
      ...mdTable(heads, harms.slice(0, MAX_ROWS).map(harmCells)),
      ...(more > 0 ? ['', `${counted(more, 'more row')} in the JSON.`] : []),
      '',
    ]
  })
}

function harmCells(harm: Harm): readonly string[] {
  const { what, kind, call, accountId, region, count, deniedCount, firstMs } = harm
  return [
    mdCode(what),
    mdText(kind, 60),
    mdCode(call),
    [accountId, region].flatMap((part) => (part === null ? [] : [mdCode(part, 60)])).join(' '),
    `${plainCount(count)}${deniedCount === 0 ? '' : ` (${plainCount(deniedCount)} refused)`}`,
    harmDetail(harm),
    plainTime(isoTime(firstMs)),
  ]
}

function harmDetail({ bytes, to, before, after, isAlive }: Harm): string {
  const change =
    before === null && after === null
      ? ''
      : `${before === null ? 'not known' : mdCode(before)} → ${after === null ? 'gone' : mdCode(after)}`
  const parts = [
    bytes === null ? '' : plainBytes(bytes),
    to === null ? '' : `to ${mdCode(to)}`,
    change,
    isAlive === null ? '' : isAlive ? 'still there' : 'removed',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function actorLines(actors: readonly Actor[]): readonly string[] {
  return rest(actors, ({ principal, isIntruder, why, places, accessKeys, clients, eventCount }) => [
    `- **${isIntruder ? 'Intruder' : 'Owner'}** ${mdCode(principal)}, ${counted(eventCount, 'event')}: ${mdText(why)}`,
    `  - keys: ${named(accessKeys)}; clients: ${named(clients)}`,
    ...places.slice(0, 20).map(({ network, operator, country, kind, addresses, eventCount: count }) => {
      const about = [operator, country, kind].flatMap((part) => (part === null ? [] : [mdText(part, 100)]))
      return `  - ${mdCode(network)}${about.length === 0 ? '' : ` (${about.join(', ')})`}: ${named(addresses)}, ${counted(count, 'event')}`
    }),
  ])
}

function timelineLines(entries: readonly TimelineEntry[]): readonly string[] {
  if (entries.length === 0) return []
  const more = entries.length - MAX_ROWS
  const rows = entries
    .slice(0, MAX_ROWS)
    .map(({ firstMs, lastMs, stage, what, count, deniedCount, principal, address, findingIds }) => [
      plainSpan(isoTime(firstMs), isoTime(lastMs)),
      stageTitle(stage),
      `${mdText(what)}${findingIds.length === 0 ? '' : ' **!**'}`,
      `${plainCount(count)}${deniedCount === 0 ? '' : ` (${plainCount(deniedCount)} refused)`}`,
      mdCode(principal),
      mdCode(address ?? ''),
    ])
  return [
    ...mdTable(['When', 'Stage', 'What', 'Times', 'By', 'From'], rows),
    ...(more > 0 ? ['', `${counted(more, 'more row')} in the JSON.`] : []),
  ]
}

function lineageLines({ story }: ToldIncident): readonly string[] {
  const { roots } = lineageTrees(story.lineage)
  const all = roots.flatMap((root) => nodeLines(root, 0))
  const more = all.length - 2 * MAX_ROWS
  return [
    ...all.slice(0, 2 * MAX_ROWS),
    ...(more > 0 ? ['', `${counted(more, 'more credential')} in the JSON.`] : []),
  ]
}

function nodeLines({ name, made, children }: LineageNode, depth: number): readonly string[] {
  const said =
    made === undefined
      ? ''
      : `: ${made.kind}, by ${mdCode(made.call)} on ${plainTime(isoTime(made.madeMs))}, ${counted(made.eventCount, 'event')}, **${made.state}**`
  return [
    `${'  '.repeat(depth)}- ${mdCode(name)}${said}`,
    ...children.flatMap((child) => nodeLines(child, depth + 1)),
  ]
}

function steps(all: readonly PlanStep[]): readonly string[] {
  return rest(all, ({ title, why, commands, breaks, undo }) => [
    `### ${mdText(title)}`,
    '',
    mdText(why),
    '',
    ...commands.slice(0, 20).flatMap(commandLines),
    ...breaks.slice(0, 10).map((said) => `- It breaks: ${mdText(said)}`),
    ...(breaks.length === 0 ? [] : ['']),
    ...(undo.length === 0 ? [] : ['To take this step back:', '', ...undo.slice(0, 20).flatMap(commandLines)]),
  ])
}

function commandLines(command: string): readonly string[] {
  const note = isShownAsIs(command)
    ? []
    : ['It holds characters that do not show, or is too long: it will not work as it stands.', '']
  return [...mdBlock(command), '', ...note]
}

function standingLines({ standing }: ToldIncident): readonly string[] {
  const { risks, moreRisks } = standing
  return [
    ...standingNotes(standing).map((said) => `- ${mdText(said, 600)}`),
    ...risks.map(
      (risk) =>
        `- **${risk.level}** ${mdText(risk.title)} (${mdCode(risk.check)}, about ${tieWords(risk)}): ${mdText(risk.evidence, 700)}`,
    ),
    ...(moreRisks > 0 ? [`- ${counted(moreRisks, 'more risk')}: trailhound audit has them.`] : []),
  ]
}

function evidenceLines(ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return []
  const more = ids.length - MAX_ROWS
  return [
    `Event ids: ${ids
      .slice(0, MAX_ROWS)
      .map((id) => mdCode(id, 64))
      .join(' ')}${more > 0 ? ` and ${plainCount(more)} more in the JSON` : ''}`,
  ]
}

function named(values: readonly string[]): string {
  const more = values.length - MAX_NAMED
  const shown = values.slice(0, MAX_NAMED).map((value) => mdCode(value, 120))
  return `${shown.length === 0 ? 'none known' : shown.join(' ')}${more > 0 ? ` and ${plainCount(more)} more` : ''}`
}

function rest<Item>(items: readonly Item[], told: (item: Item) => readonly string[]): readonly string[] {
  const more = items.length - MAX_ROWS
  return [
    ...items.slice(0, MAX_ROWS).flatMap(told),
    ...(more > 0 ? ['', `${plainCount(more)} more in the JSON.`] : []),
  ]
}
