import { type ActionSet, difference, has, intersection } from './actions/action-set.ts'
import {
  both,
  type CompiledPolicy,
  type CompiledStatement,
  type Compiler,
  nothingSaid,
  SAME_FOR_ALL,
  type Said,
  saidBy,
} from './actions/compile.ts'
import type { Policy } from './policy/policy.ts'
import type { Context } from './policy/variables.ts'
import type { HeldPolicy, Principal } from './principals.ts'

/** What one principal may do: its policies within its boundary. Organisation policies and resources' policies stand beside. */
export interface Permissions {
  /** Allowed on some resource in some request. */
  readonly may: ActionSet
  /** Allowed on every resource without a condition. */
  readonly wide: ActionSet
  readonly identity: readonly CompiledPolicy[]
  readonly boundary: CompiledPolicy | undefined
  readonly context: Context
  /** Policies that are held and whose text is not known, or not all of it. */
  readonly notKnown: readonly string[]
}

export function permissionsOf(principal: Principal, compile: Compiler): Permissions {
  const { policies, boundary, context } = principal
  const held = [...policies, ...(boundary === undefined ? [] : [boundary])]
  return permissionsWithin({
    identity: compiledOf(policies, compile),
    boundary: boundary?.document === undefined ? undefined : compile(boundary.document),
    context: new Map([...SAME_FOR_ALL, ...context]),
    notKnown: held
      .filter(({ document }) => document === undefined || compile(document).policy.unreadable > 0)
      .map(({ from }) => from),
  })
}

/** The same principal with other policies. */
export function permissionsWithin(held: Omit<Permissions, 'may' | 'wide'>): Permissions {
  const { identity, boundary, context } = held
  const own = saidTo(identity, context)
  const within = boundary === undefined ? undefined : saidTo([boundary], context)
  const limited = (of: 'may' | 'wide'): ActionSet => {
    const granted = difference(own[of], own.denied)
    return within === undefined ? granted : difference(intersection(granted, within[of]), within.denied)
  }
  return { ...held, may: limited('may'), wide: limited('wide') }
}

const compiledOf = (held: readonly HeldPolicy[], compile: Compiler): readonly CompiledPolicy[] =>
  held.flatMap(({ document }) => (document === undefined ? [] : [compile(document)]))

const saidTo = (policies: readonly CompiledPolicy[], context: Context): Said =>
  policies
    .flatMap(({ fixed, personal }) => (personal.length === 0 ? [fixed] : [fixed, saidBy(personal, context)]))
    .reduce(both, nothingSaid())

/** The layers that `decide` asks. */
export const layersOf = ({ identity, boundary }: Permissions): readonly (readonly Policy[])[] => [
  identity.map(({ policy }) => policy),
  ...(boundary === undefined ? [] : [[boundary.policy]]),
]

/** Statements of the identity's policies that allow an action. */
export function grantsOf({ identity, may }: Permissions, action: string): readonly CompiledStatement[] {
  if (!has(may, action)) return []
  return identity.flatMap(({ statements }) =>
    statements.filter(({ statement, actions }) => statement.effect === 'Allow' && has(actions, action)),
  )
}
