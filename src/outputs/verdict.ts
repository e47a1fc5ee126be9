import { plainCount } from '#kernel/index.ts'
import { looseGuardDuty } from './guardduty/report-guardduty.ts'
import { counted } from './numbers.ts'
import type { Report, ReportIncident } from './report.ts'

/** The one sentence at the top, and how grave it is. */
export interface Verdict {
  readonly tone: 'alarm' | 'look' | 'calm' | 'unknown'
  readonly text: string
}

/** What a run comes to, in plain words. Never calls anything safe. */
export function verdictOf(report: Pick<Report, 'input' | 'incidents' | 'findings' | 'guardduty'>): Verdict {
  if (report.input.events === 0) {
    const text = 'No verdict: there were no events to look at.'
    return { tone: 'unknown', text: [text, ...guardDutyText(report)].join(' ') }
  }
  const incidents = report.incidents.filter(isStillOpen)
  const closed = closedText(report.incidents.length - incidents.length)
  if (incidents.length === 0) {
    const loose = guardDutyText(report)
    const none = closed === '' ? 'No incident found' : `No incident is open${closed}`
    if (loose.length > 0) return { tone: 'look', text: [`${none}.`, ...loose].join(' ') }
    const leads = report.findings.length
    const also = leads === 0 ? '' : `, and ${counted(leads, 'finding')} of low level`
    return { tone: 'calm', text: `${none}${also}. What these logs cannot show stands at the end.` }
  }
  const now = incidents.filter(needsYouNow).length
  const rest = incidents.length - now
  if (now === 0) {
    return {
      tone: 'look',
      text: `${counted(incidents.length, 'incident')} worth a look, none that must be now${closed}.`,
    }
  }
  const need = now === 1 ? '1 needs you now' : `${now} need you now`
  const later = rest === 0 ? '' : `, ${rest === 1 ? '1 is' : `${rest} are`} worth a look`
  return { tone: 'alarm', text: `${counted(incidents.length, 'incident')}: ${need}${later}${closed}.` }
}

/** Whether somebody still has to look at it, or does. */
export const isStillOpen = ({ status }: Pick<ReportIncident, 'status'>): boolean => status !== 'closed'

const closedText = (count: number): string => (count === 0 ? '' : `; ${plainCount(count)} closed before`)

function guardDutyText({
  guardduty,
  ...shown
}: Pick<Report, 'incidents' | 'findings' | 'guardduty'>): readonly string[] {
  const loose = guardduty?.worthALook ?? 0
  if (loose === 0) return []
  const where = looseGuardDuty(shown).length === loose ? 'below' : 'the level asked for leaves some out'
  return [
    `GuardDuty saw ${counted(loose, 'thing')} worth a look that ${loose === 1 ? 'is' : 'are'} in none: ${where}.`,
  ]
}

export function needsYouNow({ severity }: Pick<ReportIncident, 'severity'>): boolean {
  return severity === 'critical' || severity === 'high'
}
