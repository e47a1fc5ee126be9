import { isRecord } from '#kernel/index.ts'
import { IDENTITY_LEAVES } from './columns.ts'
import { InternTable, type ViewedBytes } from './intern-table.ts'
import { parseObject } from './json-text.ts'
import { IndexColumn } from './row-columns.ts'
import type { SharedVector } from './vectors.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** What is known of one spelling of `userIdentity`: many events share it, so it is parsed once. */
export interface KnownIdentity {
  readonly index: number
  /** JSON: the fields that have no column of their own, or what stands there instead of an object; undefined: nothing. */
  readonly others: string | undefined
  /** Ids of derived columns, each with a key of what else they depend on: see derive-row.ts. Few, so no map. */
  readonly derivedKeys: number[]
  readonly derivedIds: DerivedIds[]
}

/** Ids in the tables of the columns `principal`, `actor_class`, `session` and `account_id`; -1 for null. */
export interface DerivedIds {
  readonly principal: number
  readonly actorClass: number
  readonly session: number
  readonly accountId: number
  readonly account: string | undefined
}

/** The `userIdentity` columns of a batch. */
export class IdentityTable {
  readonly rows = new IndexColumn()
  readonly #spellings = new InternTable()
  readonly #known: KnownIdentity[] = []
  readonly #leaves = IDENTITY_LEAVES.map((path) => ({
    path,
    table: new InternTable(),
    ids: new IndexColumn(),
    definitions: new IndexColumn(),
  }))

  /** The identity whose JSON lies between `start` and `end`. */
  at(bytes: ViewedBytes, start: number, end: number): KnownIdentity {
    const index = this.#spellings.idOf(bytes, start, end, false)
    const known = this.#known[index]
    if (known !== undefined) return known
    const parsed = parseObject(bytes.bytes, start, end)
    return this.#learn(
      index,
      parsed,
      parsed === undefined ? bytes.bytes.toString('utf8', start, end) : othersOf(parsed),
    )
  }

  /** Parsed anew each time: to keep thousands of objects costs more, at every collection of garbage. */
  parse({ index }: KnownIdentity): JsonObject | undefined {
    const { bytes, starts, ends } = this.#spellings.texts()
    return parseObject(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
      starts[index] ?? 0,
      ends[index] ?? 0,
    )
  }

  clear(): void {
    this.rows.clear()
  }

  isFull(): boolean {
    return this.#spellings.isFull(30_000, 16 << 20)
  }

  forget(): void {
    this.#spellings.clear()
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
    for (const { path, table, ids, definitions } of this.#leaves) {
      const { text, depth } = leafOf(parsed, path)
      ids.set(index, text === undefined ? -1 : table.idOfText(text))
      definitions.set(index, depth)
    }
    const known: KnownIdentity = { index, others, derivedKeys: [], derivedIds: [] }
    this.#known[index] = known
    return known
  }
}

/** @returns `depth` is Parquet's definition level: how many steps from the column down are there. */
function leafOf(parsed: JsonObject | undefined, path: readonly string[]): { text?: string; depth: number } {
  let value: unknown = parsed
  let depth = 0
  for (const step of path) {
    if (!isRecord(value)) break
    depth++
    value = value[step]
    if (value === undefined || value === null) return { depth }
  }
  if (depth < path.length) return { depth }
  return { text: typeof value === 'string' ? value : JSON.stringify(value), depth: depth + 1 }
}

/** What AWS has added since, and what stands where no object was expected: kept, so that nothing is lost. */
function othersOf(parsed: JsonObject): string | undefined {
  const others = restOf(parsed, IDENTITY_LEAVES)
  return others === undefined ? undefined : JSON.stringify(others)
}

function restOf(value: JsonObject, paths: readonly (readonly string[])[]): JsonObject | undefined {
  const rest: [string, unknown][] = []
  for (const [key, inner] of Object.entries(value)) {
    if (inner === null) continue
    const below = paths.filter(([first]) => first === key).map((path) => path.slice(1))
    if (below.some((path) => path.length === 0)) continue
    if (below.length === 0 || !isRecord(inner)) rest.push([key, inner])
    else {
      const innerRest = restOf(inner, below)
      if (innerRest !== undefined) rest.push([key, innerRest])
    }
  }
  return rest.length === 0 ? undefined : Object.fromEntries(rest)
}
