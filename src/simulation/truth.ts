import { isRecord, textOf } from '#kernel/index.ts'
import type { CloudTrailRecord, SimulatedEvent } from './kit/record.ts'

/** What really happened: one row an attack, or an ordinary event that looks like one. */
export interface TruthRow {
  readonly id: string
  readonly kind: 'attack' | 'ordinary'
  readonly rows: readonly string[]
  readonly name: string
  readonly stealth: number
  readonly principals: readonly string[]
  /** Used, or begotten by what was used. */
  readonly accessKeys: readonly string[]
  readonly ips: readonly string[]
  readonly accounts: readonly string[]
  readonly eventIds: readonly string[]
  readonly firstMs: number
  readonly lastMs: number
}

export interface LabelFacts {
  readonly kind: 'attack' | 'ordinary'
  readonly rows: readonly string[]
  readonly name: string
  readonly stealth: number
}

interface Collected {
  readonly principals: Set<string>
  readonly accessKeys: Set<string>
  readonly ips: Set<string>
  readonly accounts: Set<string>
  readonly eventIds: Set<string>
  firstMs: number
  lastMs: number
}

export interface TruthCollector {
  add(event: SimulatedEvent): void
  rows(): TruthRow[]
}

export function collectTruth(facts: ReadonlyMap<string, LabelFacts>): TruthCollector {
  const byLabel = new Map<string, Collected>()
  return {
    add({ label, event, timeMs, account }) {
      if (label === undefined) return
      const row = byLabel.get(label) ?? empty(timeMs)
      byLabel.set(label, row)
      row.lastMs = Math.max(row.lastMs, timeMs)
      row.eventIds.add(event.eventID)
      row.accounts.add(account)
      if (/^[\d.]+$|:/.test(event.sourceIPAddress)) row.ips.add(event.sourceIPAddress)
      for (const key of keysOf(event)) row.accessKeys.add(key)
      const principal = principalOf(event)
      if (principal !== undefined) row.principals.add(principal)
    },
    rows: () =>
      [...byLabel].map(([id, row]) => {
        const known = facts.get(id) ?? UNKNOWN
        return {
          id,
          ...known,
          principals: [...row.principals],
          accessKeys: [...row.accessKeys],
          ips: [...row.ips],
          accounts: [...row.accounts],
          eventIds: [...row.eventIds],
          firstMs: row.firstMs,
          lastMs: row.lastMs,
        }
      }),
  }
}

const UNKNOWN: LabelFacts = { kind: 'ordinary', rows: [], name: '', stealth: 1 }

function empty(timeMs: number): Collected {
  return {
    principals: new Set(),
    accessKeys: new Set(),
    ips: new Set(),
    accounts: new Set(),
    eventIds: new Set(),
    firstMs: timeMs,
    lastMs: timeMs,
  }
}

function keysOf(event: CloudTrailRecord): string[] {
  const answer = event.responseElements ?? {}
  const handed = [answer['credentials'], answer['accessKey']].map((part) =>
    isRecord(part) ? textOf(part['accessKeyId']) : undefined,
  )
  return [event.userIdentity.accessKeyId, ...handed].filter((key) => key !== undefined)
}

/** Stable across sessions; people who share a role by SSO keep their session's name. */
function principalOf({ userIdentity }: CloudTrailRecord): string | undefined {
  const issuer = userIdentity.sessionContext?.sessionIssuer
  if (issuer === undefined || issuer.type !== 'Role') return userIdentity.arn
  if (!issuer.userName.startsWith('AWSReservedSSO_')) return issuer.arn
  return `${issuer.arn}/${userIdentity.arn?.split('/').at(-1)}`
}
