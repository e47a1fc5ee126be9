import type { Finding } from '#findings/index.ts'
import { plainCount } from '#kernel/index.ts'
import { counted } from '../../numbers.ts'
import { isoTime, plainSpan } from '../../times.ts'
import type { ToldIncident } from '../told-incident.ts'
import { chip, toneOf } from './html-table.ts'
import { type Html, html, NOTHING } from './markup.ts'

const MAX_FINDINGS = 100

export function findingsPart(findings: readonly Finding[]): Html {
  const more = findings.length - MAX_FINDINGS
  return html`${findings.slice(0, MAX_FINDINGS).map(findingOf)}${more > 0 ? html`<p class="more">${counted(more, 'more finding')} in the JSON.</p>` : NOTHING}`
}

function findingOf(finding: Finding): Html {
  const { title, level, why, firstMs, lastMs, count, deniedCount, detectionId } = finding
  const techniques = finding.techniques
    .slice(0, 6)
    .map(
      ({ id, name }) =>
        html`<span class="chip">${`${id}${name === undefined ? '' : ` ${name}`}`.slice(0, 80)}</span> `,
    )
  const refused = deniedCount === 0 ? '' : `, ${plainCount(deniedCount)} refused`
  const doubts = finding.falsePositives.slice(0, 3)
  return html`<article class="finding"><h3>${chip(toneOf(level), level)} ${title}</h3><p>${why}</p><p class="soft">${plainSpan(isoTime(firstMs), isoTime(lastMs))} · ${counted(count, 'event')}${refused} · <code>${detectionId.slice(0, 100)}</code></p><p>${techniques}</p>${doubts.length === 0 ? NOTHING : html`<p class="soft">It could also be: ${doubts.join('; ')}</p>`}</article>
`
}

/** An incident names up to ten thousand events: all of them here would be half a megabyte. */
const MAX_IDS = 1000

export function evidencePart({ incident }: ToldIncident): Html {
  const { eventIds } = incident
  const more = eventIds.length - MAX_IDS
  const ids = eventIds.slice(0, MAX_IDS).map((id) => html`<code>${id.slice(0, 64)}</code> `)
  return html`<details class="ids"><summary>${counted(eventIds.length, 'event id')}</summary><p>${ids}${more > 0 ? html`and ${plainCount(more)} more in the JSON.` : NOTHING}</p></details>`
}
