import type { StandingRisk } from '#posture/index.ts'
import { counted } from '../../numbers.ts'
import { standingNotes, tieWords } from '../standing-words.ts'
import { chip, toneOf } from './html-table.ts'
import { type Html, html, NOTHING, text } from './markup.ts'

/** What the settings make easy for whoever has the incident's keys. */
export function standingPart(standing: StandingRisk): Html {
  const { risks, moreRisks } = standing
  const told = risks.map(
    (risk) =>
      html`<article class="finding"><h3>${chip(toneOf(risk.level), risk.level)} ${risk.title}</h3><p>${text(risk.evidence, 700)}</p><p class="soft">About ${tieWords(risk)} · <code>${risk.check}</code> · <code>${risk.resource}</code></p></article>
`,
  )
  const notes = standingNotes(standing).map((said) => html`<li>${text(said, 600)}</li>`)
  return html`<ul>${notes}</ul>${told}${moreRisks > 0 ? html`<p class="more">${counted(moreRisks, 'more risk')}: trailhound audit has them.</p>` : NOTHING}`
}
