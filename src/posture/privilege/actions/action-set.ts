import { iamActionNames, iamPrefixNames } from '#reference/index.ts'
import { matches } from '../policy/wildcard.ts'

/** A set of known IAM actions: one bit for each, in the order of `knownActions`. Not written to once made. */
export type ActionSet = Readonly<Uint32Array>

interface Known {
  readonly names: readonly string[]
  readonly lowerNames: readonly string[]
  readonly at: ReadonlyMap<string, number>
  /** Where a prefix's actions begin and end, half open. */
  readonly ranges: ReadonlyMap<string, readonly [from: number, to: number]>
}

let loaded: Known | undefined

/** Every IAM action known, `prefix:Action` as AWS writes it, those of a prefix together. */
export const knownActions = (): readonly string[] => known().names

function known(): Known {
  if (loaded !== undefined) return loaded
  const names: string[] = []
  const ranges = new Map<string, readonly [number, number]>()
  for (const prefix of iamPrefixNames()) {
    const from = names.length
    names.push(...iamActionNames(prefix).map((name) => `${prefix}:${name}`))
    ranges.set(prefix, [from, names.length])
  }
  const lowerNames = names.map((name) => name.toLowerCase())
  loaded = { names, lowerNames, at: new Map(lowerNames.map((name, at) => [name, at])), ranges }
  return loaded
}

/** Every known action. */
export const allActions = (): ActionSet => complement(noActions())
export const noActions = (): ActionSet => new Uint32Array(words())

const words = (): number => Math.ceil(known().names.length / 32)

/** The known actions of these names, in any case; others are left out. */
export function setOf(actions: Iterable<string>): ActionSet {
  const set = new Uint32Array(words())
  for (const action of actions) put(set, known().at.get(action.toLowerCase()))
  return set
}

/** The known actions that the action patterns of a policy mean. */
export function setOfPatterns(patterns: Iterable<string>): ActionSet {
  const set = new Uint32Array(words())
  for (const pattern of patterns) {
    forEachMeant(pattern, (index) => {
      put(set, index)
      return false
    })
  }
  return set
}

/** True for an action pattern that means no known action. */
export const meansNothing = (pattern: string): boolean => !forEachMeant(pattern, () => true)

/** @returns true where `found` did, which ends the looking. */
function forEachMeant(pattern: string, found: (index: number) => boolean): boolean {
  const wanted = pattern.toLowerCase()
  const { lowerNames, at } = known()
  if (!/[*?]/u.test(wanted)) {
    const index = at.get(wanted)
    return index !== undefined && found(index)
  }
  const [from, to] = rangeOf(wanted)
  for (let index = from; index < to; index++) {
    if (matches(wanted, lowerNames[index] ?? '') && found(index)) return true
  }
  return false
}

/** Where the actions lie that a pattern can mean: a prefix without wildcard spares looking at the others. */
function rangeOf(pattern: string): readonly [number, number] {
  const prefix = pattern.slice(0, Math.max(0, pattern.indexOf(':')))
  const { ranges, names } = known()
  if (prefix === '' || /[*?]/u.test(prefix)) return [0, names.length]
  return ranges.get(prefix) ?? [0, 0]
}

function put(set: Uint32Array, index: number | undefined): void {
  if (index !== undefined) set[index >>> 5] = (set[index >>> 5] ?? 0) | (1 << (index & 31))
}

// Written out, without a function for each word: these are most of the work.

export function union(one: ActionSet, other: ActionSet): ActionSet {
  const set = new Uint32Array(one)
  for (let at = 0; at < set.length; at++) set[at] = (set[at] ?? 0) | (other[at] ?? 0)
  return set
}

export function unionOf(sets: Iterable<ActionSet>): ActionSet {
  const all = new Uint32Array(words())
  for (const set of sets) for (let at = 0; at < all.length; at++) all[at] = (all[at] ?? 0) | (set[at] ?? 0)
  return all
}

export function intersection(one: ActionSet, other: ActionSet): ActionSet {
  const set = new Uint32Array(one)
  for (let at = 0; at < set.length; at++) set[at] = (set[at] ?? 0) & (other[at] ?? 0)
  return set
}

export function difference(one: ActionSet, other: ActionSet): ActionSet {
  const set = new Uint32Array(one)
  for (let at = 0; at < set.length; at++) set[at] = (set[at] ?? 0) & ~(other[at] ?? 0)
  return set
}

export function complement(set: ActionSet): ActionSet {
  const turned = set.map((word) => ~word)
  // Bits past the last action stay clear.
  const over = turned.length * 32 - known().names.length
  const last = turned.length - 1
  if (over > 0) turned[last] = (turned[last] ?? 0) & (0xffffffff >>> over)
  return turned
}

/** Whether a known action is in the set, in any case. */
export function has(set: ActionSet, action: string): boolean {
  const index = known().at.get(action.toLowerCase())
  return index !== undefined && ((set[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0
}

export function sizeOf(set: ActionSet): number {
  let size = 0
  for (let word of set) for (; word !== 0; word &= word - 1) size++
  return size
}

/** Names of the actions in the set, as AWS writes them. */
export function namesIn(set: ActionSet): readonly string[] {
  const { names } = known()
  const found: string[] = []
  set.forEach((bits, at) => {
    for (let word = bits; word !== 0; word &= word - 1) {
      const name = names[at * 32 + (31 - Math.clz32(word & -word))]
      if (name !== undefined) found.push(name)
    }
  })
  return found
}

/** Prefixes of which an action is in the set. */
export function prefixesIn(set: ActionSet): readonly string[] {
  const found: string[] = []
  for (const [prefix, [from, to]] of known().ranges) {
    for (let index = from; index < to; index++) {
      if (((set[index >>> 5] ?? 0) & (1 << (index & 31))) === 0) continue
      found.push(prefix)
      break
    }
  }
  return found
}

/** Names of a prefix's actions, in lower case. */
export function lowerNamesOf(prefix: string): readonly string[] {
  const { ranges, lowerNames } = known()
  const [from, to] = ranges.get(prefix) ?? [0, 0]
  return lowerNames.slice(from, to)
}
