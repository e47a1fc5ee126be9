import { and, type Fragment, not, or, sql } from '#store/index.ts'
import type { Item, Term } from './term.ts'

/** How an item is asked where not every column is at hand. */
export interface Asked {
  /** Not false where the item holds: what it comes to, or something that it implies; undefined where nothing is known. */
  atLeast(item: Item): Fragment | undefined
  /** Exactly the item; undefined where that cannot be had. */
  exactly(item: Item): Fragment | undefined
}

/** A condition that holds wherever the term does, and perhaps elsewhere. */
export function mayMatch(term: Term, asked: Asked): Fragment {
  switch (term.kind) {
    case 'item':
      return asked.exactly(term.item) ?? asked.atLeast(term.item) ?? sql`true`
    case 'not':
      return not(mustMatch(term.term, asked))
    case 'and':
      return and(...term.terms.map((one) => mayMatch(one, asked)))
    case 'or':
      return or(...term.terms.map((one) => mayMatch(one, asked)))
  }
}

/** A condition that holds only where the term does, and perhaps not everywhere. */
function mustMatch(term: Term, asked: Asked): Fragment {
  switch (term.kind) {
    case 'item':
      return asked.exactly(term.item) ?? sql`false`
    case 'not':
      return not(mayMatch(term.term, asked))
    case 'and':
      return and(...term.terms.map((one) => mustMatch(one, asked)))
    case 'or':
      return or(...term.terms.map((one) => mustMatch(one, asked)))
  }
}
