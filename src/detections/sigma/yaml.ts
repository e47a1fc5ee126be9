import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments } from 'yaml'
import { type Problems, RuleFault } from './problem.ts'
import type { Entry, Mapping, Scalar, Tree } from './yaml-tree.ts'

/** Aliases may multiply: a rule that unfolds to more than this is refused. */
const MAX_NODES = 50_000
const MAX_DEPTH = 40
const MAX_CHARS = 4_000_000
/** Of one document: one mistake may break every line after it. */
const MAX_ERRORS = 3

/** Every document of a rule file that is a map; whatever is wrong with the rest goes to `problems`. */
export function readYaml(text: string, problems: Problems): readonly Mapping[] {
  if (text.length > MAX_CHARS) {
    problems.error(1, `The file has ${String(text.length)} characters; ${String(MAX_CHARS)} are the most.`)
    return []
  }
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document): readonly Mapping[] => {
    for (const error of document.errors.slice(0, MAX_ERRORS)) {
      problems.error(lines.linePos(error.pos[0]).line, `Not YAML: ${firstLine(error.message)}`)
    }
    if (document.errors.length > 0 || document.contents === null) return []
    const walker = new Walker(lines, (node) => (isAlias(node) ? node.resolve(document) : undefined))
    const tree = problems.attempt(() => walker.tree(document.contents, 1, 0))
    if (tree === undefined || (tree.kind === 'scalar' && tree.value === null)) return []
    if (tree.kind === 'map') return [tree]
    problems.error(tree.line, 'A Sigma document must be a map (title, logsource, detection, …).')
    return []
  })
}

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/:$/, '') ?? text

class Walker {
  readonly #lines: LineCounter
  readonly #resolve: (node: Node) => Node | undefined
  #nodes = 0

  constructor(lines: LineCounter, resolve: (node: Node) => Node | undefined) {
    this.#lines = lines
    this.#resolve = resolve
  }

  tree(node: unknown, nearLine: number, depth: number): Tree {
    this.#nodes += 1
    if (this.#nodes > MAX_NODES || depth > MAX_DEPTH)
      throw new RuleFault(nearLine, 'The rule is too large or nested too deep.')
    if (isAlias(node)) {
      const target = this.#resolve(node)
      if (target === undefined) throw new RuleFault(nearLine, `The alias *${node.source} has no anchor.`)
      return this.tree(target, nearLine, depth + 1)
    }
    const line = this.#line(node, nearLine)
    if (isMap(node)) {
      return { kind: 'map', line, entries: node.items.map((pair) => this.#entry(pair, line, depth)) }
    }
    if (isSeq(node)) {
      return { kind: 'list', line, items: node.items.map((item) => this.tree(item, line, depth + 1)) }
    }
    return isScalar(node) ? scalar(node.value, node.source, line) : scalar(null, '', line)
  }

  #entry(pair: Pair, nearLine: number, depth: number): Entry {
    const line = this.#line(pair.key, nearLine)
    const key = isScalar(pair.key) ? scalar(pair.key.value, pair.key.source, line) : undefined
    if (key === undefined) throw new RuleFault(line, 'A key must be plain text.')
    return { key: key.value === null ? '' : key.source, line, value: this.tree(pair.value, line, depth + 1) }
  }

  #line(node: unknown, otherwise: number): number {
    const range = isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined
    return range ? this.#lines.linePos(range[0]).line : otherwise
  }
}

function scalar(value: unknown, source: string | undefined, line: number): Scalar {
  if (typeof value === 'string') return { kind: 'scalar', line, value, source: value }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', line, value, source: source ?? String(value) }
  }
  if (typeof value === 'bigint')
    return { kind: 'scalar', line, value: Number(value), source: source ?? String(value) }
  return { kind: 'scalar', line, value: null, source: source ?? '' }
}

/** Its own code: whoever keeps what was read, keeps it for this reader alone. */
export const yamlReader: string = [readYaml, Walker, scalar].map(String).join('\n')
