import type { ExceptionScope } from '#findings/index.ts'
import { and, type Fragment } from '#store/index.ts'
import { readItem } from '../sigma/item.ts'
import { termSql } from '../sigma/sql/term-sql.ts'
import type { Term } from '../sigma/term.ts'

/** What each part of a scope reads of an event, as Sigma items; any of a part's items will do. */
const itemsOf = (
  scope: ExceptionScope,
): readonly (readonly [keys: readonly string[], values: readonly string[]])[] => [
  [['principal|cased'], scope.principals],
  [['account_id|cased'], scope.accounts],
  [['client_family|cased'], scope.clients],
  [['facts.target|cased', 'bucket|cased'], scope.resources],
  [['userIdentity.sessionContext.sessionIssuer.userName|cased'], scope.roles],
]

/** Whether an event lies in a scope. A value that the event lacks lies in none. */
export function inScopeSql(scope: ExceptionScope): Fragment {
  const parts = itemsOf(scope).flatMap(([keys, values]) => (values.length === 0 ? [] : [anyOf(keys, values)]))
  return and(...[...parts, ...placesOf(scope)].map(termSql))
}

/** AWS writes addresses, or the name of a service of its own. */
function placesOf({ networks }: ExceptionScope): readonly Term[] {
  if (networks.length === 0) return []
  const services = networks.filter(isService)
  const cidrs = networks.filter((one) => !isService(one))
  const terms = [
    ...(services.length === 0 ? [] : [anyOf(['sourceIPAddress|cased'], services)]),
    ...(cidrs.length === 0 ? [] : [anyOf(['sourceIPAddress|cidr'], cidrs)]),
  ]
  return [{ kind: 'or', terms }]
}

const isService = (network: string): boolean => network.endsWith('.amazonaws.com')

function anyOf(keys: readonly string[], values: readonly string[]): Term {
  const scalars = values.map((text) => ({ kind: 'scalar' as const, value: text, source: text, line: 1 }))
  return {
    kind: 'or',
    terms: keys.map((key) => ({ kind: 'item', item: readItem({ key, line: 1, scalars }, {}) })),
  }
}
