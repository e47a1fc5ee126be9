import { readCondition, type Selections } from './condition.ts'
import { readItem } from './item.ts'
import type { Placeholders } from './modifiers/modifier.ts'
import { type Problems, RuleFault } from './problem.ts'
import type { Term } from './term.ts'
import { type Entry, entryOf, type Mapping, type Scalar, type Tree } from './yaml-tree.ts'

export interface Detection {
  readonly term: Term
  readonly selections: readonly Selection[]
}

/** One search identifier. */
export interface Selection {
  readonly name: string
  readonly line: number
  readonly term: Term
  readonly used: boolean
}

/** Keys of `detection` and `filter` that are no search identifiers. */
const NOT_SELECTIONS = new Set(['condition', 'timeframe', 'rules'])

/** Reads the selections and the condition of a rule or filter; undefined when any of it cannot be compiled. */
export function readDetection(
  detection: Mapping,
  placeholders: Placeholders,
  problems: Problems,
): Detection | undefined {
  const entries = detection.entries.filter(({ key }) => !NOT_SELECTIONS.has(key))
  const reader = new SelectionReader(placeholders, problems)
  const terms = new Map<string, Term>()
  for (const entry of entries) {
    const term = reader.selection(entry.value, entry.line)
    if (term !== undefined) terms.set(entry.key, term)
  }
  const condition = entryOf(detection, 'condition')
  if (condition === undefined) {
    problems.error(detection.line, 'The condition is missing.')
    return undefined
  }
  if (terms.size < entries.length) return undefined
  const read = problems.attempt(() => readConditions(condition, terms))
  if (read === undefined) return undefined
  const selections = [...terms].map(([name, term]) => ({
    name,
    term,
    line: entryOf(detection, name)?.line ?? detection.line,
    used: read.used.has(name),
  }))
  return { term: read.term, selections }
}

/** A list of conditions is an OR. */
function readConditions(
  { value, line }: Entry,
  selections: Selections,
): { term: Term; used: ReadonlySet<string> } {
  const trees = value.kind === 'list' ? value.items : [value]
  const read = trees.map((tree) => {
    if (tree.kind !== 'scalar' || tree.value === null)
      throw new RuleFault(tree.line, 'The condition must be text.')
    return readCondition(tree.source, selections, tree.line)
  })
  const [first] = read
  if (first === undefined) throw new RuleFault(line, 'The condition is empty.')
  if (read.length === 1) return first
  return {
    term: { kind: 'or', terms: read.map(({ term }) => term) },
    used: new Set(read.flatMap(({ used }) => [...used])),
  }
}

class SelectionReader {
  readonly #placeholders: Placeholders
  readonly #problems: Problems

  constructor(placeholders: Placeholders, problems: Problems) {
    this.#placeholders = placeholders
    this.#problems = problems
  }

  /** A map is an AND of items; a list an OR of maps and keywords; undefined after an error. */
  selection(tree: Tree, line: number): Term | undefined {
    switch (tree.kind) {
      case 'scalar':
        return this.#keywords([tree], line)
      case 'map':
        return this.#group(
          'and',
          tree.entries.map((entry) => this.#item(entry)),
          line,
        )
      case 'list':
        return this.#list(tree.items, line)
    }
  }

  #list(items: readonly Tree[], line: number): Term | undefined {
    const words = items.filter((item) => item.kind === 'scalar')
    const others = items.filter((item) => item.kind !== 'scalar')
    const terms = others.map((item) => this.selection(item, item.line))
    if (words.length > 0) terms.push(this.#keywords(words, words[0]?.line ?? line))
    return this.#group('or', terms, line)
  }

  #group(kind: 'and' | 'or', terms: readonly (Term | undefined)[], line: number): Term | undefined {
    if (terms.length === 0) {
      this.#problems.error(line, 'The selection is empty.')
      return undefined
    }
    const good = terms.filter((term) => term !== undefined)
    if (good.length < terms.length) return undefined
    const [only] = good
    return good.length === 1 ? only : { kind, terms: good }
  }

  #keywords(scalars: readonly Scalar[], line: number): Term | undefined {
    return this.#read('', line, scalars)
  }

  #item({ key, line, value }: Entry): Term | undefined {
    if (value.kind === 'scalar') return this.#read(key, line, [value])
    const items = value.kind === 'list' ? value.items : [value]
    const scalars = items.filter((item) => item.kind === 'scalar')
    if (scalars.length === items.length) return this.#read(key, line, scalars)
    const wrong = items.find((item) => item.kind !== 'scalar')
    this.#problems.error(
      wrong?.line ?? line,
      `The values of '${key}' must be plain values, not a map or a list.`,
    )
    return undefined
  }

  #read(key: string, line: number, scalars: readonly Scalar[]): Term | undefined {
    if (scalars.length > 1 && scalars.some(({ value }) => value === null)) {
      this.#problems.warn(
        line,
        `'${key}': null cannot be part of a list of values; make it a selection of its own.`,
      )
    }
    if (key.split('|').includes('all') && scalars.length === 1) {
      this.#problems.warn(line, `'${key}': a single value needs no 'all'.`)
    }
    if (scalars.length === 0) this.#problems.warn(line, `'${key}' has no values and matches nothing.`)
    const item = this.#problems.attempt(() => readItem({ key, line, scalars }, this.#placeholders))
    return item === undefined ? undefined : { kind: 'item', item }
  }
}
