import { createHash } from 'node:crypto'
import { plainBytes, plainCount } from '#kernel/index.ts'
import { counted } from '../../numbers.ts'
import { isoTime, plainDuration, plainTime } from '../../times.ts'
import { figuresOf, type ToldIncident } from '../told-incident.ts'
import { damagePart } from './damage-part.ts'
import { evidencePart, findingsPart } from './evidence-part.ts'
import { lineagePart } from './lineage-part.ts'
import { type Html, html, NOTHING, text, trusted } from './markup.ts'
import { planPart } from './plan-part.ts'
import { SCRIPT } from './script.ts'
import { standingPart } from './standing-part.ts'
import { STYLE } from './style.ts'
import { timelinePart } from './timeline-part.ts'
import { whoPart } from './who-part.ts'

interface Section {
  readonly id: string
  readonly title: string
  readonly count?: number
  readonly body: Html
}

/**
 * One incident as one page that needs nothing else: no request leaves it, and it works without its script, offline and on paper.
 *
 * Its policy allows the two texts of ours by their hashes and nothing besides, so that markup from a log would do nothing even
 * if it got in.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP
 */
export function incidentHtml(told: ToldIncident): string {
  const { incident, tool, toldMs } = told
  const policy = `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`
  const sections = sectionsOf(told)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${text(`Incident ${incident.id}: ${incident.title}`, 160)}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#summary">To the summary</a>
${headOf(told)}
<div class="page">
<nav aria-label="Contents"><ol>${sections.map(linkTo)}</ol></nav>
<main>${sections.map(sectionOf)}</main>
</div>
<footer><p>Told by ${text(`${tool.name} ${tool.version}`, 80)} on ${plainTime(isoTime(toldMs))}. All times are UTC. Names and texts come from the logs, where an intruder can write them; what does not show is spelled out (<code>\\u202e</code>).</p><p>Operators and countries of networks: <a href="https://db-ip.com" rel="noreferrer">IP Geolocation by DB-IP</a>, RouteViews, the NRO; outlines: Natural Earth.</p></footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`
  return page.markup
}

const hashOf = (content: string): string => `sha256-${createHash('sha256').update(content).digest('base64')}`

function headOf({ incident, story }: ToldIncident): Html {
  const { severity, id, title, accountIds } = incident
  return html`<header><div><div class="top"><span class="sev ${severity}">${severity}</span><span>confidence ${story.verdict.confidence}</span><span>incident <code>${text(id, 80)}</code></span><span>${accountIds.length === 1 ? 'account' : 'accounts'} ${text(accountIds.slice(0, 8).join(', '), 160)}</span></div><h1>${title}</h1><p class="verdict">${text(story.verdict.text, 1200)}</p></div></header>`
}

function sectionsOf(told: ToldIncident): readonly Section[] {
  const { story, incident, findings } = told
  const { damage } = story
  const harms = [damage.taken, damage.changed, damage.created, damage.money, damage.read]
  return [
    { id: 'summary', title: 'Summary', body: summaryOf(told) },
    {
      id: 'containment',
      title: 'Stop it: in this order',
      count: story.containment.length,
      body: planPart(story.containment, 'No step can be told from these logs.'),
    },
    { id: 'damage', title: 'Damage', count: harms.flat().length, body: damagePart(damage) },
    { id: 'who', title: 'Who, and from where', count: story.actors.length, body: whoPart(story.actors) },
    { id: 'timeline', title: 'Timeline', count: story.timeline.length, body: timelinePart(story.timeline) },
    {
      id: 'lineage',
      title: 'What came from the theft',
      count: story.lineage.length,
      body: lineagePart(story.lineage, incident.accessKeys),
    },
    {
      id: 'undo',
      title: 'Take the changes back',
      count: story.undo.length,
      body: planPart(story.undo, 'No change is known that could be taken back.'),
    },
    {
      id: 'standing',
      title: 'Standing risk',
      count: told.standing.risks.length + told.standing.moreRisks,
      body: standingPart(told.standing),
    },
    {
      id: 'unknown',
      title: 'What the logs cannot show',
      count: story.unknown.length,
      body: unknownOf(story.unknown),
    },
    { id: 'findings', title: 'Findings', count: findings.length, body: findingsPart(findings) },
    { id: 'evidence', title: 'Evidence', count: incident.eventIds.length, body: evidencePart(told) },
  ]
}

function linkTo({ id, title, count }: Section): Html {
  return html`<li><a href="#${id}">${title}</a>${count === undefined ? NOTHING : html` <small>${plainCount(count)}</small>`}</li>`
}

function sectionOf({ id, title, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>${body}</section>
`
}

function summaryOf({ incident, story }: ToldIncident): Html {
  const { alive, bytesTaken, intruderPlaces } = figuresOf(story)
  const { firstBadMs, dwellMs, reasons } = story.verdict
  const plain = trusted('<div>')
  const bad = trusted('<div class="bad">')
  const figures = [
    { name: 'First bad event', value: plainTime(isoTime(firstBadMs)) },
    { name: 'Last event', value: plainTime(isoTime(incident.lastMs)) },
    { name: 'Went on for', value: plainDuration(dwellMs) },
    { name: 'Still works', value: alive === 0 ? 'nothing known' : counted(alive, 'thing'), isBad: alive > 0 },
    {
      name: 'Left the account',
      value: bytesTaken === 0 ? 'no bytes known' : plainBytes(bytesTaken),
      isBad: bytesTaken > 0,
    },
    { name: 'Places of the intruder', value: plainCount(intruderPlaces) },
  ]
  const why = reasons.slice(0, 10).map((reason) => html`<li>${reason}</li>`)
  return html`<dl class="figures">${figures.map(({ name, value, isBad }) => html`${isBad === true ? bad : plain}<dt>${name}</dt><dd>${unbroken(value)}</dd></div>`)}</dl>${why.length === 0 ? NOTHING : html`<h3>Why this is thought</h3><ol class="reasons">${why}</ol>`}`
}

/** A date must not break at its hyphens. */
function unbroken(value: string): readonly Html[] {
  return value.split(' ').map((word) => html`<span>${word}</span> `)
}

function unknownOf(unknown: readonly string[]): Html {
  if (unknown.length === 0) return html`<p class="soft">Nothing is known to be missing.</p>`
  return html`<ul>${unknown.slice(0, 50).map((said) => html`<li>${text(said, 600)}</li>`)}</ul>`
}
