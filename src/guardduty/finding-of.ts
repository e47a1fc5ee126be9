import { createHash } from 'node:crypto'
import type { Finding, Level } from '#findings/index.ts'
import { purposeOf, TACTICS, techniqueOf } from '#reference/index.ts'
import type { GuardDutyFinding } from './guardduty-finding.ts'
import type { TiedEvents } from './tie-events.ts'
import { distinct } from './values.ts'

const MOST_NAMES = 20
const MOST_CLIENTS = 5
const MOST_NAMED_ADDRESSES = 3
const MOST_DESCRIPTION = 300

/**
 * A finding of GuardDuty's in our form. One that somebody put aside, or a rule of theirs, is mild: it may still belong to an incident,
 * since an intruder can put findings aside, but raises none.
 *
 * @param tied - its events; undefined where the lake holds none.
 */
export function findingOf(finding: GuardDutyFinding, tied: TiedEvents | undefined): Finding {
  const { type } = finding
  return {
    id: idOf(finding),
    detectionId: `guardduty:${type.text}`,
    detection: type.text,
    kind: 'guardduty',
    title: `GuardDuty: ${type.text}`,
    level: finding.isArchived ? 'low' : levelOf(finding.severity),
    why: whySentence(finding, tied),
    ...attackOf(finding),
    rows: ['1.4'],
    accountId: finding.accountId,
    ...whoIn(finding, tied),
    ...whatIn(finding, tied ?? NOTHING),
    falsePositives: [],
    blindSpots: [BLIND_SPOT],
    respond: [],
    references: ['https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html'],
  }
}

/** The lake's own name of the caller, where it has one: GuardDuty gives no paths. */
function whoIn(
  { traces }: GuardDutyFinding,
  tied: TiedEvents | undefined,
): Pick<Finding, 'principal' | 'actorClass'> {
  if (tied?.principal !== undefined) return { principal: tied.principal, actorClass: tied.actorClass }
  return { principal: traces.actors[0]?.principal, actorClass: traces.actors[0]?.actorClass }
}

const NOTHING: Omit<TiedEvents, 'by' | 'principal' | 'actorClass'> = {
  eventIds: [],
  count: 0,
  deniedCount: 0,
  accessKeys: [],
  sessions: [],
  regions: [],
  clients: [],
  calls: [],
}

const whatIn = (finding: GuardDutyFinding, tied: typeof NOTHING) => ({
  accessKeys: names([...finding.traces.actors.map(({ accessKeyId }) => accessKeyId), ...tied.accessKeys]),
  sessions: names(tied.sessions),
  regions: names([finding.region, ...tied.regions]),
  sourceIps: names(finding.traces.addresses.map(({ address }) => address)),
  clients: names([...finding.traces.clients, ...tied.clients]).slice(0, MOST_CLIENTS),
  calls: names([...finding.traces.calls.filter((call) => !call.startsWith(':')), ...tied.calls]),
  resources: names(finding.traces.resources),
  firstMs: finding.firstMs,
  lastMs: finding.lastMs,
  count: Math.max(finding.count, tied.count),
  deniedCount: tied.deniedCount,
  eventIds: tied.eventIds,
})

const BLIND_SPOT =
  'GuardDuty names no events: those of the same key or caller, address, call and time are taken for what it saw.'

const names = (all: readonly (string | undefined)[]): readonly string[] => distinct(all).slice(0, MOST_NAMES)

/** Permanent: GuardDuty's own id, which stays as a finding is updated. */
function idOf({ accountId, id }: GuardDutyFinding): string {
  return `f-${createHash('sha256').update(`guardduty\n${accountId}\n${id}`).digest('hex').slice(0, 16)}`
}

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
export function levelOf(severity: number): Level {
  if (severity >= 9) return 'critical'
  if (severity >= 7) return 'high'
  return severity >= 4 ? 'medium' : 'low'
}

function attackOf({ type, traces }: GuardDutyFinding): Pick<Finding, 'techniques' | 'tactics'> {
  const { tactics, techniques } = purposeOf(type.purpose, type.family)
  const named = traces.tactics.map((tactic) => tactic.trim().toLowerCase().replaceAll(/[ _]/gu, '-'))
  const ids = traces.techniques.flatMap((text) => /T\d{4}(?:\.\d{3})?/u.exec(text)?.[0] ?? [])
  return {
    tactics: distinct([...tactics, ...named.filter((tactic) => Object.hasOwn(TACTICS, tactic))]),
    techniques: names([...techniques, ...ids]).map((id) => ({ id, name: techniqueOf(id)?.name })),
  }
}

function whySentence(
  { title, description, count, isArchived, traces }: GuardDutyFinding,
  tied: TiedEvents | undefined,
): string {
  const what = (description === '' ? title : description).slice(0, MOST_DESCRIPTION).replace(/[.\s]+$/u, '')
  const from = traces.addresses
    .slice(0, MOST_NAMED_ADDRESSES)
    .map(({ address, whose }) => (whose === '' ? address : `${address} (${whose})`))
    .join(', ')
  return [
    what === '' ? 'GuardDuty says nothing more' : what,
    ...(from === '' ? [] : [`From ${from}`]),
    ...(count > 1 ? [`Seen ${count} times`] : []),
    ...(isArchived ? ['Archived in GuardDuty'] : []),
    tied === undefined ? 'These logs hold no such events' : `Its events here: ${tied.count}, by ${tied.by}`,
  ]
    .map((part) => `${part}.`)
    .join(' ')
}
