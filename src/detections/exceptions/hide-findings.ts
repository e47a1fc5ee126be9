import { type Exception, type Finding, type HiddenFinding, isAbout } from '#findings/index.ts'
import type { Engine, Fragment } from '#store/index.ts'
import type { Metadata } from '../sigma/metadata.ts'
import { coveredEvents } from './covered-events.ts'
import { splitFindings } from './split-findings.ts'
import { isUnnamedCovered } from './unnamed-events.ts'

export interface Hiding {
  /** The relation `events`. */
  readonly events: Fragment
  /** Those that hold. */
  readonly exceptions: readonly Exception[]
  /** For the sentences of findings that are split. */
  readonly detections: readonly Metadata[]
  readonly ownAccounts: readonly string[]
}

export interface Hidden {
  readonly shown: readonly Finding[]
  readonly hidden: readonly HiddenFinding[]
}

/**
 * Takes from findings what exceptions hide. Of a rule about single events each event stands for itself: what lies outside goes on
 * being told. What counts or compares events is hidden as a whole or not at all, and so is a finding with more events than it names.
 */
export async function hideFindings(
  engine: Engine,
  findings: readonly Finding[],
  hiding: Hiding,
): Promise<Hidden> {
  const questions = hiding.exceptions
    .map((exception) => ({
      exception,
      findings: findings.flatMap((one, n) => (isAbout(exception, one) ? [n] : [])),
    }))
    .filter((one) => one.findings.length > 0)
  if (questions.length === 0) return { shown: findings, hidden: [] }
  const covered = await coveredEvents(engine, hiding.events, { findings, questions })
  const whole = new Map<number, HiddenFinding>()
  const parts = new Map<number, ReadonlyMap<string, ReadonlySet<string>>>()
  for (const [n, own] of covered) {
    const finding = findings[n]
    if (finding === undefined) continue
    const by = [...new Set([...own.values()].flatMap((ids) => [...ids]))].toSorted()
    if (await isWhole(engine, finding, { own, by, hiding })) whole.set(n, { finding, by })
    else if (finding.kind === 'sigma' && finding.count === finding.eventIds.length) parts.set(n, own)
  }
  const split = await splitFindings(engine, hiding, {
    parts: [...parts].flatMap(([n, own]) => {
      const finding = findings[n]
      return finding === undefined ? [] : [{ finding, covered: own }]
    }),
  })
  const rest = new Map(split.map((one) => [one.shown.id, one.shown]))
  return {
    shown: findings.flatMap((one, n) => (whole.has(n) ? [] : [rest.get(one.id) ?? one])),
    hidden: [...whole.values(), ...split.map(({ hidden }) => hidden)],
  }
}

interface Look {
  readonly own: ReadonlyMap<string, ReadonlySet<string>>
  readonly by: readonly string[]
  readonly hiding: Hiding
}

async function isWhole(engine: Engine, finding: Finding, { own, by, hiding }: Look): Promise<boolean> {
  if (!finding.eventIds.every((id) => own.has(id))) return false
  if (finding.count <= finding.eventIds.length) return true
  const exceptions = hiding.exceptions.filter(({ id }) => by.includes(id))
  return await isUnnamedCovered(engine, hiding.events, { finding, exceptions })
}
