import { type HiddenFinding, type Level, worstFirst } from '#findings/index.ts'
import { counted } from '../numbers.ts'
import { isoTime } from '../times.ts'

/** What exceptions did in a run. */
export interface ExceptionFacts {
  /** Null where there are none. */
  readonly file: string | null
  /** Ids of exceptions that hold. */
  readonly holding: readonly string[]
  readonly expired: readonly { readonly id: string; readonly expires: string }[]
  readonly hidden: readonly HiddenFinding[]
  /** Those that an incident rests on, and that are told with it. */
  readonly toldAnyway: readonly HiddenFinding[]
}

export const NO_EXCEPTIONS: ExceptionFacts = {
  file: null,
  holding: [],
  expired: [],
  hidden: [],
  toldAnyway: [],
}

/** The same as JSON has it. */
export interface ReportExceptions extends Omit<ExceptionFacts, 'holding' | 'hidden' | 'toldAnyway'> {
  readonly holding: number
  readonly hiddenFindings: number
  readonly hiddenEvents: number
  /** Worst first; at most 1000. */
  readonly hidden: readonly ReportHidden[]
  /** Ids of findings, at most 1000. */
  readonly toldAnyway: readonly string[]
  /** Ids of exceptions that hold and have nothing to hide here. */
  readonly unused: readonly string[]
}

export interface ReportHidden {
  readonly id: string
  readonly detectionId: string
  readonly detection: string
  readonly title: string
  readonly level: Level
  readonly principal: string | null
  readonly accountId: string | null
  readonly count: number
  readonly firstEvent: string
  readonly lastEvent: string
  /** Ids of exceptions. */
  readonly by: readonly string[]
}

const MOST_HIDDEN = 1000

export function reportExceptions({
  file,
  holding,
  expired,
  hidden,
  toldAnyway,
}: ExceptionFacts): ReportExceptions {
  const used = new Set([...hidden, ...toldAnyway].flatMap(({ by }) => by))
  return {
    file,
    holding: holding.length,
    expired,
    hiddenFindings: hidden.length,
    hiddenEvents: hidden.reduce((sum, { finding }) => sum + finding.count, 0),
    hidden: hidden
      .toSorted((a, b) => worstFirst(a.finding, b.finding))
      .slice(0, MOST_HIDDEN)
      .map(reportHidden),
    toldAnyway: toldAnyway.slice(0, MOST_HIDDEN).map(({ finding }) => finding.id),
    unused: holding.filter((id) => !used.has(id)),
  }
}

export const reportHidden = ({ finding, by }: HiddenFinding): ReportHidden => ({
  id: finding.id,
  detectionId: finding.detectionId,
  detection: finding.detection,
  title: finding.title,
  level: finding.level,
  principal: finding.principal ?? null,
  accountId: finding.accountId ?? null,
  count: finding.count,
  firstEvent: isoTime(finding.firstMs),
  lastEvent: isoTime(finding.lastMs),
  by,
})

const MOST_NAMED = 6

/** "3 findings hidden by 2 exceptions"; nothing where there are no exceptions. */
export function exceptionTexts(report: ReportExceptions): readonly string[] {
  const { expired, hidden, toldAnyway, unused } = report
  const texts: string[] = []
  if (report.hiddenFindings > 0) {
    const names = [...new Set(hidden.flatMap(({ by }) => by))]
    const what = `${counted(report.hiddenFindings, 'finding')} (${counted(report.hiddenEvents, 'event')}, at worst ${String(hidden[0]?.level)})`
    texts.push(`${what} hidden by ${counted(names.length, 'exception')}: ${someOf(names)}`)
  }
  if (toldAnyway.length > 0) {
    const [they, are] = toldAnyway.length === 1 ? ['it', 'is'] : ['they', 'are']
    texts.push(
      `${counted(toldAnyway.length, 'finding')} under an exception ${are} told as low: ${they} belong${they === 'it' ? 's' : ''} to an incident that others raise`,
    )
  }
  if (unused.length > 0)
    texts.push(`${counted(unused.length, 'exception')} with nothing to hide: ${someOf(unused)}`)
  if (expired.length > 0)
    texts.push(
      `${counted(expired.length, 'exception has', 'exceptions have')} expired: ${someOf(expired.map(({ id, expires }) => `${id} (${expires})`))}`,
    )
  return texts
}

const someOf = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ` and ${String(names.length - MOST_NAMED)} more` : ''}`
