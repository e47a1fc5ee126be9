import { OPERATORS, type Operator } from './operators.ts'
import type { Condition, Statement } from './policy.ts'
import { every, inverse, some, type Truth, truthOf } from './truth.ts'
import { type Context, resolve } from './variables.ts'

/** Whether all conditions of a statement hold; maybe where an operator or a key is not known. */
export const conditionsHold = ({ conditions, variables }: Statement, context: Context): Truth =>
  every(conditions.map((condition) => holds(condition, variables, context)))

function holds(condition: Condition, variables: boolean, context: Context): Truth {
  const known = context.get(condition.key)
  if (known === undefined) return 'maybe'
  if (condition.operator === 'null') return truthOf(condition.values.includes(String(known.length === 0)))
  const operator = OPERATORS.get(condition.operator)
  if (operator === undefined) return 'maybe'
  if (known.length === 0) return truthOf(holdsForAbsent(condition, operator))
  const tests = known.map((actual) => {
    const met = some(
      condition.values.map((wanted) =>
        meets(operator, actual, variables ? resolve(wanted, context) : { text: wanted, exact: true }),
      ),
    )
    return operator.negated ? inverse(met) : met
  })
  // Without a set operator AWS asks of a negated one that no value be met.
  const all = condition.set === 'all' || (condition.set === undefined && operator.negated)
  return all ? every(tests) : some(tests)
}

/** What a request lacks: only what is negated, optional or about all of nothing is true of it. */
const holdsForAbsent = ({ ifExists, set }: Condition, { negated }: Operator): boolean =>
  ifExists || set === 'all' || (negated && set === undefined)

function meets(operator: Operator, actual: string, wanted: ReturnType<typeof resolve>): Truth {
  if (wanted === undefined) return 'no'
  if (wanted.exact) return truthOf(operator.meets(actual, wanted.text))
  return 'maybe'
}
