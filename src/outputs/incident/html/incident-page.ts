import { plainBytes, plainCount } from '#kernel/index.ts'
import { counted } from '../../numbers.ts'
import { isoTime, plainDuration, plainTime } from '../../times.ts'
import { figuresOf, NO_STEP, type ToldIncident } from '../told-incident.ts'
import { damagePart } from './damage-part.ts'
import { evidencePart, findingsPart } from './evidence-part.ts'
import { lineagePart } from './lineage-part.ts'
import { type Html, html, NOTHING, text, trusted } from './markup.ts'
import { htmlPage, type Section } from './page-shell.ts'
import { planPart } from './plan-part.ts'
import { standingPart } from './standing-part.ts'
import { timelinePart } from './timeline-part.ts'
import { whoPart } from './who-part.ts'

/** One incident as one page that needs nothing else. */
export function incidentHtml(told: ToldIncident): string {
  const { incident, tool, toldMs } = told
  return htmlPage({
    title: `Incident ${incident.id}: ${incident.title}`,
    head: headOf(told),
    sections: sectionsOf(told),
    foot: html`<p>Told by ${text(`${tool.name} ${tool.version}`, 80)} on ${plainTime(isoTime(toldMs))}. All times are UTC. Names and texts come from the logs, where an intruder can write them; what does not show is spelled out (<code>\\u202e</code>).</p><p>Operators and countries of networks: <a href="https://db-ip.com" rel="noreferrer">IP Geolocation by DB-IP</a>, RouteViews, the NRO; outlines: Natural Earth.</p>`,
  })
}

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
      body: planPart(story.containment, NO_STEP),
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
