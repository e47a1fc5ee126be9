import type { ExceptionScope } from '#findings/index.ts'
import { and, type Fragment } from '#store/index.ts'
import { readItem } from '../sigma/item.ts'
import { termSql } from '../sigma/sql/term-sql.ts'
import type { Term } from '../sigma/term.ts'

/** What each part of a scope reads of an event, as Sigma items; any of a part's items will do. */
const ITEMS: Readonly<Record<keyof ExceptionScope, readonly string[]>> = {
  principals: ['principal|cased'],
  accounts: ['account_id|cased'],
  networks: ['sourceIPAddress|cidr'],
  clients: ['client_family|cased'],
  resources: ['facts.target|cased', 'bucket|cased'],
  roles: ['userIdentity.sessionContext.sessionIssuer.userName|cased'],
}

/** Whether an event lies in a scope. A value that the event lacks lies in none. */
export function inScopeSql(scope: ExceptionScope): Fragment {
  const parts = Object.entries(ITEMS).flatMap(([part, keys]) => {
    const values = valuesOf(scope, part)
    return values.length === 0 ? [] : [anyOf(keys, values)]
  })
  return and(...parts.map(termSql))
}

const valuesOf = (scope: ExceptionScope, part: string): readonly string[] =>
  Object.entries(scope).find(([name]) => name === part)?.[1] ?? []

function anyOf(keys: readonly string[], values: readonly string[]): Term {
  const scalars = values.map((text) => ({ kind: 'scalar' as const, value: text, source: text, line: 1 }))
  return {
    kind: 'or',
    terms: keys.map((key) => ({ kind: 'item', item: readItem({ key, line: 1, scalars }, {}) })),
  }
}
