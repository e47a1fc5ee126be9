import type { Finding } from '#findings/index.ts'
import { DAY_MS, HOUR_MS } from '#kernel/index.ts'
import type { Begotten } from '../lineage/begotten.ts'
import { isLongTermKey } from '../long-term-key.ts'
import { isGrave } from './grave.ts'
import type { Strand } from './strands.ts'
import { Ties } from './ties.ts'

/** What one principal does within days of something grave belongs to it. */
const SOON_MS = 2 * DAY_MS
const AT_ONCE_MS = 6 * HOUR_MS
/** A correlation over more principals than this counts people. */
const MOST_TIED_PRINCIPALS = 4

export interface Joining {
  readonly findings: readonly Finding[]
  readonly begotten: readonly Begotten[]
  /** Whether others come from this address on ordinary days: NAT, an exit of a VPN, AWS. */
  readonly isShared: (address: string) => boolean
}

/**
 * Strands that hang together: by lineage first, then one principal's, then by an address that nobody else uses, and those in
 * which one grave correlation saw one course of action.
 */
export function joinStrands(
  strands: readonly Strand[],
  { findings, begotten, isShared }: Joining,
): readonly (readonly Strand[])[] {
  const ties = new Ties()
  const graveStrands = new Set(
    strands.filter((one) => [...one.findings].some((n) => isGrave(findings[n]))).map(({ id }) => id),
  )
  tieLineage(ties, strands, begotten)
  for (const own of Map.groupBy(strands, ({ principal }) => principal).values())
    tiePrincipal(ties, own, graveStrands)
  tieAddresses(ties, strands, isShared)
  for (const [n, finding] of findings.entries()) {
    if (finding.kind !== 'correlation' || !isGrave(finding)) continue
    const seen = strands.filter((one) => one.findings.has(n))
    const isOneCourse = new Set(seen.map(({ principal }) => principal)).size <= MOST_TIED_PRINCIPALS
    tieAll(ties, isOneCourse ? seen : seen.filter((one) => isOnlyBy(one, n, findings)))
  }
  return [...Map.groupBy(strands, ({ id }) => ties.rootOf(id)).values()].filter((group) =>
    group.some(({ id }) => graveStrands.has(id)),
  )
}

function tieLineage(ties: Ties, strands: readonly Strand[], begotten: readonly Begotten[]): void {
  const bySession = groupedBy(strands, ({ sessions }) => [...sessions])
  const byPrincipal = groupedBy(strands, ({ principal }) => [principal])
  for (const { of, kind, child, network, sinceMs } of begotten) {
    if (kind === 'session') for (const one of bySession.get(child) ?? []) ties.tie(of, one.id)
    const own = (byPrincipal.get(child) ?? []).filter(({ toMs }) => toMs >= sinceMs)
    const meant = kind === 'sign-in' ? own.filter((one) => one.network === network) : own
    if (kind === 'principal' || kind === 'sign-in') for (const one of meant) ties.tie(of, one.id)
  }
}

/** Something grave, and what the same principal did about that time and has something in common with it. */
function tiePrincipal(ties: Ties, own: readonly Strand[], grave: ReadonlySet<string>): void {
  for (const [i, one] of own.entries()) {
    for (const other of own.slice(i + 1)) {
      const graveCount = [one, other].filter(({ id }) => grave.has(id)).length
      const gapMs = Math.max(one.fromMs, other.fromMs) - Math.min(one.toMs, other.toMs)
      if (graveCount === 2 ? areOne(one, other, gapMs) : graveCount === 1 && goesWith(one, other, gapMs))
        ties.tie(one.id, other.id)
    }
  }
}

/** Two grave ones: within days, or with one credential in strange places at any time. */
function areOne(one: Strand, other: Strand, gapMs: number): boolean {
  // Whoever never got in did nothing as this principal.
  if (one.sessions.size === 0 || other.sessions.size === 0)
    return haveInCommon(one.addresses, other.addresses)
  if (gapMs <= SOON_MS) return true
  const isAway = one.place === 'elsewhere' && other.place === 'elsewhere'
  return isAway && haveInCommon(one.sessions, other.sessions)
}

/** A grave and a mild one: what an owner does at home beside an intruder elsewhere is none of the intruder's. */
function goesWith(one: Strand, other: Strand, gapMs: number): boolean {
  if (gapMs > SOON_MS) return false
  const [areHome, areAway] = [
    one.place === 'usual' && other.place === 'usual',
    one.place !== 'usual' && other.place !== 'usual',
  ]
  if (areHome || haveInCommon(one.addresses, other.addresses)) return true
  return areAway && gapMs <= AT_ONCE_MS && haveKeyInCommon(one, other)
}

/** Of a temporary credential in two places the mild one may be its owner's; a long-term key goes from place to place. */
const haveKeyInCommon = (one: Strand, other: Strand): boolean =>
  [...one.sessions].some((session) => isLongTermKey(session) && other.sessions.has(session))

/** Many who are in it by nothing else: those that somebody tried in a row. */
const isOnlyBy = ({ findings }: Strand, n: number, all: readonly Finding[]): boolean =>
  [...findings].every((other) => other === n || !isGrave(all[other]))

function tieAddresses(ties: Ties, strands: readonly Strand[], isShared: (address: string) => boolean): void {
  const away = strands.filter(({ place }) => place !== 'usual')
  for (const [address, there] of groupedBy(away, publicAddresses)) if (!isShared(address)) tieAll(ties, there)
}

/** A private address is another machine in every network; and where addresses were blacked out, all are alike. */
const publicAddresses = ({ marks }: Strand): readonly string[] => [
  ...new Set(marks.flatMap(({ address, networkKind }) => (networkKind === 'private' ? [] : (address ?? [])))),
]

function tieAll(ties: Ties, [first, ...others]: readonly Strand[]): void {
  for (const other of others) if (first !== undefined) ties.tie(first.id, other.id)
}

function haveInCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((one) => b.has(one))
}

function groupedBy(
  strands: readonly Strand[],
  keysOf: (one: Strand) => readonly string[],
): ReadonlyMap<string, readonly Strand[]> {
  const groups = new Map<string, Strand[]>()
  for (const one of strands) {
    for (const key of keysOf(one)) {
      const group = groups.get(key) ?? []
      group.push(one)
      groups.set(key, group)
    }
  }
  return groups
}
