import { conditionsHold } from '../policy/conditions.ts'
import { type Policy, parsePolicy, type Statement } from '../policy/policy.ts'
import type { Truth } from '../policy/truth.ts'
import type { Context } from '../policy/variables.ts'
import { type ActionSet, complement, noActions, setOfPatterns, union } from './action-set.ts'

/** What policies say of actions, whatever the resource. */
export interface Said {
  /** Allowed on some resource, in some request. */
  readonly may: ActionSet
  /** Allowed on every resource without a condition. */
  readonly wide: ActionSet
  /** Denied on every resource, whatever the request. */
  readonly denied: ActionSet
}

export interface CompiledStatement {
  readonly statement: Statement
  readonly actions: ActionSet
}

/** A policy document made ready to be asked often; the same text is compiled once. */
export interface CompiledPolicy {
  readonly policy: Policy
  readonly statements: readonly CompiledStatement[]
  /** What it says to everybody. */
  readonly fixed: Said
  /** Statements whose conditions turn on who asks. */
  readonly personal: readonly CompiledStatement[]
}

export type Compiler = (document: string) => CompiledPolicy

/** Keys by which the context of one principal differs from that of another. */
const PERSONAL = /^aws:(?:principal(?!isawsservice)|username|userid)/u

/** TLS is what AWS's clients speak, and a principal of an account is no service of AWS. */
export const SAME_FOR_ALL: Context = new Map([
  ['aws:securetransport', ['true']],
  ['aws:principalisawsservice', ['false']],
  ['aws:principalservicename', []],
])

let nothing: Said | undefined

/** Made at the first question: the known actions are a file to be read. */
export function nothingSaid(): Said {
  nothing ??= { may: noActions(), wide: noActions(), denied: noActions() }
  return nothing
}

export function createCompiler(): Compiler {
  const documents = new Map<string, CompiledPolicy>()
  return (document) => {
    const known = documents.get(document)
    if (known !== undefined) return known
    const policy = parsePolicy(document)
    const statements = policy.statements.map((statement) => ({ statement, actions: actionsOf(statement) }))
    const [personal, fixed] = [true, false].map((wanted) =>
      statements.filter(({ statement }) => isPersonal(statement) === wanted),
    )
    const compiled = {
      policy,
      statements,
      fixed: saidBy(fixed ?? [], SAME_FOR_ALL),
      personal: personal ?? [],
    }
    documents.set(document, compiled)
    return compiled
  }
}

const isPersonal = ({ conditions }: Statement): boolean => conditions.some(({ key }) => PERSONAL.test(key))

function actionsOf({ actions, notAction }: Statement): ActionSet {
  const named = setOfPatterns(actions)
  return notAction ? complement(named) : named
}

export const saidBy = (statements: readonly CompiledStatement[], context: Context): Said =>
  statements.map((one) => saidByOne(one, conditionsHold(one.statement, context))).reduce(both, nothingSaid())

export const both = (one: Said, other: Said): Said =>
  one === nothing
    ? other
    : other === nothing
      ? one
      : {
          may: union(one.may, other.may),
          wide: union(one.wide, other.wide),
          denied: union(one.denied, other.denied),
        }

function saidByOne({ statement, actions }: CompiledStatement, holds: Truth): Said {
  const said = nothingSaid()
  if (holds === 'no') return said
  const everywhere = !statement.notResource && statement.resources.includes('*')
  const surely = holds === 'yes' && everywhere
  if (statement.effect === 'Deny') return { ...said, denied: surely ? actions : said.denied }
  return { ...said, may: actions, wide: surely ? actions : said.wide }
}
