import type { AuditReport, AuditResult } from '../report.ts'
import { indexSubject, type Subject, type Tie, tieOf } from './subject.ts'

/** An open incident that a failure has to do with. */
export interface TouchedBy {
  readonly id: string
  /** Holds text from the logs. */
  readonly title: string
  readonly severity: string
  readonly tie: Tie
}

export interface OpenIncident extends Omit<TouchedBy, 'tie'> {
  readonly subject: Subject
}

const MOST_INCIDENTS = 5

/**
 * Failures that open incidents have to do with, first, and which ones; otherwise the order stays.
 *
 * @param incidents - the worst first.
 */
export function touchedFirst(report: AuditReport, incidents: readonly OpenIncident[]): AuditReport {
  const indexed = incidents.map(({ subject, ...incident }) => ({ incident, index: indexSubject(subject) }))
  const results = report.results.map((one): AuditResult => {
    if (one.result !== 'failed') return one
    const touched = indexed.flatMap(({ incident, index }) => {
      const tie = tieOf(one, index)
      return tie === undefined ? [] : [{ ...incident, tie }]
    })
    return { ...one, incidents: touched.slice(0, MOST_INCIDENTS) }
  })
  return { ...report, results: results.toSorted((a, b) => Number(isTouched(b)) - Number(isTouched(a))) }
}

/** What somebody has accepted stays where it is. */
const isTouched = ({ incidents, suppressed }: AuditResult): boolean =>
  incidents.length > 0 && suppressed === null
