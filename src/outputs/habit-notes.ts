import { counted } from './numbers.ts'

/** What the behaviours had to go by. */
export interface HabitFacts {
  /** Days of logs in the workspace, whatever part of them was looked at. */
  readonly days: number
  readonly principals: number
  /** Principals that were active on fewer than `fewDays` days. */
  readonly youngPrincipals: number
  readonly fewDays: number
  /** Behaviours that could say nothing yet: how many days of logs they need. */
  readonly waiting: readonly { readonly title: string; readonly needsDays: number }[]
}

const MOST_NAMED = 3

/** Sentences on how far it can be told what is usual: nothing is silently off. */
export function habitNotes(habits: HabitFacts): readonly string[] {
  const { days, principals, youngPrincipals, fewDays, waiting } = habits
  if (principals === 0) return []
  if (days < 2) {
    return ['With one day of logs nothing can be told to be unusual: only rules were asked, no behaviours.']
  }
  // D / (D + 2), what a finding of the last day is worth at most.
  const worth = Math.round((100 * (days - 1)) / (days + 1))
  const young =
    youngPrincipals === 0
      ? ''
      : ` ${youngPrincipals === principals ? 'All' : String(youngPrincipals)} of ${counted(principals, 'principal')} were active on fewer than ${String(fewDays)} of them: what is unusual of those weighs less still.`
  return [
    `What is usual rests on ${counted(days, 'day')} of logs: what departs from it weighs ${String(worth)} % at most of what it would after years.${young}`,
    ...waitingNote(waiting),
  ]
}

function waitingNote(waiting: HabitFacts['waiting']): readonly string[] {
  if (waiting.length === 0) return []
  const named = waiting
    .slice(0, MOST_NAMED)
    .map(({ title, needsDays }) => `${title} (${String(needsDays)} days)`)
    .join('; ')
  const more =
    waiting.length > MOST_NAMED ? `; and ${counted(waiting.length - MOST_NAMED, 'more', 'more')}` : ''
  return [`Too few days of logs yet for ${counted(waiting.length, 'behaviour')}: ${named}${more}.`]
}
