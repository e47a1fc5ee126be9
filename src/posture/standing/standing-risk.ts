import { LEVELS } from '#findings/index.ts'
import type { KeptAudit, KeptRisk } from './kept-audit.ts'
import { indexSubject, type Subject, type Tie, tieOf } from './subject.ts'

/** What the last audits say of who and what an incident is about. */
export interface StandingRisk {
  /** Audits that saw one of its accounts, newest first. */
  readonly audits: readonly { readonly collectedAt: string; readonly accounts: readonly string[] }[]
  /** Its accounts that no audit saw. */
  readonly notAudited: readonly string[]
  /** About who acted, then about what it was done to, then what hides a theft where it was; the gravest of each first. */
  readonly risks: readonly IncidentRisk[]
  /** Beyond those. */
  readonly moreRisks: number
}

export interface IncidentRisk extends Omit<KeptRisk, 'hides'> {
  readonly tie: Tie | 'place'
  readonly collectedAt: string
}

const MOST_RISKS = 30
/** Milder holes in the view of a whole account say little about one incident. */
const LEAST_OF_PLACE = LEVELS.indexOf('high')
const TIES = ['actor', 'target', 'place'] as const

/** @param audits - what was kept of any accounts; of each account the newest counts. */
export function standingRisk(audits: readonly KeptAudit[], subject: Subject): StandingRisk {
  const newest = audits.toSorted((a, b) => Date.parse(b.collectedAt) - Date.parse(a.collectedAt))
  const auditOf = new Map(
    subject.accountIds.flatMap((id) => {
      const audit = newest.find(({ accounts }) => accounts.includes(id))
      return audit === undefined ? [] : [[id, audit] as const]
    }),
  )
  const used = newest.filter((audit) => [...auditOf.values()].includes(audit))
  const index = indexSubject(subject)
  const risks = used.flatMap((audit) =>
    audit.risks.flatMap(({ hides, ...risk }): IncidentRisk[] => {
      if (auditOf.get(risk.accountId) !== audit) return []
      const tie = tieOf(risk, index) ?? (hides && isOfPlace(risk, subject) ? 'place' : undefined)
      return tie === undefined ? [] : [{ ...risk, tie, collectedAt: audit.collectedAt }]
    }),
  )
  const sorted = risks.toSorted(
    (a, b) => TIES.indexOf(a.tie) - TIES.indexOf(b.tie) || LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level),
  )
  return {
    audits: used.map(({ collectedAt, accounts }) => ({
      collectedAt,
      accounts: subject.accountIds.filter((id) => accounts.includes(id)),
    })),
    notAudited: subject.accountIds.filter((id) => !auditOf.has(id)),
    risks: sorted.slice(0, MOST_RISKS),
    moreRisks: Math.max(0, sorted.length - MOST_RISKS),
  }
}

function isOfPlace({ level, region }: Pick<KeptRisk, 'level' | 'region'>, { regions }: Subject): boolean {
  return LEVELS.indexOf(level) >= LEAST_OF_PLACE && (region === null || regions.includes(region))
}
