import { RuleFault } from './problem.ts'
import type { Term } from './term.ts'

/** The search identifiers of a detection. */
export type Selections = ReadonlyMap<string, Term>

export interface ReadCondition {
  readonly term: Term
  /** Identifiers that the condition names, also by a pattern. */
  readonly used: ReadonlySet<string>
}

const MAX_TOKENS = 5_000
const MAX_NESTING = 100

/**
 * Reads one condition.
 *
 * @throws RuleFault with the reason and `line`.
 * @see Sigma specification 2.1, "Condition": or, and, not, `x of`, brackets, from the least to the most binding.
 */
export function readCondition(text: string, selections: Selections, line: number): ReadCondition {
  if (/\|/.test(text)) {
    throw new RuleFault(line, 'Aggregations after a pipe are no longer part of Sigma: use a correlation.')
  }
  const parser = new Parser(text, selections, line)
  const term = parser.whole()
  return { term, used: parser.used }
}

class Parser {
  readonly used = new Set<string>()
  readonly #tokens: readonly string[]
  readonly #selections: Selections
  readonly #line: number
  #at = 0
  #depth = 0

  constructor(text: string, selections: Selections, line: number) {
    this.#tokens = text.match(/[()]|[^\s()]+/g) ?? []
    this.#selections = selections
    this.#line = line
    if (this.#tokens.length > MAX_TOKENS) throw this.#fault('The condition is too long.')
  }

  whole(): Term {
    if (this.#tokens.length === 0) throw this.#fault('The condition is empty.')
    const term = this.#or()
    const rest = this.#tokens[this.#at]
    if (rest !== undefined) throw this.#fault(`'${rest}' is not expected here in the condition.`)
    return term
  }

  #or(): Term {
    return this.#chain('or', () => this.#chain('and', () => this.#not()))
  }

  #chain(kind: 'and' | 'or', next: () => Term): Term {
    const first = next()
    const terms = [first]
    while (this.#word() === kind) {
      this.#at += 1
      terms.push(next())
    }
    return terms.length === 1 ? first : { kind, terms }
  }

  #not(): Term {
    let negated = false
    while (this.#word() === 'not') {
      this.#at += 1
      negated = !negated
    }
    const term = this.#primary()
    return negated ? { kind: 'not', term } : term
  }

  #primary(): Term {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw this.#fault('The condition ends too early.')
    this.#at += 1
    if (token === '(') return this.#bracket()
    if (this.#word() === 'of' && !this.#selections.has(token)) return this.#quantified(token)
    const selection = this.#selections.get(token)
    if (selection === undefined)
      throw this.#fault(`The condition names '${token}', which the detection does not have.`)
    this.used.add(token)
    return selection
  }

  #bracket(): Term {
    this.#depth += 1
    if (this.#depth > MAX_NESTING) throw this.#fault('The condition is nested too deep.')
    const term = this.#or()
    if (this.#tokens[this.#at] !== ')') throw this.#fault("A ')' is missing in the condition.")
    this.#at += 1
    this.#depth -= 1
    return term
  }

  #quantified(quantity: string): Term {
    const kind = { '1': 'or', any: 'or', all: 'and' } as const
    const how = quantity.toLowerCase()
    if (how !== '1' && how !== 'any' && how !== 'all') {
      throw this.#fault(`'${quantity} of' is unknown: '1 of', 'any of' or 'all of'.`)
    }
    const target = this.#tokens[this.#at + 1]
    if (target === undefined) throw this.#fault(`'${quantity} of' needs 'them' or a name.`)
    this.#at += 2
    const names = [...this.#selections.keys()].filter(chosenBy(target))
    if (names.length === 0) throw this.#fault(`'${quantity} of ${target}' finds no selection.`)
    for (const name of names) this.used.add(name)
    const terms = names.flatMap((name) => this.#selections.get(name) ?? [])
    const [only] = terms
    return terms.length === 1 && only !== undefined ? only : { kind: kind[how], terms }
  }

  /** The next token as a keyword; a selection may carry a keyword's name in capitals. */
  #word(): string | undefined {
    const token = this.#tokens[this.#at]
    if (token === undefined || (this.#selections.has(token) && token !== token.toLowerCase())) return token
    return token.toLowerCase()
  }

  #fault(reason: string): RuleFault {
    return new RuleFault(this.#line, reason)
  }
}

/** `them` and patterns leave out names that begin with `_`, unless the pattern itself does. */
function chosenBy(target: string): (name: string) => boolean {
  if (target.toLowerCase() === 'them') return (name) => !name.startsWith('_')
  const source = target.split('*').map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const regex = new RegExp(`^${source.join('[^]*')}$`)
  return (name) => regex.test(name) && (target.startsWith('_') || !name.startsWith('_'))
}
