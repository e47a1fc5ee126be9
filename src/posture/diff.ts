import type { AuditReport, AuditResult } from './report.ts'

/** What changed from one audit to another; `trailhound audit diff --json` prints it as it is. */
export interface AuditDiff {
  readonly schemaVersion: 1
  readonly before: AuditReport['snapshot']
  readonly after: AuditReport['snapshot']
  /** Failed now and did not before: passed then, or was not there. */
  readonly appeared: readonly AuditResult[]
  /** Failed before and passes now. */
  readonly solved: readonly AuditResult[]
  /** Failed before, and what it was about is not there any more. */
  readonly gone: readonly AuditResult[]
  /** Told something before, and is not known now: no improvement. */
  readonly hidden: readonly AuditResult[]
  /** Fails as before. */
  readonly staying: number
}

/** Suppressed failures count as failures: whoever accepts one wants to see it go, too. */
export function diffAudits(before: AuditReport, after: AuditReport): AuditDiff {
  const [then, now] = [indexed(before), indexed(after)]
  const nowUnknown = unknownPlaces(after)
  const appeared: AuditResult[] = []
  const hidden = after.results.filter(
    (one) =>
      one.result === 'notKnown' && then.get(keyOf(one))?.result !== 'notKnown' && wasKnown(one, before),
  )
  let staying = 0
  for (const one of after.results) {
    if (one.result !== 'failed') continue
    if (then.get(keyOf(one))?.result === 'failed') staying++
    else appeared.push(one)
  }
  const lost = before.results.filter(({ result }) => result === 'failed')
  return {
    schemaVersion: 1,
    before: before.snapshot,
    after: after.snapshot,
    appeared,
    solved: lost.flatMap((one) => {
      const later = now.get(keyOf(one))
      return later?.result === 'passed' || later?.result === 'notApplicable' ? [later] : []
    }),
    gone: lost.filter((one) => !now.has(keyOf(one)) && !nowUnknown.has(placeOf(one))),
    hidden,
    staying,
  }
}

const placeOf = ({ check, accountId, region }: AuditResult): string =>
  JSON.stringify([check, accountId, region])
const keyOf = (one: AuditResult): string => JSON.stringify([placeOf(one), one.resource])

const indexed = ({ results }: AuditReport): ReadonlyMap<string, AuditResult> =>
  new Map(results.map((one) => [keyOf(one), one]))

/** Where a check told nothing: what it told before is neither gone nor solved. */
const unknownPlaces = ({ results }: AuditReport): ReadonlySet<string> =>
  new Set(results.filter(({ result }) => result === 'notKnown').map(placeOf))

const wasKnown = (one: AuditResult, { results }: AuditReport): boolean =>
  results.some((other) => placeOf(other) === placeOf(one) && other.result !== 'notKnown')
