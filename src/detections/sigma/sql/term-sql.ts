import { and, type Fragment, not, or } from '#store/index.ts'
import type { Term } from '../term.ts'
import { itemSql } from './item-sql.ts'

/** A condition tree over the lake's columns. It is true or not; null counts as not. */
export function termSql(term: Term): Fragment {
  switch (term.kind) {
    case 'item':
      return itemSql(term.item)
    case 'not':
      return not(termSql(term.term))
    case 'and':
      return and(...term.terms.map(termSql))
    case 'or':
      return or(...term.terms.map(termSql))
  }
}
