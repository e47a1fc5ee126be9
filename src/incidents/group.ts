import { type Finding, LEVELS } from '#findings/index.ts'
import { incidentId, isLongTermKey, subjectOf } from './subject.ts'

/** A correlation over more keys than this counts people, and ties nobody to anybody. */
const MOST_TIED_KEYS = 4
const MEDIUM = LEVELS.indexOf('medium')

/**
 * Findings that hang together: those of one subject; those of keys that one grave correlation saw in one chain (a key made
 * with another, and used); and what a user did without his key (by console, by a session) beside what his one key did.
 */
export function groupsOf(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const ties = new Ties()
  for (const finding of findings) for (const key of chainOf(finding)) ties.tie(nodeOf(finding), keyNode(key))
  for (const [principal, own] of keysByUser(findings)) {
    const groups = new Set(own.map((key) => ties.rootOf(keyNode(key))))
    const [only] = groups
    if (groups.size === 1 && only !== undefined)
      ties.tie(only, incidentId({ kind: 'principal', name: principal }))
  }
  return [...Map.groupBy(findings, (finding) => ties.rootOf(nodeOf(finding))).values()]
}

const nodeOf = (finding: Finding): string => incidentId(subjectOf(finding))
const keyNode = (name: string): string => incidentId({ kind: 'key', name })

function chainOf({ kind, level, accessKeys }: Finding): readonly string[] {
  const keys = accessKeys.filter(isLongTermKey)
  const ties = kind === 'correlation' && LEVELS.indexOf(level) >= MEDIUM && keys.length <= MOST_TIED_KEYS
  return ties ? keys : []
}

/** Long-term keys with findings, by their user. A correlation that began with somebody else tells nothing of whose they are. */
function keysByUser(findings: readonly Finding[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>()
  for (const { kind, principal, accessKeys } of findings) {
    if (kind === 'correlation' || principal?.includes(':user/') !== true) continue
    const own = keys.get(principal) ?? []
    own.push(...accessKeys.filter(isLongTermKey))
    keys.set(principal, own)
  }
  return keys
}

/** Disjoint sets of names. */
class Ties {
  readonly #parent = new Map<string, string>()

  rootOf(name: string): string {
    let root = name
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up
    if (root !== name) this.#parent.set(name, root)
    return root
  }

  tie(a: string, b: string): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)].toSorted()
    if (one !== undefined && other !== undefined && one !== other) this.#parent.set(other, one)
  }
}
