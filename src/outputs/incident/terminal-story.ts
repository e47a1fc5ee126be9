import type { Actor, PlanStep } from '#incidents/index.ts'
import { plainBytes } from '#kernel/index.ts'
import { lookupsOf } from '../lookups.ts'
import { counted } from '../numbers.ts'
import { openPage, type Page, type PageOptions } from '../page.ts'
import { reportIncident } from '../report.ts'
import { badge } from '../terminal-badge.ts'
import { isoTime, plainDuration, plainSpan } from '../times.ts'
import { damageLines, timelineLines } from './terminal-deeds.ts'
import { lineageLines } from './terminal-lineage.ts'
import { moreLine } from './terminal-more.ts'
import { planLines } from './terminal-plan.ts'
import { standingLines } from './terminal-standing.ts'
import { figuresOf, NO_STEP, type ToldIncident } from './told-incident.ts'

export interface IncidentTerminalOptions extends PageOptions {
  /** Everything the story holds, not the first rows of each part. */
  readonly verbose: boolean
  /** How the reader calls `query`: `trailhound query`. */
  readonly queryCommand?: string
}

const FEW = 12

/** `trailhound incident show`: one incident for a person at a terminal, the verdict first and what to do next. */
export function incidentTerminal(told: ToldIncident, options: IncidentTerminalOptions): string {
  const page = openPage(options)
  const most = options.verbose ? 1000 : FEW
  const { incident, story } = told
  const lines = [
    ...headLines(told, page),
    ...part('Stop it, in this order', stopLines(story.containment, page, most), page),
    ...part('Damage', damageLines(story.damage, page, most), page),
    ...part('Who, and from where', actorLines(story.actors, page, most), page),
    ...part('Timeline (UTC)', timelineLines(story.timeline, page, most), page),
    ...part('What came from the theft', lineageLines(told, page, 2 * most), page),
    ...part('Take the changes back', planLines(story.undo, page, { most }), page),
    ...part('Standing risk', standingLines(told.standing, page, most), page),
    ...part(
      'What the logs cannot show',
      story.unknown.flatMap((said) => item(said, page)),
      page,
    ),
    ...part('Findings', findingLines(told, page, most), page),
    ...part('Look for yourself', lookupLines(told, page, options.queryCommand ?? 'trailhound query'), page),
  ]
  const more = options.verbose
    ? []
    : [page.paint('dim', `--verbose shows all of incident ${page.safe(incident.id, 60)}`)]
  return `${[...lines, ...more].join('\n')}\n`
}

const stopLines = (steps: readonly PlanStep[], page: Page, most: number): readonly string[] =>
  steps.length === 0 ? item(NO_STEP, page) : planLines(steps, page, { most })

function headLines({ incident, story }: ToldIncident, page: Page): readonly string[] {
  const { verdict } = story
  const { alive, bytesTaken } = figuresOf(story)
  const { dash } = page.signs
  const flat = (text: string): readonly string[] => page.wrap(text, { first: '', rest: '' })
  const span = plainSpan(isoTime(verdict.firstBadMs), isoTime(incident.lastMs), dash)
  const facts = [
    `${span} UTC (${plainDuration(verdict.dwellMs)})`,
    alive === 0
      ? 'nothing known that still works'
      : `${counted(alive, 'thing')} still ${alive === 1 ? 'works' : 'work'}`,
    bytesTaken === 0 ? '' : `${plainBytes(bytesTaken)} left the account`,
    `confidence ${verdict.confidence}`,
  ].filter((fact) => fact !== '')
  return [
    `${badge(incident.severity, page)}  ${page.paint('dim', page.safe(incident.id, 24))}`,
    ...flat(page.safe(incident.title, 300)).map((line) => page.paint('bold', line)),
    '',
    ...flat(page.safe(verdict.text, 1200)),
    '',
    ...flat(facts.join(` ${page.signs.dot} `)),
    ...verdict.reasons.slice(0, 10).flatMap((reason) => item(reason, page)),
    '',
  ]
}

function part(title: string, lines: readonly string[], page: Page): readonly string[] {
  return lines.length === 0 ? [] : [page.paint('bold', title), ...lines, '']
}

function item(said: string, page: Page): readonly string[] {
  return page.wrap(page.safe(said, 600), { first: `  ${page.signs.bullet} `, rest: '    ' })
}

function actorLines(actors: readonly Actor[], page: Page, most: number): readonly string[] {
  return [
    ...actors.slice(0, most).flatMap((actor) => actorText(actor, page)),
    ...moreLine(actors.length - most, page),
  ]
}

function actorText(actor: Actor, page: Page): readonly string[] {
  const { principal, isIntruder, why, places, clients, eventCount } = actor
  const who = isIntruder ? 'INTRUDER' : 'owner'
  const lead = `  ${who}  `
  const [first = '', ...rest] = page.wrap(`${page.safe(principal, 200)} (${counted(eventCount, 'event')})`, {
    first: lead,
    rest: '    ',
  })
  const indent = { first: '    ', rest: '    ' }
  return [
    `  ${page.paint(isIntruder ? ['bold', 'red'] : 'green', who)}  ${first.slice(lead.length)}`,
    ...rest,
    ...page.wrap(page.safe(why, 300), indent),
    ...places.slice(0, 8).flatMap(({ network, operator, country, kind, addresses, eventCount: count }) => {
      const about = [operator, country, kind]
        .flatMap((one) => (one === null ? [] : [one.slice(0, 60)]))
        .join(', ')
      const from = addresses.slice(0, 4).join(' ')
      return page.wrap(
        page.safe(`from ${network} (${about}): ${from}, ${counted(count, 'event')}`, 300),
        indent,
      )
    }),
    ...clients.slice(0, 3).flatMap((client) => page.wrap(page.safe(`with ${client}`, 120), indent)),
  ]
}

function findingLines({ findings }: ToldIncident, page: Page, most: number): readonly string[] {
  return [
    ...findings
      .slice(0, most)
      .flatMap(({ level, title, why }) => [
        `  ${badge(level, page)}`,
        ...page.wrap(page.safe(`${title}: ${why}`, 500), { first: '    ', rest: '    ' }),
      ]),
    ...moreLine(findings.length - most, page),
  ]
}

/** A command is never wrapped: it is there to be copied. */
function lookupLines({ incident }: ToldIncident, page: Page, queryCommand: string): readonly string[] {
  return lookupsOf(reportIncident(incident), queryCommand).flatMap(({ what, command }) => [
    `  ${page.signs.bullet} ${what}`,
    `    ${page.paint('cyan', command)}`,
  ])
}
