import {
  type ActionSet,
  difference,
  has,
  intersection,
  meansNothing,
  namesIn,
  noActions,
  sizeOf,
  union,
  unionOf,
} from '../actions/action-set.ts'
import type { CompiledStatement } from '../actions/compile.ts'
import { conditionsHold } from '../policy/conditions.ts'
import type { Statement } from '../policy/policy.ts'
import type { Context } from '../policy/variables.ts'
import type { UsedAction } from '../used.ts'
import { neededResources } from './narrow.ts'

/** A part of an Allow that stays: some of its actions, on some of its resources, under its conditions. */
export interface Grant {
  readonly from: Statement
  readonly wasUsed: boolean
  readonly resources: readonly string[]
  readonly names: readonly string[]
}

export interface Needs {
  readonly used: ReadonlyMap<string, UsedAction>
  /** Actions that stay, seen or not. */
  readonly keep: ActionSet
  /** Those of them that may be used without anybody seeing it, on whatever. */
  readonly unsure: ActionSet
  readonly context: Context
}

export function neededGrants(statements: readonly CompiledStatement[], needs: Needs): readonly Grant[] {
  const allows = statements.filter(
    ({ statement }) => statement.effect === 'Allow' && conditionsHold(statement, needs.context) !== 'no',
  )
  // What one allows everywhere need not stand in another.
  const wide = allows.filter(isWide)
  const covered = unionOf(wide.map(({ actions }) => actions))
  const seen = { actions: noActions() }
  return [
    ...wide.flatMap((one) => {
      const grants = grantsOf(one, difference(one.actions, seen.actions), needs)
      seen.actions = union(seen.actions, one.actions)
      return grants
    }),
    ...allows
      .filter((one) => !isWide(one))
      .flatMap((one) => grantsOf(one, difference(one.actions, covered), needs)),
  ]
}

const isWide = ({ statement }: CompiledStatement): boolean =>
  statement.conditions.length === 0 && !statement.notResource && statement.resources.includes('*')

function grantsOf({ statement }: CompiledStatement, actions: ActionSet, needs: Needs): readonly Grant[] {
  const wanted = intersection(actions, needs.keep)
  const groups = new Map<string, { wasUsed: boolean; resources: readonly string[]; names: string[] }>()
  const add = (name: string, wasUsed: boolean, resources: readonly string[]): void => {
    const key = JSON.stringify([wasUsed, resources])
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { wasUsed, resources, names: [name] })
    else known.names.push(name)
  }
  for (const name of sizeOf(wanted) === 0 ? [] : namesIn(wanted)) {
    const used = needs.used.get(name.toLowerCase())
    const needed =
      used === undefined || has(needs.unsure, name)
        ? undefined
        : neededResources(statement, used, needs.context)
    const resources = needed ?? statement.resources
    if (resources.length > 0) add(name, used !== undefined, resources.toSorted())
  }
  for (const name of unknownNames(statement)) add(name, false, statement.resources.toSorted())
  return [...groups.values()].map((group) => ({ from: statement, ...group }))
}

/** Names that are allowed and are no known action: newer than what is known here, or misspelled. */
export const unknownNames = ({ actions, notAction }: Statement): readonly string[] =>
  notAction ? [] : actions.filter(meansNothing)
