import type { Statement } from '../policy/policy.ts'
import type { Grant } from './grants.ts'
import type { StatementJson } from './pack.ts'
import { type Brevity, spellActions } from './spell-actions.ts'

export type { Brevity } from './spell-actions.ts'

/** What was used first, then what stays unseen; what differs in its actions only is one statement. */
export function allowStatements(grants: readonly Grant[], brevity: Brevity): readonly StatementJson[] {
  const merged = new Map<string, StatementJson>()
  for (const grant of grants.toSorted((a, b) => Number(b.wasUsed) - Number(a.wasUsed))) {
    const { from, resources, names, wasUsed } = grant
    const rest = {
      Sid: wasUsed ? 'Used' : 'KeptUnseen',
      Effect: 'Allow' as const,
      ...(from.notResource ? { NotResource: resources } : { Resource: resources }),
      ...conditionOf(from),
    }
    const key = JSON.stringify(rest)
    const actions = [...(merged.get(key)?.Action ?? []), ...spellActions(names, from, brevity)]
    merged.set(key, { ...rest, Action: [...new Set(actions)].toSorted() })
  }
  return [...merged.values()]
}

/** Every Deny as it is: what was forbidden stays so. */
export function denyStatements(statements: readonly Statement[]): readonly StatementJson[] {
  const denies = statements
    .filter(({ effect }) => effect === 'Deny')
    .map((statement) => {
      const { actions, notAction, resources, notResource } = statement
      return {
        Sid: 'Deny',
        Effect: 'Deny' as const,
        ...(notAction ? { NotAction: actions } : { Action: actions }),
        ...(notResource ? { NotResource: resources } : { Resource: resources }),
        ...conditionOf(statement),
      }
    })
  return [...new Map(denies.map((deny) => [JSON.stringify(deny), deny])).values()]
}

const conditionOf = ({ conditionBlock }: Statement): Pick<StatementJson, 'Condition'> =>
  conditionBlock === undefined ? {} : { Condition: conditionBlock }
