import { grantsOf, type Permissions } from '../permissions.ts'
import { conditionsHold } from '../policy/conditions.ts'
import type { Statement } from '../policy/policy.ts'
import type { Truth } from '../policy/truth.ts'
import { type Context, resolve } from '../policy/variables.ts'

/** On what a principal may use an action. */
export interface Bounds {
  /** Patterns; `*` is everything. */
  readonly resources: readonly string[]
  /** True where one grant on everything has no condition. */
  readonly everywhere: boolean
  /** False where every grant has a condition that may not hold. */
  readonly certain: boolean
}

const NONE: Bounds = { resources: [], everywhere: false, certain: false }

/** The resources for which some statement allows an action, with more known of the request than the principal alone tells. */
export function boundsOf(permissions: Permissions, action: string, more: Context = new Map()): Bounds {
  const context: Context = new Map([...permissions.context, ...more])
  const grants = grantsOf(permissions, action)
    .map(({ statement }) => ({ statement, holds: conditionsHold(statement, context) }))
    .filter(({ holds }) => holds !== 'no')
  if (grants.length === 0) return NONE
  return {
    resources: [...new Set(grants.flatMap(({ statement }) => patternsOf(statement, context)))],
    everywhere: grants.some(({ statement, holds }) => holds === 'yes' && isEverywhere(statement)),
    certain: grants.some(({ holds }: { readonly holds: Truth }) => holds === 'yes'),
  }
}

const isEverywhere = ({ notResource, resources }: Statement): boolean =>
  !notResource && resources.includes('*')

/** Everything but some is everything here: what is excepted seldom is what counts. */
const patternsOf = ({ resources, notResource, variables }: Statement, context: Context): readonly string[] =>
  notResource ? ['*'] : variables ? resources.flatMap((one) => resolve(one, context)?.text ?? []) : resources
