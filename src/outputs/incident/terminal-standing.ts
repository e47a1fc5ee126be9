import type { StandingRisk } from '#posture/index.ts'
import type { Page } from '../page.ts'
import { badge } from '../terminal-badge.ts'
import { standingNotes, tieWords } from './standing-words.ts'
import { moreLine } from './terminal-more.ts'

/** What the settings make easy for whoever has the incident's keys. */
export function standingLines(standing: StandingRisk, page: Page, most: number): readonly string[] {
  const { risks, moreRisks } = standing
  return [
    ...standingNotes(standing).flatMap((said) =>
      page.wrap(page.safe(said, 600), { first: `  ${page.signs.bullet} `, rest: '    ' }),
    ),
    ...risks.slice(0, most).flatMap((risk) => [
      `  ${badge(risk.level, page)}  ${page.paint('dim', `about ${tieWords(risk)}`)}`,
      ...page.wrap(page.safe(`${risk.title} (${risk.check}). ${risk.evidence}`, 700), {
        first: '    ',
        rest: '    ',
      }),
    ]),
    ...moreLine(risks.length + moreRisks - most, page),
  ]
}
