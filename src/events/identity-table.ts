import { isRecord } from '#kernel/index.ts'
import { IDENTITY_LEAVES } from './columns.ts'
import { InternTable } from './intern-table.ts'
import { parseObjectText } from './json-text.ts'
import { FIRST_CAPACITY, IndexColumn } from './row-columns.ts'
import type { SharedVector } from './vectors.ts'

const MOST_IDENTITIES = 30_000

type JsonObject = Readonly<Record<string, unknown>>

/** What is known of one spelling of `userIdentity`: many events share it, so it is parsed once. */
export interface KnownIdentity {
  readonly index: number
  /** JSON: the fields that have no column of their own, or what stands there instead of an object; undefined: nothing. */
  readonly others: string | undefined
  /** Who acts, with what else told it: see identity-memo.ts. Few, so no map. */
  readonly derived: DerivedIds[]
}

/** Ids in the tables of the columns `principal`, `actor_class`, `session` and `account_id`; -1 for null. */
export interface DerivedIds {
  /** Bits of what the record around the identity was asked for, and the ids of what it had there. */
  readonly asked: number
  readonly around: Around
  readonly principal: number
  readonly actorClass: number
  readonly session: number
  readonly accountId: number
  readonly account: string | undefined
}

/** Ids in the tables of the columns of the same names, of one record; -1 for null. */
export interface Around {
  readonly recipientAccountId: number
  readonly eventType: number
  readonly eventSource: number
  readonly clientFamily: number
}

/** The `userIdentity` columns of a batch. */
export class IdentityTable {
  /** By row: the index of its identity. */
  readonly rows = new IndexColumn()
  /** Of the JSON as it stands, by which rows know their identity. */
  readonly spellings = new InternTable()
  readonly #known: KnownIdentity[] = []
  readonly #leaves = IDENTITY_LEAVES.map((path) => ({
    path,
    table: new InternTable(),
    ids: new IndexColumn(),
    definitions: new IndexColumn(),
  }))
  /** Identities for which the leaves' columns have room. */
  #capacity = FIRST_CAPACITY
  /** The one that was parsed last: who acts is asked right after it was met. */
  #parsed: { readonly index: number; readonly object: JsonObject | undefined } | undefined

  /** What is known of a spelling. */
  at(index: number): KnownIdentity {
    const known = this.#known[index]
    if (known !== undefined) return known
    const text = this.spellings.textOf(index) ?? ''
    const object = parseObjectText(text)
    this.#parsed = { index, object }
    return this.#learn(index, object, object === undefined ? text : othersOf(object))
  }

  /** Parsed anew: to keep thousands of objects costs more, at every collection of garbage. */
  parse({ index }: KnownIdentity): JsonObject | undefined {
    if (this.#parsed?.index !== index)
      this.#parsed = { index, object: parseObjectText(this.spellings.textOf(index) ?? '') }
    return this.#parsed.object
  }

  /** Whether there are so many that they should be forgotten between two batches. */
  areMany(): boolean {
    return this.spellings.size > MOST_IDENTITIES
  }

  forget(): void {
    this.spellings.clear()
    this.#parsed = undefined
    this.#known.length = 0
    for (const { table } of this.#leaves) table.clear()
  }

  vectors(): readonly (readonly [string, SharedVector])[] {
    return this.#leaves.map(({ path, table, ids, definitions }) => [
      `userIdentity.${path.join('.')}`,
      {
        kind: 'shared',
        shared: this.rows.values,
        ids: ids.values,
        definitions: definitions.values,
        maxDefinition: path.length + 1,
        values: table.texts(),
      },
    ])
  }

  #learn(index: number, parsed: JsonObject | undefined, others: string | undefined): KnownIdentity {
    if (index >= this.#capacity) {
      this.#capacity = index * 2
      for (const { ids, definitions } of this.#leaves)
        for (const column of [ids, definitions]) column.reserve(this.#capacity)
    }
    this.#takeLeaves(index, parsed, TREE, 0)
    const known: KnownIdentity = { index, others, derived: [] }
    this.#known[index] = known
    return known
  }

  /** @param depth - Parquet's definition level: how many steps from the column down are there. */
  #takeLeaves(index: number, object: JsonObject | undefined, { below }: Step, depth: number): void {
    const level = object === undefined ? depth : depth + 1
    for (const step of below) {
      const value = object?.[step.key]
      const leaf = this.#leaves[step.leaf]
      if (leaf === undefined) this.#takeLeaves(index, isRecord(value) ? value : undefined, step, level)
      else if (value === undefined || value === null) {
        leaf.definitions.set(index, level)
        leaf.ids.set(index, -1)
      } else {
        leaf.definitions.set(index, level + 1)
        leaf.ids.set(index, leaf.table.idOfText(leafText(value)))
      }
    }
  }
}

/** A step of the leaves' paths: leaves have a place, others -1 and steps below them. */
interface Step {
  readonly key: string
  readonly steps: Map<string, Step>
  /** The steps of the map: gone through for each identity. */
  readonly below: Step[]
  leaf: number
}

const newStep = (key: string): Step => ({ key, steps: new Map(), below: [], leaf: -1 })

const TREE = newStep('userIdentity')
for (const [leaf, path] of IDENTITY_LEAVES.entries()) {
  let at = TREE
  for (const key of path) {
    const step = at.steps.get(key) ?? newStep(key)
    if (!at.steps.has(key)) at.below.push(step)
    at.steps.set(key, step)
    at = step
  }
  at.leaf = leaf
}

const leafText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** What AWS has added since, and what stands where no object was expected: kept, so that nothing is lost. */
function othersOf(parsed: JsonObject): string | undefined {
  const others = restOf(parsed, TREE)
  return others === undefined ? undefined : JSON.stringify(others)
}

function restOf(value: JsonObject, { steps }: Step): JsonObject | undefined {
  let rest: [string, unknown][] | undefined
  for (const key of Object.keys(value)) {
    const inner = value[key]
    const step = steps.get(key)
    if (inner === null || (step !== undefined && step.steps.size === 0)) continue
    const below = step !== undefined && isRecord(inner) ? restOf(inner, step) : inner
    if (below !== undefined) (rest ??= []).push([key, below])
  }
  return rest === undefined ? undefined : Object.fromEntries(rest)
}
